import { expect, test } from '@playwright/test';
import { get, openInvitation } from './fixtures';
import { as, enter, visit } from './support';

test('yes and no are alike; a volunteer asks for a call, then says yes by keyboard', async ({ page }) => {
  const invitation = await openInvitation();
  await enter(page, 'volunteer', { elder: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, '/invitations');
  // One at a time: go on to the one this test has made.
  while (!(await page.getByRole('heading', { level: 2, name: invitation.title }).isVisible())) {
    const shown = await page.locator('.invite h2').textContent();
    await page.getByRole('button', { name: /^看下一份/ }).click();
    await expect(page.locator('.invite h2')).not.toHaveText(shown!);
  }
  await expect(page.locator('.invite')).toHaveCount(1);
  const [yes, no] = [page.getByRole('button', { name: '愿意去' }), page.getByRole('button', { name: '不方便' })];
  const [a, b] = [(await yes.boundingBox())!, (await no.boundingBox())!];
  expect(Math.abs(a.width - b.width)).toBeLessThan(1);
  expect(Math.abs(a.height - b.height)).toBeLessThan(1);
  expect(a.height).toBeGreaterThanOrEqual(60);
  const look = (element: Element) => {
    const { color, backgroundColor, borderColor, fontSize, fontWeight } = getComputedStyle(element);
    return { color, backgroundColor, borderColor, fontSize, fontWeight };
  };
  expect(await yes.evaluate(look)).toEqual(await no.evaluate(look));
  await page.getByRole('button', { name: '请打电话给我' }).click();
  await expect(page.getByText(/联络员会打电话给您/).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: invitation.title })).toBeVisible();
  await yes.press('Enter');
  // The same place has told of the call that was asked for: what counts is what is on record.
  await expect
    .poll(async () => (await get(await as('admin'), `/api/proposals/${invitation.id}`)).state)
    .toBe('accepted');
  await expect(page.getByRole('status').filter({ hasText: invitation.title })).toBeVisible();
});

test('no needs no reason', async ({ page }) => {
  const invitation = await openInvitation();
  await enter(page, 'volunteer', { elder: 1 });
  await visit(page, `/invitations/${invitation.id}`);
  await expect(page.getByRole('heading', { level: 2, name: invitation.title })).toBeVisible();
  await page.getByRole('button', { name: '不方便' }).click();
  await expect(page.getByRole('status').filter({ hasText: invitation.title })).toBeVisible();
  expect((await get(await as('admin'), `/api/proposals/${invitation.id}`)).state).toBe('declined');
});

test('a volunteer says when there is time, and looks at the calendar', async ({ page }) => {
  await enter(page, 'volunteer', { elder: 1 });
  await visit(page, '/calendar');
  await visit(page, '/profile');
  await expect(page.getByRole('heading', { name: '我愿意做的' })).toBeVisible();
});
