import { expect, test, type Page } from '@playwright/test';
import { day, get, openInvitation, openNeed, submittedNeed, unique } from './fixtures';
import { as, enter, visit, watch } from './support';

const step = (page: Page): Promise<void> => page.getByRole('button', { name: '下一步' }).press('Enter');

test('a coordinator submits a need by keyboard, the office accepts it', async ({ page }) => {
  const { faults } = watch(page);
  await enter(page, 'coordinator');
  await visit(page, '/needs');
  await page.getByRole('link', { name: '提交需求' }).press('Enter');
  await expect(page.getByRole('heading', { name: '属于哪个载体？' })).toBeVisible();
  await page.getByRole('radio', { name: '都不是' }).press('Space');
  await step(page);
  await expect(page.getByRole('heading', { name: '需要什么？' })).toBeVisible();
  await step(page);
  await expect(page.getByRole('alert')).toContainText('请填写标题');
  const title = unique('键盘提交的书法课');
  await page.getByLabel('标题').focus();
  await page.keyboard.type(title);
  await page.getByLabel('类别').focus();
  await page.keyboard.press('ArrowDown');
  await step(page);
  await page.getByRole('checkbox', { name: '三年级' }).press('Space');
  await step(page);
  await page.getByRole('radio', { name: '系列课' }).press('Space');
  // Skills by pinyin, from the keyboard alone.
  await page.getByRole('combobox').focus();
  await page.keyboard.type('shufa');
  await expect(page.getByRole('option').first()).toContainText('书法');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('.skill-row')).toHaveCount(1);
  await step(page);
  await expect(page.getByRole('heading', { name: '什么时候？' })).toBeVisible();
  await expect(page.locator('.helpers-count')).toBeVisible();
  await step(page);
  await step(page);
  await page.getByLabel('联系人和电话').fill('王老师 13800000000');
  await step(page);
  await page.getByRole('button', { name: '提交需求' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.locator('.tag').first()).toHaveText('待审核');
  const address = page.url();

  await enter(page, 'admin');
  await page.goto(address);
  await page.getByRole('button', { name: '通过，放上菜单' }).press('Enter');
  await expect(page.locator('.tag').first()).toHaveText('在菜单上');
  expect(faults).toEqual([]);
});

test('editing a need loses nothing, whatever its times are', async ({ page }) => {
  const first = day(10);
  const stamp = `${first.replaceAll('-', '')}T153000`;
  const alternatives = [
    { dates: [], weekly: [{ weekday: 2, from: '15:30', to: '16:30', everyWeeks: 2, startWeek: 1 }] },
    {
      dates: [{ day: day(12), from: '09:00', to: '10:00' }],
      weekly: [{ weekday: 4, from: '15:30', to: '16:30', everyWeeks: 1, startWeek: 0 }],
      recurrences: [
        // One the form has fields for, as another program writes it, and one it can only read.
        `DTSTART;TZID=Asia/Shanghai:${stamp}\nDTEND;TZID=Asia/Shanghai:${stamp.slice(0, 9)}163000\nRRULE:FREQ=WEEKLY;COUNT=3`,
        `DTSTART;TZID=Asia/Shanghai:${stamp}\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=3;COUNT=4`,
      ],
    },
  ];
  const before = await submittedNeed({
    weeklyMinutes: null,
    alternatives,
    placeKind: 'other',
    placeName: '区少年宫二楼',
    languages: ['武汉话'],
  });
  await enter(page, 'coordinator');
  await visit(page, `/needs/${before.id}/edit?step=when`);
  await expect(page.getByRole('radio', { name: '按固定的时间重复' })).toBeChecked();
  const second = page.getByRole('region', { name: '可选时间 2' });
  await expect(second.getByText(/每 3 天 15:30（.*共 4 次）/)).toBeVisible();
  await expect(second.getByRole('group', { name: /^时间 \d$/ })).toHaveCount(4);
  await visit(page, `/needs/${before.id}/edit?step=what`);
  const title = unique('改过标题');
  await page.getByLabel('标题').fill(title);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const after = await get(await as('admin'), `/api/needs/${before.id}`);
  const apart = new Set(['title', 'version', 'submittedAt', 'confirmedAt', 'state']);
  for (const field of Object.keys(before).filter((name) => !apart.has(name)))
    expect(after[field], field).toEqual(before[field]);
  expect(after.title).toBe(title);
});

