import { expect, test } from '@playwright/test';
import { enter, visit } from './support';

test('an auditor reads the trail, finds the chain whole, and can change nothing', async ({ page }) => {
  await enter(page, 'auditor');
  await visit(page, '/audit');
  await expect(page.getByText(/记录完整/)).toBeVisible();
  await visit(page, '/board');
  await expect(page.getByRole('button', { name: /通过|退回|锁定/ })).toHaveCount(0);
});
