import { expect, test } from '@playwright/test';
import { get, post } from './fixtures';
import { as, enter, visit } from './support';

test('a young teacher asks for a mentor and sees what becomes of it', async ({ page }) => {
  // Whoever has a mentor, or has asked for one, asks again once that is over.
  const office = await as('admin');
  const teacher = await as('teacher');
  for (const { id, state } of (await get(teacher, '/api/engagements?limit=50')).items)
    if (state === 'agreed' || state === 'serving') {
      const { version } = await get(office, `/api/engagements/${id}`);
      await post(office, `/api/engagements/${id}/end`, {
        version,
        by: 'school',
        reason: '测试',
        seekReplacement: true,
      });
    }
  for (const { id } of (await get(teacher, '/api/needs?limit=50')).items) {
    let need = await get(office, `/api/needs/${id}`);
    // The need of an engagement that ended is open again once the job has followed.
    await expect.poll(async () => (need = await get(office, `/api/needs/${id}`)).state).not.toBe('serving');
    if (['draft', 'submitted', 'returned', 'open', 'filled'].includes(need.state))
      await post(office, `/api/needs/${id}/withdraw`, { version: need.version, reason: '测试' });
  }
  await enter(page, 'teacher');
  await visit(page, '/mentor');
  await page.getByRole('button', { name: '提交' }).click();
  await expect(page.getByRole('alert')).toContainText('请写明想学什么');
  await page.getByLabel('想学什么').fill('初中数学课堂教学师徒结对');
  const subject = page.getByRole('combobox');
  await subject.fill('shuxue');
  await expect(page.getByRole('option', { name: /数学/ }).first()).toBeVisible();
  // Scrolling is no way of leaving the field: what was typed stays, and the list comes back.
  await page.evaluate(() => {
    window.scrollBy({ top: 60, behavior: 'instant' });
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  await expect(subject).toHaveValue('shuxue');
  await page.getByRole('option', { name: /数学/ }).first().click();
  await expect(subject).toHaveValue(/数学/);
  await page.getByRole('button', { name: '提交' }).click();
  const line = page.locator('.menu-line').filter({ hasText: '初中数学课堂教学师徒结对' }).first();
  await expect(line).toContainText('待审核');
});