test('times are written as people say them: every second week, some days off, another choice', async ({ page }) => {
  const { terms } = await get(await as('admin'), '/api/district');
  const term = terms.find(({ startsOn }: { startsOn: string }) => startsOn > day(0));
  const before = await submittedNeed({ periodFrom: term.startsOn, periodTo: term.endsOn });
  await enter(page, 'coordinator');
  await visit(page, `/needs/${before.id}/edit?step=when`);
  await page.getByRole('radio', { name: '按固定的时间重复' }).check();
  await page.getByLabel('哪些周').selectOption('双周');
  await page.getByRole('checkbox', { name: '周三' }).uncheck();
  await page.getByRole('button', { name: '下一步' }).click();
  await expect(page.getByRole('alert')).toContainText('请选择星期几');
  await page.getByRole('checkbox', { name: '周二' }).check();
  await page.getByRole('checkbox', { name: '周四' }).check();
  await page.getByLabel('开始', { exact: true }).fill('16:30');
  const counted = page.waitForResponse((answer) => answer.request().postData()?.includes('"to":"17:30"') ?? false);
  await page.getByLabel('结束', { exact: true }).fill('17:30');
  const count = (await (await counted).json())[0].days.length;
  await expect(page.getByText(`共 ${count} 次：`)).toBeVisible();
  await page.getByText('看每一次').click();
  const days = page.getByRole('group', { name: '哪天不上，就把哪天的勾去掉' }).getByRole('checkbox');
  await expect(days).toHaveCount(count);
  await days.nth(1).uncheck();
  await expect(page.getByText(`共 ${count - 1} 次：`)).toBeVisible();
  await expect(days).toHaveCount(count);
  await page.getByRole('button', { name: '还可以另选一种时间' }).click();
  await page.getByRole('region', { name: '可选时间 2' }).getByLabel('哪些周').selectOption('每月第一个');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(before.title);
  await expect(page.locator('.facts')).toContainText(/双周周二、周四 16:30（.+停）；或者 每月第一个周三 14:00/);
  const { alternatives } = await get(await as('admin'), `/api/needs/${before.id}`);
  expect(alternatives[0].weekly).toEqual([]);
  expect(alternatives[0].recurrences[0]).toMatch(
    /^DTSTART;TZID=Asia\/Shanghai:\d{8}T163000\nDURATION:PT60M\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=\d{8}T155959Z\nEXDATE;TZID=Asia\/Shanghai:\d{8}T163000$/,
  );
  expect(alternatives[1].recurrences[0]).toContain('RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=');
});

test('an offer from the resources menu is ordered for a need', async ({ page }) => {
  const offers = await get(await as('admin'), '/api/offers?state=listed&limit=1');
  const offer = offers.items[0];
  const need = await openNeed({ categoryId: offer.categoryId, form: offer.forms[0] });
  await enter(page, 'coordinator');
  await visit(page, `/resources/${offer.id}`);
  await page.getByRole('button', { name: '点单' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: need.title }).check();
  await dialog.getByRole('button', { name: '点单' }).click();
  // A rule in the way is named; the office's reason would be asked for. Otherwise it has been ordered.
  await expect(dialog.getByText(/已点单|违反了/)).toBeVisible();
});

test('somebody without a phone says yes to the coordinator', async ({ page }) => {
  const invitation = await openInvitation();
  await enter(page, 'coordinator');
  await visit(page, '/invitations');
  await page
    .getByRole('row', { name: new RegExp(invitation.title) })
    .getByRole('button', { name: '记录答复' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: '对方愿意去' }).click();
  await expect(page.getByText(/已记下/)).toBeVisible();
  const { state, answerChannel } = await get(await as('admin'), `/api/proposals/${invitation.id}`);
  expect([state, answerChannel]).toEqual(['accepted', 'phone']);
});
