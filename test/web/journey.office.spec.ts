import { expect, test } from '@playwright/test';
import { get, newRound, solvedRound, submittedNeed, unique } from './fixtures';
import { as, enter, expectAccessible, visit, watch } from './support';

test('the docking board from end to end by keyboard', async ({ page }) => {
  const round = await newRound();
  const { faults } = watch(page);
  await enter(page, 'admin');
  await visit(page, `/board?round=${round.id}`);
  await expect(page.locator('.verified')).toHaveText('已独立核验');
  const board = page.getByRole('listbox');
  const chosen = board.getByRole('option', { selected: true });
  await board.focus();
  // The first line stays below the head of the list, and nothing hidden makes the page longer than it looks.
  expect(await page.locator('.board').evaluate((list) => list.scrollTop)).toBe(0);
  expect(
    await page.evaluate(
      () => document.documentElement.scrollHeight - document.querySelector('.foot')!.getBoundingClientRect().bottom,
    ),
  ).toBeLessThan(2);
  const first = await chosen.getAttribute('id');
  for (const [there, back] of [
    ['ArrowDown', 'ArrowUp'],
    ['j', 'k'],
    ['End', 'Home'],
  ]) {
    await page.keyboard.press(there);
    await expect(chosen).not.toHaveAttribute('id', first!);
    await page.keyboard.press(back);
    await expect(chosen).toHaveAttribute('id', first!);
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('.panel h2')).toBeFocused();
  await expect(page.locator('.reasons li').first()).toBeVisible();

  // The keys work in the panel, too; p pins, the list says so.
  await page.keyboard.press('p');
  await expect(chosen).toContainText('已锁定');
  await page.keyboard.press('Escape');
  await expect(board).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '键盘操作' })).toBeVisible();
  await page.keyboard.press('Escape');

  // Approve, take it back, approve again: only the last one counts.
  const size = () => board.getByRole('option').first().getAttribute('aria-setsize');
  const before = Number(await size());
  await page.keyboard.press('a');
  await expect.poll(size).toBe(String(before - 1));
  await page.keyboard.press('u');
  await expect.poll(size).toBe(String(before));
  await expect(chosen).toHaveAttribute('id', first!);
  await page.keyboard.press('a');

  // Reject with a reason.
  const second = await chosen.getAttribute('id');
  await page.keyboard.press('r');
  const reject = page.getByRole('dialog');
  await reject.getByLabel('为什么退回').focus();
  await page.keyboard.type('路程太远 apr');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(size).toBe(String(before - 2));

  // Somebody else: the alternatives with what each costs, taken by keyboard.
  await board.focus();
  let swapped = false;
  for (let i = 0; i < 25 && !swapped; i++) {
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog');
    const ask = dialog.getByRole('button', { name: /算准确的代价/ });
    await expect(dialog.getByRole('combobox')).toBeVisible();
    if (await ask.isVisible()) {
      await ask.press('Enter');
      await expect(ask).toBeHidden({ timeout: 20_000 });
      await expect(dialog.locator('.price')).toContainText(/整个方案|规则/);
      await dialog.getByRole('button', { name: '换人' }).press('Enter');
      // Whoever would have to leave something else first cannot come yet, and it is said why: the next line, then.
      const why = dialog.getByRole('alert');
      await expect
        .poll(async () => (await dialog.isHidden()) || (await why.isVisible()), { timeout: 15_000 })
        .toBe(true);
      swapped = await dialog.isHidden();
      if (swapped) break;
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await board.focus();
    await page.keyboard.press('ArrowDown');
  }
  expect(swapped, 'nobody among twenty-five lines could be swapped').toBe(true);
  await expect(chosen).toContainText('已锁定');

  // Search by pinyin; the address keeps the line.
  await page.keyboard.press('Escape');
  await board.focus();
  await page.keyboard.press('/');
  const all = Number(await size());
  await page.keyboard.type('xsktwcqz');
  await expect(page.getByText('这里没有建议')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('xiaoxue');
  await expect.poll(size).not.toBe(String(all));
  await expect(page.locator('.board-left .row').filter({ hasText: '小学' }).first()).toBeVisible();

  const office = await as('admin');
  await visit(page, '/board?view=table');
  await expect.poll(async () => (await get(office, `/api/proposals/${first!.slice(5)}`)).state).toBe('approved');
  expect((await get(office, `/api/proposals/${second!.slice(5)}`)).state).toBe('rejected');
  expect(faults).toEqual([]);
});

