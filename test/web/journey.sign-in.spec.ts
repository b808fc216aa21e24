import { expect, test } from '@playwright/test';
import { enter, PASSWORD, visit } from './support';

test('signing in leads where one wanted to go; a wrong password says so', async ({ page }) => {
  await page.goto('/needs?state=open');
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('密码').fill('not it');
  await page.getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不正确');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '需求菜单' })).toBeVisible();
  await expect(page).toHaveURL(/state=open/);
});

test('text size and language are remembered', async ({ page }) => {
  await page.request.post('/api/sign-in', { data: { login: 'auditor', password: PASSWORD } });
  await visit(page, '/');
  await page.getByRole('button', { name: '字体大小' }).click();
  await page.getByRole('radio', { name: '更大' }).check();
  await page.getByRole('button', { name: '好了' }).click();
  await page.getByRole('button', { name: 'English' }).first().click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-elder', '2');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the keyboard reaches the text first, and help is at the same place on every page', async ({ page }) => {
  await enter(page, 'coordinator');
  for (const path of ['/', '/needs', '/follow']) {
    await visit(page, path);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    await expect(page.locator('.foot').getByRole('link', { name: '帮助' })).toBeVisible();
  }
});

test('help is there before one has signed in', async ({ page }) => {
  for (const path of ['/', '/apply']) {
    await visit(page, path);
    await page.locator('.foot').getByRole('link', { name: '帮助' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '帮助' })).toBeVisible();
    await expect(page.getByText('账号由学校联络员或区关工委办公室开')).toBeVisible();
  }
});
