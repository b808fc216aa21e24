import { expect, test } from '@playwright/test';
import { submittedNeed } from './fixtures';
import { enter, visit } from './support';

/** Where the keyboard is after something was opened, closed, added or taken away. Journeys by keyboard are with their roles. */

test('a line added has the focus, and one taken away leaves it near', async ({ page }) => {
  const need = await submittedNeed();
  await enter(page, 'coordinator');
  await visit(page, `/needs/${need.id}/edit?step=when`);
  await page.getByRole('radio', { name: '按固定的时间重复' }).press('Space');
  await page.getByRole('button', { name: '再加一个时间' }).press('Enter');
  const choice = page.getByRole('region', { name: '可选时间 1' });
  await expect(choice.getByRole('group', { name: '时间 2' })).toBeFocused();
  await page.getByRole('button', { name: '还可以另选一种时间' }).press('Enter');
  await expect(page.getByRole('region', { name: '可选时间 2' })).toBeFocused();
  await choice.getByRole('button', { name: '去掉 时间 2' }).press('Enter');
  await expect(choice).toBeFocused();
  // A deed whose button goes with it: the page has the focus, so that the next Tab is in it.
  await enter(page, 'admin');
  await visit(page, `/needs/${need.id}`);
  await page.getByRole('button', { name: '通过，放上菜单' }).press('Enter');
  await expect(page.locator('.tag').first()).toHaveText('在菜单上');
  await expect(page.locator('main')).toBeFocused();
});

test('the menu of a telephone is entered when it opens, and left with Escape', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await enter(page, 'coordinator');
  await visit(page, '/follow');
  const menu = page.getByRole('button', { name: '栏目' });
  await menu.press('Enter');
  await expect(page.locator('#nav a').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(page.locator('#nav')).toBeHidden();
});

test('a dialog begins at its first field; Escape closes its list before it closes the dialog', async ({ page }) => {
  await enter(page, 'admin');
  await visit(page, '/rounds');
  const start = page.getByRole('button', { name: '开始新一轮' });
  await start.press('Enter');
  const school = page.getByRole('dialog').getByRole('combobox', { name: '学校' });
  await expect(school).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('listbox', { name: '学校' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: '学校' })).toBeHidden();
  await expect(school).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(start).toBeFocused();
});
