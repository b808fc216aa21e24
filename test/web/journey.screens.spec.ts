import { expect, test } from '@playwright/test';
import { get, unique } from './fixtures';
import { as, enter, expectAccessible, visit, watch } from './support';

const HEADER = '学校,类别,需求,对象,形式,需要志愿者人数,时间,期限,所需专长,联系人';
const line = (school: string, title: string, seats: string, when: string): string =>
  `${school},传统文化·艺术,${title},小学三至五年级,系列课,${seats},${when},2027-03-01至2027-06-30,葫芦丝,王老师`;

test('a workbook goes from the file through the preview into the menu, and is undone', async ({ page }) => {
  test.setTimeout(120_000);
  const { faults } = watch(page);
  const title = `导入的葫芦丝课 ${Date.now() % 100_000}`;
  await enter(page, 'admin');
  await visit(page, '/imports');
  await page.getByLabel('把文件拖到这里').setInputFiles({
    name: '需求.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        HEADER,
        line('实验小学', title, '2', '每周二16:30-17:30'),
        line('没有这所学校', '书法课', '两三个吧', '每周八16:30'),
      ].join('\n'),
    ),
  });
  await expect(page.getByRole('heading', { level: 1, name: '需求.csv' })).toBeVisible();
  // Every bad cell is named, with what would be right.
  const bad = page.getByRole('row').filter({ hasText: 'F3' });
  await expect(bad).toContainText('两三个吧', { timeout: 30_000 });
  await expect(bad).toContainText('1到200的整数');
  await expect(page.getByRole('row').filter({ hasText: 'A3' })).toContainText('没有这所学校');
  await expectAccessible(page, 'the preview of an import');
  // What stays out has to be said before anything is written.
  await page.getByRole('button', { name: '确认，写进 1 条' }).click();
  await expect(page.getByRole('alert')).toContainText('请勾选');
  await page.getByRole('checkbox', { name: '1 行有问题的' }).check();
  await page.getByRole('button', { name: '确认，写进 1 条' }).click();
  await expect(page.getByText('已写进 1 条')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /^可以导入/ }).click();
  await page.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: '撤销这次导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click();
  await expect(page.getByText('这次导入已撤销')).toBeVisible();
  expect(faults).toEqual([]);
});

test('somebody without an account offers help; the office finds, verifies and prints them', async ({ page }) => {
  const name = `报名的老人${Date.now() % 100_000}`;
  await page.goto('/apply');
  // Large print until somebody has chosen otherwise.
  await expect(page.locator('html')).toHaveAttribute('data-elder', '1');
  await page.getByRole('button', { name: '报名' }).click();
  await expect(page.getByRole('alert')).toContainText('请填姓名');
  await page.getByRole('radio', { name: /东湖区/ }).check();
  await page.getByLabel('您的姓名').fill(name);
  await page.getByLabel('您的电话').fill('13911112222');
  await page.getByRole('radio', { name: '退休教师' }).check();
  await page.getByRole('checkbox', { name: /我同意/ }).check();
  await expectAccessible(page, 'the application');
  await page.getByRole('button', { name: '报名' }).click();
  await expect(page.getByText('报名收到了')).toBeVisible();

  await enter(page, 'admin');
  await visit(page, `/people?state=applied&search=${encodeURIComponent(name)}`);
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: '核实' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '核实' }).click();
  await expect(page.locator('.tag').first()).toHaveText('已核实');
  await page.getByRole('link', { name: '打印登记表' }).click();
  await expect(page.locator('.paper')).toContainText(name);
});

