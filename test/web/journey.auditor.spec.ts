import { expect, test } from '@playwright/test';
import { get, madePair } from './fixtures';
import { as, enter, visit } from './support';

test('an auditor reads the trail, finds the chain whole, and can change nothing', async ({ page }) => {
  await enter(page, 'auditor');
  await visit(page, '/audit');
  await expect(page.getByText(/记录完整/)).toBeVisible();
  const { id, state } = await madePair();
  await visit(page, `/board?round=all&state=${state}&pair=${id}`);
  await expect(page.locator('.panel h2')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(全部)?(通过|退回|锁定|换人)/ })).toHaveCount(0);
});

test('an auditor sees who has looked at whom', async ({ page }) => {
  const office = await as('admin');
  const { items } = await get(office, '/api/volunteers?state=active&limit=1');
  await get(office, `/api/volunteers/${items[0].id}`);
  await enter(page, 'auditor');
  await visit(page, '/audit');
  await page.getByRole('button', { name: '查看' }).click();
  const seen = page.getByRole('row', { name: /陈老师/ }).getByRole('link', { name: items[0].name });
  await expect(seen.first()).toBeVisible();
  await page.getByLabel('对象').selectOption('需求');
  await expect(seen).toHaveCount(0);
  await expect(page).toHaveURL(/view=looks.*entity=need|entity=need.*view=looks/);
});