test('the table shows the same lines and opens the same details', async ({ page }) => {
  const round = await solvedRound();
  await enter(page, 'admin');
  await visit(page, `/board?round=${round.id}`);
  const label = await page.locator('.board-left .row').first().textContent();
  await page.getByRole('button', { name: '表格' }).click();
  const row = page.locator('tbody tr').first();
  expect(label).toContain((await row.getByRole('rowheader').locator('.cell').textContent())!);
  await row.getByRole('button', { name: '查看' }).press('Enter');
  await expect(page.locator('.panel h2')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: '查看' })).toBeFocused();
});

test('on the board every pair keeps the reason begun for it', async ({ page }) => {
  test.setTimeout(180_000); // a round has to be worked out first when there is none
  await enter(page, 'admin');
  const round = await solvedRound();
  await visit(page, `/board?round=${round.id}`);
  await page.getByRole('listbox').focus();
  await page.keyboard.press('r');
  await page.getByLabel('为什么退回').fill('学校说');
  await page.reload();
  await page.getByRole('listbox').focus();
  await page.keyboard.press('r');
  await expect(page.getByLabel('为什么退回')).toHaveValue('学校说');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('r');
  await expect(page.getByLabel('为什么退回')).toHaveValue('');
});

test('the board is narrowed to a school and a programme by typing, from the keyboard', async ({ page }) => {
  test.setTimeout(180_000); // a round has to be worked out first when there is none
  const round = await solvedRound();
  const office = await as('admin');
  const { schools } = await get(office, '/api/district');
  const { items } = await get(office, `/api/proposals?roundId=${round.id}&state=proposed&limit=200`);
  const school = schools.find(({ id }: { id: string }) =>
    items.some(({ need }: { need: { schoolId: string } }) => need.schoolId === id),
  );
  await enter(page, 'admin');
  await visit(page, `/board?round=${round.id}`);
  const rows = page.locator('.board-left .row');
  const all = (await rows.first().getAttribute('aria-setsize'))!;
  expect(Number(all)).toBeGreaterThan(1);
  const field = page.getByRole('combobox', { name: '学校' });
  await expect(field).toHaveAttribute('placeholder', '全部学校');
  await expectAccessible(page, 'the board');
  await field.focus();
  // Letters that are keys of the board are only letters here.
  await page.keyboard.type('xiaoxue');
  const choices = page.getByRole('listbox', { name: '学校' }).getByRole('option');
  await expect(choices.first()).toContainText('小学');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(school.name);
  await expect(choices).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`schoolId=${school.id}`));
  await expect(field).toHaveValue(school.name);
  await expect(rows.first()).toContainText(school.name);
  expect((await rows.allTextContents()).filter((text) => !text.includes(school.name))).toEqual([]);
  // The address brings it back; the first choice, or an empty field, takes it away.
  await page.reload();
  await expect(field).toHaveValue(school.name);
  await expect(rows.first()).toBeVisible();
  await field.press('ControlOrMeta+a');
  await field.press('Delete');
  await expect(field).toHaveValue('');
  await expect(page).not.toHaveURL(/schoolId/);
  await expect(rows.first()).toHaveAttribute('aria-setsize', all);
  await field.press('Escape');
  const programme = page.getByRole('combobox', { name: '载体' });
  await programme.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/programmeId=/);
  await page.keyboard.press('ArrowUp');
  await page.getByRole('option', { name: '全部载体' }).click();
  await expect(page).not.toHaveURL(/programmeId/);
});