test('the office puts somebody forward with an offer, keeps them from a school, and lifts that', async ({ page }) => {
  const name = `登记的老师${Date.now() % 100_000}`;
  await enter(page, 'admin');
  await visit(page, '/people/new');
  await page.getByRole('button', { name: '登记' }).click();
  await expect(page.getByRole('alert')).toContainText('请填姓名');
  await page.getByLabel('姓名或名称').fill(name);
  await page.getByRole('button', { name: '登记' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('link', { name: '加一项资源' }).click();
  await page.getByLabel('名称').fill('口琴入门');
  await page.getByLabel('类别').selectOption({ index: 1 });
  await page.getByRole('checkbox', { name: '系列课' }).check();
  await page.getByRole('radio', { name: '有固定的时间' }).check();
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByRole('alert')).toContainText('请至少加一段时间');
  await page.getByRole('button', { name: '加一段时间' }).click();
  await page.getByRole('button', { name: '存为草稿' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '口琴入门' })).toBeVisible();

  await visit(page, '/exclusions/new');
  await page.getByLabel('哪位志愿者').fill(name);
  await page.getByRole('radio', { name }).click();
  await page.getByRole('combobox', { name: '学校' }).fill('xiaoxue');
  await page.getByRole('option', { name: /小学/ }).first().click();
  await page.getByRole('button', { name: '登记' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
  await expect(row).toHaveCount(0);
});

test('who is on record with the number is said by name, and another person is registered all the same', async ({
  page,
}) => {
  const name = `同名的老师${Date.now() % 100_000}`;
  await enter(page, 'admin');
  for (const typed of [name, `${name}（退休）`]) {
    await visit(page, '/people/new');
    await page.getByLabel('姓名或名称').fill(typed);
    await page.getByLabel('电话').first().fill('027-8765 4321');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    if (typed !== name) {
      await expect(page.getByRole('alert')).toContainText(`${name}（志-`);
      await page.getByRole('button', { name: '是另一个人，仍要登记' }).click();
    }
    await expect(page.getByRole('heading', { level: 1, name: typed, exact: true })).toBeVisible();
  }
  await expect(page.getByText('姓名、电话都相同')).toBeVisible();
});

test('an offer in odd weeks and on the second Wednesday of a month is written, read and changed', async ({ page }) => {
  const api = await as('admin');
  const { items } = await get(api, '/api/volunteers?state=active&limit=1');
  await enter(page, 'admin');
  await visit(page, `/resources/new?volunteer=${items[0].id}`);
  await page.getByLabel('名称').fill(unique('二胡入门'));
  await page.getByLabel('类别').selectOption({ index: 1 });
  await page.getByRole('checkbox', { name: '系列课' }).check();
  await page.getByRole('radio', { name: '有固定的时间' }).check();
  for (const weeks of ['单周', '每月第二个']) {
    await page.getByRole('button', { name: '加一段时间' }).click();
    const row = page.getByRole('group', { name: /^第 \d 段$/ }).last();
    await row.getByLabel('哪些周').selectOption(weeks);
    await row.getByLabel('星期').selectOption('周三');
  }
  await page.getByRole('button', { name: '存为草稿' }).click();
  const times = page.getByText('单周周三 14:00–17:00；每月第二个周三 14:00–17:00');
  await expect(times).toBeVisible();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const kept = (await get(api, `/api/offers/${id}`)).availability;
  expect(kept.weekly).toEqual([{ weekday: 3, from: '14:00', to: '17:00', weeks: 'odd' }]);
  expect(kept.recurrences).toEqual([expect.stringMatching(/^DTSTART.*T140000\nDURATION:PT180M\n.*BYDAY=2WE$/)]);

  await visit(page, `/resources/${id}/edit`);
  const rows = page.getByRole('group', { name: /^第 \d 段$/ });
  await expect(rows.nth(1).getByLabel('哪些周')).toHaveValue('2');
  await rows.nth(0).getByLabel('到').fill('16:00');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByText('单周周三 14:00–16:00；每月第二个周三 14:00–17:00', { exact: true })).toBeVisible();
  // What nobody has touched is sent as it came.
  expect((await get(api, `/api/offers/${id}`)).availability.recurrences).toEqual(kept.recurrences);
});

test('the rules of matching become a new version, and two are compared', async ({ page }) => {
  await enter(page, 'admin');
  await visit(page, '/policies/new');
  await page.getByRole('button', { name: /存为第/ }).click();
  await expect(page.getByRole('alert')).toContainText('没有改动');
  const walk = page.getByLabel('步行（公里/小时）');
  const before = await walk.inputValue();
  const after = before === '4.5' ? '4' : '4.5';
  await walk.fill(after);
  await page.getByLabel('专长', { exact: true }).fill('900');
  await page.getByRole('button', { name: /存为第/ }).click();
  await expect(page.getByRole('alert')).toContainText('超过了 1000');
  await page.getByLabel('专长', { exact: true }).fill('390');
  await page.getByRole('button', { name: /存为第/ }).click();
  const changed = page.getByRole('row').filter({ hasText: '步行' });
  await expect(changed).toContainText('不同');
  await expect(changed).toContainText(after);
  await expect(changed).toContainText(before);
});

test('a skill is added, renamed and merged; its old names stay', async ({ page }) => {
  const name = `口琴${Date.now() % 100_000}`;
  await enter(page, 'admin');
  await visit(page, '/taxonomy?search=葫芦丝');
  await page.getByRole('button', { name: /^加专长/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称', { exact: true }).fill('葫芦丝');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('alert')).toContainText('已经有了，请换一个');
  await dialog.getByLabel('名称', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await visit(page, `/taxonomy?search=${name}`);
  await page.getByRole('button', { name: new RegExp(`^并入\\s*${name}`) }).click();
  await dialog.getByRole('combobox', { name: '并入哪一项' }).fill('葫芦丝');
  await page
    .getByRole('option', { name: /葫芦丝/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: '并入', exact: true }).click();
  await expect(page.getByText(new RegExp(`也叫：.*${name}`))).toBeVisible();
});

test('a programme is added and presets a need at once; a category keeps its old name', async ({ page }) => {
  const stamp = String(Date.now() % 100_000);
  await enter(page, 'admin');
  await visit(page, '/taxonomy');
  await page.getByRole('button', { name: '加载体' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称', { exact: true }).fill(`家长课堂${stamp}`);
  await dialog.getByLabel('形式').selectOption('lecture');
  await dialog.getByLabel('为谁').selectOption('parents');
  await dialog.getByLabel('需要几位志愿者').fill('2');
  await dialog.getByLabel('至少几位才能进行').fill('3');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('alert')).toContainText('不能超过');
  await dialog.getByLabel('至少几位才能进行').fill('2');
  await dialog.getByLabel('不收任何费用').check();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: '加类别' }).click();
  await dialog.getByLabel('名称', { exact: true }).fill(`旧名${stamp}`);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await visit(page, `/taxonomy?search=旧名${stamp}`);
  await page.getByRole('button', { name: /^改类别名称/ }).click();
  await dialog.getByLabel('名称', { exact: true }).fill(`新名${stamp}`);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`也叫：旧名${stamp}`)).toBeVisible();

  await visit(page, '/needs/new');
  await page.getByLabel(`家长课堂${stamp}`).check();
  await expect(page.getByText('不收任何费用')).toBeVisible();
});

test('a programme of fixed days begins with a day, which goes with it', async ({ page }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs/new');
  const next = page.getByRole('button', { name: '下一步' });
  await page.getByLabel('X 进校园').check();
  await next.click();
  await page.getByLabel('标题').fill('航天科普进校园');
  await page.getByLabel('类别').selectOption({ index: 1 });
  for (let step = 3; step <= 5; step++) {
    await next.click();
    await expect(page.getByText(`第 ${step} 步`)).toBeVisible();
  }
  await expect(page.getByLabel('固定的日期')).toBeChecked();
  await expect(page.getByRole('group', { name: '日期' })).toHaveCount(1);
  for (let step = 4; step >= 1; step--) await page.getByRole('button', { name: '返回' }).click();
  await page.getByLabel('谈心屋').check();
  for (let step = 2; step <= 5; step++) await next.click();
  await expect(page.getByLabel('按固定的时间重复')).toBeChecked();
  await expect(page.getByRole('group', { name: '日期' })).toHaveCount(0);
});

test('pictures of the dashboard have their tables; the team adds up', async ({ page }) => {
  await enter(page, 'auditor');
  await visit(page, '/dashboard');
  const fill = page.getByRole('region', { name: /需求满足率/ });
  const says = (await fill.locator('p').first().textContent())!;
  await fill.getByText('看表格').click();
  const seats = await fill.getByRole('row').locator('td:nth-child(3) .cell').allTextContents();
  const sum = seats.reduce((total, text) => total + Number(text.replace(/\D/g, '')), 0);
  expect(says.replace(/,/g, '')).toContain(`${sum} 个名额`);
  await page.getByLabel('时间段').selectOption({ index: 1 });
  await expect(page).toHaveURL(/from=/);
  await page.getByRole('link', { name: '人员与查询' }).first().click();
  await page.getByRole('link', { name: '队伍统计' }).click();
  const charts = page.locator('.panel-chart > p');
  await expect(charts).toHaveCount(4); // they come when the numbers have
  const totals = await charts.allTextContents();
  expect(new Set(totals).size).toBe(1);
});

test('filters of a menu count, stay in the address and go with the export', async ({ page }) => {
  await enter(page, 'admin');
  await visit(page, '/needs?weekday=3');
  await expect(page.getByLabel('星期')).toHaveValue('3');
  const state = page.getByLabel('状态');
  await expect(state.locator('option', { hasText: '在菜单上' })).toHaveText(/（\d+）/);
  await state.selectOption('open');
  await expect(page).toHaveURL(/state=open/);
  const href = (await page.getByRole('link', { name: '导出 Excel' }).getAttribute('href'))!;
  expect(href).toContain('weekday=3');
  const csv = await (await page.request.get(href.replace('.xlsx', '.csv'))).text();
  const codes = new Set(csv.match(/需-\d{4}-\d+/g));
  expect(codes.size).toBeGreaterThan(0);
  await expect(page.locator('.lead')).toContainText(`有 ${codes.size} 条`);
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect(page).not.toHaveURL(/weekday/);
});

test('pages of others refuse', async ({ page }) => {
  for (const [login, path] of [
    ['coordinator', '/dashboard'],
    ['coordinator', '/operations'],
    ['volunteer', '/policies'],
  ] as const) {
    await enter(page, login);
    await page.goto(path);
    await expect(page.getByRole('alert').first(), `${login} ${path}`).toBeVisible();
  }
});
