import { expect, test } from '@playwright/test';
import { enter, expectAccessible, visit } from './support';

test('the office enters a holiday with its made-up workday, is told what overlaps, and overwrites nobody', async ({
  page,
}) => {
  await enter(page, 'admin');
  await visit(page, '/district');
  await page.getByRole('button', { name: '加放假' }).click();
  const form = page.getByRole('dialog');
  const day = async (legend: string, [year, month, date]: number[]): Promise<void> => {
    const group = form.getByRole('group', { name: legend, exact: true });
    await group.getByLabel('年').fill(String(year));
    await group.getByLabel('月').fill(String(month));
    await group.getByLabel('日').fill(String(date));
  };
  const year = new Date().getFullYear() + 1;
  await form.getByLabel('名称').fill('中秋节');
  await day('放假第一天', [year, 9, 28]);
  await day('放假最后一天', [year, 10, 2]);
  await form.getByRole('button', { name: '加调休日' }).click();
  await day('哪天上班', [year, 9, 26]);
  await form.getByLabel('上星期几的课').selectOption('4');
  await form.getByRole('button', { name: '保存' }).click();
  // National Day is on record already: the refusal stands at the field and in the summary.
  await expect(form.getByRole('alert')).toContainText('与“国庆节”');
  await expectAccessible(page, 'a refused holiday');
  await day('放假最后一天', [year, 9, 29]);
  await form.getByRole('button', { name: '保存' }).click();
  const row = page.getByRole('row', { name: /中秋节/ });
  await expect(row).toContainText('上星期四的课');

  await row.getByRole('button', { name: /修改/ }).click();
  const { holidays } = await (await page.request.get('/api/district')).json();
  const { id, ...stands } = holidays.find(({ name }: { name: string }) => name === '中秋节');
  const other = await page.request.put(`/api/holidays/${id}`, { data: { ...stands, endsOn: stands.startsOn } });
  expect(other.status()).toBe(200);
  await form.getByLabel('名称').fill('中秋');
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form.getByRole('alert')).toContainText('放假最后一天现在是：');
  // Both changes come together: the name as it was written here, the last day as the other one has it.
  await form.getByRole('button', { name: '保存' }).click();
  await expect(form).toBeHidden();
  const after = await (await page.request.get('/api/district')).json();
  const both = after.holidays.find((one: { id: string }) => one.id === id);
  expect([both.name, both.endsOn]).toEqual(['中秋', stands.startsOn]);
  await page.request.delete(`/api/holidays/${id}?version=${both.version}`);
});