test('the office starts a round, watches it, approves all and publishes', async ({ page }) => {
  test.setTimeout(180_000);
  const { faults } = watch(page);
  await enter(page, 'admin');
  await visit(page, '/rounds');
  await page.getByRole('button', { name: '开始新一轮' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('最多用多久').selectOption('3');
  await dialog.getByRole('button', { name: '开始新一轮' }).click();
  await page.getByRole('link', { name: '到对接台审核' }).click({ timeout: 90_000 });
  await expect(page.getByRole('listbox')).toBeVisible();
  const id = new URL(page.url()).searchParams.get('round')!;

  await page.getByRole('button', { name: /全部通过/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /全部通过/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText(/已通过 \d+ 条/, { timeout: 60_000 });
  await page.getByRole('dialog').locator('.btn', { hasText: '关闭' }).click();
  await page.getByRole('button', { name: /公布已通过的/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /公布已通过的/ })
    .click();
  await expect(page.getByText(/已发出 \d+ 份邀请/)).toBeVisible({ timeout: 60_000 });
  const office = await as('admin');
  expect((await get(office, `/api/rounds/${id}`)).state).toBe('published');
  expect((await get(office, `/api/proposals?roundId=${id}&state=invited&limit=1`)).items).toHaveLength(1);
  expect(faults).toEqual([]);
});

test('two people decide on one need: the second is told what changed and goes on', async ({ page }) => {
  const need = await submittedNeed();
  await enter(page, 'admin');
  await visit(page, `/needs/${need.id}`);
  const other = await as('admin');
  const answer = await other.post(`/api/needs/${need.id}/return`, {
    data: { version: need.version, reason: '请写明年级' },
  });
  expect(answer.status()).toBe(200);
  await page.getByRole('button', { name: '通过，放上菜单' }).click();
  await expect(page.getByRole('alert')).toContainText('有人刚刚改过');
  await expect(page.getByRole('alert')).toContainText('待审核 → 已退回');
  await expect(page.getByRole('alert')).toContainText('请写明年级');
  await expect(page.locator('.tag').first()).toHaveText('已退回');
});

test('the office tries other rules on the same menus, sees what they change, and drops or keeps them', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { faults } = watch(page);
  const round = await solvedRound();
  const office = await as('admin');
  await enter(page, 'admin');
  // New rules: that a pair knows each other counts for nothing.
  await visit(page, '/policies/new');
  const note = unique('不看旧搭配');
  await page.getByLabel('延续上次的搭配', { exact: true }).fill('0');
  await page.getByLabel('为什么这样改').fill(note);
  await page.getByRole('button', { name: /存为第/ }).click();
  await expect(page).toHaveURL(/\/policies\?/);
  const newest = (await get(office, '/api/policies'))[0];
  expect(newest.note).toBe(note);

  await visit(page, `/rounds/${round.id}`);
  await page.getByLabel('换一套权重').selectOption(newest.id);
  await page.getByRole('button', { name: '试算并比较' }).click();
  const both = page.getByRole('region', { name: '和另一轮比较' }).getByRole('table', { name: '两轮对照' });
  // Until the trial is there, the table compares with the round published last, if there is one.
  await expect(both.getByRole('columnheader', { name: `方案 ${newest.number}` })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('两轮用了不同的权重方案')).toBeVisible();
  const trial = await get(office, `/api/rounds/${new URL(page.url()).searchParams.get('with')!}`);
  expect([trial.draft, trial.policyId, trial.inputOf]).toEqual([true, newest.id, round.id]);
  // The figures are those of the two rounds, over the same menus.
  const seats = await both.getByRole('row').filter({ hasText: '名额已配' }).locator('td .cell').allTextContents();
  expect(seats.map((text) => text.split('/')[1].replace(/\D/g, ''))).toEqual(
    [trial, round].map(({ result }) => String(result.counts.seats)),
  );
  // Trying makes no proposals.
  expect((await get(office, `/api/proposals?roundId=${trial.id}&limit=1`)).items).toEqual([]);

  // Dropped: the trial goes, the round stays as it was.
  await visit(page, `/rounds/${trial.id}`);
  await page.getByRole('button', { name: '作废', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).click();
  await expect(page.locator('.tag').first()).toHaveText('已作废');
  expect((await get(office, `/api/rounds/${round.id}`)).state).toBe(round.state);

  // Kept: the next round is worked out by them.
  await visit(page, '/rounds');
  await page.getByRole('button', { name: '开始新一轮' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('权重方案').selectOption(newest.id);
  await dialog.getByLabel('最多用多久').selectOption('3');
  await dialog.getByRole('checkbox', { name: '只是试算' }).check();
  await dialog.getByRole('button', { name: '开始新一轮' }).click();
  await expect(page).toHaveURL(/rounds\/[0-9a-f-]{36}/);
  const next = await get(office, `/api/rounds/${page.url().split('/').at(-1)!}`);
  expect(next.policyId).toBe(newest.id);
  expect(faults).toEqual([]);
});
