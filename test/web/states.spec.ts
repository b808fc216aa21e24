import { expect, test, type Page } from '@playwright/test';
import { get, pick, post, submittedNeed, unique, VOLUNTEER } from './fixtures';
import { as, enter, expectAccessible, PASSWORD, visit } from './support';

/** The states people meet, each on a real page. */

test('loading is said, and a slow network shows what is there', async ({ page }) => {
  await enter(page, 'coordinator');
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/needs?**', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/needs');
  await expect(page.getByRole('heading', { level: 1, name: '需求菜单' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '正在载入' }).first()).toBeAttached();
  await expect(page.getByLabel(/查找/)).toBeEnabled();
  answer();
  await expect(page.locator('.menu-line').first()).toBeVisible();
});

test('nothing found says what to do', async ({ page }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs?search=' + encodeURIComponent('没有这样的需求'));
  await expect(page.getByText('没有符合条件的需求')).toBeVisible();
  await expect(page.getByLabel(/查找/)).toHaveValue('没有这样的需求');
});

test('offline for a while: nothing typed is lost, and sending works afterwards', async ({ page, context }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs/new?step=contact');
  const contact = unique('刘老师');
  const start = await draft(page);
  await context.setOffline(true);
  await expect(page.getByText('网络断开了')).toBeVisible();
  await page.getByLabel('联系人和电话').fill(contact);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '先存为草稿' }).click();
  await expect(page.getByRole('alert')).toContainText(/连不上服务器|请先改正/, { timeout: 20_000 });
  await context.setOffline(false);
  await expect(page.getByText('网络断开了')).toBeHidden();
  await page.reload();
  await visit(page, '/needs/new?step=contact');
  await expect(page.getByLabel('联系人和电话')).toHaveValue(contact);
  expect(start).not.toContain(contact);
});

/** What this window keeps. */
const draft = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...sessionStorage }));

test('the network goes while a finished need is sent: it is sent once, when it is back', async ({ page, context }) => {
  await enter(page, 'coordinator');
  const title = unique('断网时提交的讲座');
  await visit(page, '/needs/new?step=what');
  await page.getByLabel('标题').fill(title);
  await page.getByLabel('类别').selectOption({ index: 1 });
  for (const [i, name] of ['为谁', '什么形式', '什么时候', '在哪里', '联系谁', '提交前'].entries()) {
    await page.getByRole('button', { name: '下一步' }).click();
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible();
    if (i === 1) await page.getByRole('radio', { name: '讲座' }).check();
  }
  await context.setOffline(true);
  await page.getByRole('button', { name: '提交需求' }).click();
  await expect(page.getByRole('alert')).toContainText('连不上服务器', { timeout: 20_000 });
  await expect(page.locator('.check-list')).toContainText(title);
  await context.setOffline(false);
  await page.getByRole('button', { name: '提交需求' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const { items } = await get(await as('admin'), `/api/needs?search=${encodeURIComponent(title)}&limit=5`);
  expect(items).toHaveLength(1);
});

test('a session that ended: one signs in on the spot, and what was typed is sent', async ({ page }) => {
  const need = await submittedNeed();
  await enter(page, 'admin');
  await visit(page, `/needs/${need.id}`);
  await page.getByRole('button', { name: '退回', exact: true }).click();
  await page.getByLabel('退回的原因').fill('请写明时间');
  await page.context().clearCookies();
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  const again = page.getByRole('dialog', { name: '请重新登录' });
  await again.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/needs/${need.id}`));
  await expect(page.getByLabel('退回的原因')).toHaveValue('请写明时间');
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  await expect(page.locator('.tag').first()).toHaveText('已退回');
});

test('a session that ended and a closed page: the draft is there after signing in', async ({ page }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs/new?step=what');
  await page.getByLabel('标题').fill('写到一半的需求');
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel('账号').fill('coordinator');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/step=what/);
  await expect(page.getByLabel('标题')).toHaveValue('写到一半的需求');
  // It is said that it was found, and it can be dropped.
  await expect(page.getByText('上次写的还没有保存')).toBeVisible();
  await page.getByRole('button', { name: '放弃我写的' }).click();
  await expect(page.getByLabel('标题')).toHaveValue('');
  await page.reload();
  await expect(page.getByLabel('标题')).toHaveValue('');
  await expect(page.getByText('上次写的还没有保存')).toHaveCount(0);
});

test('who signs out on purpose leaves no draft behind', async ({ page }) => {
  await enter(page, 'coordinator');
  // A sign-in of its own: it ends here.
  expect((await page.request.post('/api/sign-in', { data: { login: 'coordinator', password: PASSWORD } })).ok()).toBe(
    true,
  );
  await visit(page, '/needs/new?step=what');
  await page.getByLabel('标题').fill('不留给下一个人的标题');
  await expect.poll(() => draft(page)).toContain('不留给下一个人的标题');
  await visit(page, '/account');
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page.getByLabel('账号')).toBeVisible();
  expect(await draft(page)).not.toContain('不留给下一个人的标题');
});

test('somebody else changed the need one is editing: both changes come together', async ({ page }) => {
  const need = await submittedNeed({ description: '原来的说明' });
  await enter(page, 'coordinator');
  await visit(page, `/needs/${need.id}/edit?step=what`);
  const mine = unique('我改的标题');
  await page.getByLabel('标题').fill(mine);
  // The office changes another field meanwhile.
  const office = await as('admin');
  const put = await office.put(`/api/needs/${need.id}`, {
    data: { ...pick(need, NEED), description: '办公室补充的说明' },
  });
  expect(put.status(), await put.text()).toBe(200);
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByRole('alert')).toContainText('办公室补充的说明');
  await expect(page.getByRole('alert')).toContainText('原来的说明');
  await page.getByRole('button', { name: '保留我的修改，接着办' }).click();
  await page.getByRole('button', { name: '保存修改' }).click();
  await expect(page.getByRole('heading', { level: 1, name: mine })).toBeVisible();
  const after = await get(office, `/api/needs/${need.id}`);
  expect([after.title, after.description]).toEqual([mine, '办公室补充的说明']);
});

const NEED =
  'version title description categoryId programmeId audience grades headCount form seats minimum alternatives weeklyMinutes periodFrom periodTo placeKind placeName minors oneToOne under14 guardianConsentOn careGroups urgent quantity wishedOfferId contact answerBy notes';

test('a page that is not for this account says so, with a way on', async ({ page }) => {
  await enter(page, 'volunteer');
  await visit(page, '/rounds');
  await expect(page.getByRole('alert')).toContainText('您的账号不能办理这件事');
  await expect(page.getByRole('alert')).toContainText('not_allowed');
  await page.getByRole('link', { name: '待办' }).first().click();
  await expect(page).toHaveURL(/\/$/);
});

test('an error names a code and a number to tell the office; trying again works', async ({ page }) => {
  await enter(page, 'admin');
  await page.goto('/needs/01a00000-0000-7000-8000-000000000000');
  await expect(page.getByRole('alert')).toContainText('not_found');
  let broken = true;
  await page.route('**/api/needs?**', (route) =>
    broken
      ? route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 500, code: 'internal', title: '', requestId: '01a-test' }),
        })
      : route.continue(),
  );
  await page.goto('/needs');
  await expect(page.getByRole('alert')).toContainText('internal · 01a-test');
  broken = false;
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect(page.locator('.menu-line').first()).toBeVisible();
});

test('progress of a round survives a broken stream', async ({ page }) => {
  await enter(page, 'admin');
  await page.route('**/api/rounds/*/events', (route) => route.abort());
  const { id } = await post(await as('admin'), '/api/rounds', { seconds: 2, draft: true });
  await visit(page, `/rounds/${id}`);
  await expect(page.getByText('名额已配').first()).toBeVisible({ timeout: 60_000 });
});

test('a reason half written is there again after the page was loaded anew', async ({ page }) => {
  const need = await submittedNeed();
  await enter(page, 'admin');
  await visit(page, `/needs/${need.id}`);
  const sendBack = page.getByRole('button', { name: '退回', exact: true });
  await sendBack.click();
  await page.getByLabel('退回的原因').fill('请写明在哪个');
  await page.reload();
  await sendBack.click();
  await expect(page.getByLabel('退回的原因')).toHaveValue('请写明在哪个');
  await page.getByLabel('退回的原因').fill('请写明在哪个教室');
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
  await expect(page.locator('.tag').first()).toHaveText('已退回');
  expect(await draft(page)).not.toContain('教室');
});

test('the own profile: what was typed outlives the page, and what the office changed meanwhile is kept', async ({
  page,
}) => {
  await enter(page, 'volunteer');
  await visit(page, '/profile');
  await page.getByRole('button', { name: '修改', exact: true }).click();
  const phone = `1390000${String(Date.now() % 10_000).padStart(4, '0')}`;
  await page.getByLabel('电话', { exact: true }).fill(phone);
  const office = await as('admin');
  const { items } = await get(await as('volunteer'), '/api/volunteers?limit=1');
  const person = items[0];
  const put = await office.put(`/api/volunteers/${person.id}`, {
    data: { ...pick(person, VOLUNTEER), phone: '13911110000', monthlyMinutes: 660 },
  });
  expect(put.status(), await put.text()).toBe(200);
  await page.reload();
  // The field both changed is named; the other one is as the office has it.
  await expect(page.getByRole('alert')).toContainText('电话');
  await expect(page.getByRole('alert')).not.toContainText('小时');
  await expect(page.getByLabel('电话', { exact: true })).toHaveValue(phone);
  await page.getByRole('button', { name: '保存' }).first().click();
  await expect(page.getByText(phone)).toBeVisible();
  const after = await get(office, `/api/volunteers/${person.id}`);
  expect([after.phone, after.monthlyMinutes]).toEqual([phone, 660]);
  await page.reload();
  await expect(page.getByRole('button', { name: '修改', exact: true })).toBeVisible();
});

test('an offer half written outlives the page and can be dropped; changing one keeps what others did', async ({
  page,
}) => {
  const office = await as('admin');
  const { items } = await get(office, '/api/offers?state=listed&limit=1');
  const offer = items[0];
  await enter(page, 'admin');
  await visit(page, '/resources/new');
  await page.getByLabel('名称').fill('写到一半的资源');
  await page.getByRole('checkbox', { name: '系列课' }).check();
  await page.reload();
  await expect(page.getByText('上次写的还没有保存')).toBeVisible();
  await expect(page.getByLabel('名称')).toHaveValue('写到一半的资源');
  await expect(page.getByRole('checkbox', { name: '系列课' })).toBeChecked();
  await expectAccessible(page, 'a form with a draft found');
  await page.getByRole('button', { name: '放弃我写的' }).click();
  await expect(page.getByLabel('名称')).toHaveValue('');
  await page.reload();
  await expect(page.getByLabel('名称')).toHaveValue('');

  await visit(page, `/resources/${offer.id}/edit`);
  const title = unique(offer.title.split(' ')[0]);
  await page.getByLabel('名称').fill(title);
  const needs = unique('要一块黑板');
  const put = await office.put(`/api/offers/${offer.id}`, {
    data: { ...pick(offer, OFFER), siteNeeds: needs, travelLimitMetres: 7000 },
  });
  expect(put.status(), await put.text()).toBe(200);
  await page.reload();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const after = await get(office, `/api/offers/${offer.id}`);
  expect([after.title, after.siteNeeds, after.travelLimitMetres]).toEqual([title, needs, 7000]);
});

test('what the server refuses in an offer is said at the field the form has for it', async ({ page }) => {
  const office = await as('admin');
  const { items } = await get(office, '/api/offers?state=listed&limit=1');
  await enter(page, 'admin');
  await visit(page, `/resources/${items[0].id}/edit`);
  const errors = [
    { pointer: '/sessionMinutes', code: 'out_of_range' },
    { pointer: '/availability/daysOff/0/from', code: 'not_a_date' },
  ];
  await page.route('**/api/offers/*', (route) =>
    route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: { code: 'invalid', status: 422, errors },
    }),
  );
  await page.getByRole('button', { name: '保存', exact: true }).click();
  const summary = page.getByRole('alert').filter({ has: page.getByRole('link') });
  await expect(summary.getByRole('link')).toHaveCount(2);
  await summary.getByRole('link').first().click();
  await expect(page.locator('[name="minutes"]')).toBeFocused();
  await expect(page.locator('[name="minutes"]')).toHaveAttribute('aria-invalid', 'true');
});

test('somebody half registered is there after the session ended and one signed in again', async ({ page }) => {
  await enter(page, 'admin');
  await visit(page, '/people/new');
  await page.getByLabel('姓名或名称').fill('写到一半的老师');
  await page.getByRole('radio', { name: '步行' }).check();
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('姓名或名称')).toHaveValue('写到一半的老师');
  await expect(page.getByRole('radio', { name: '步行' })).toBeChecked();
});

const OFFER =
  'version title description categoryId programmeId forms grades sessionMinutes availability onsite online maxConcurrent monthlyMinutes travelLimitMetres stock siteNeeds notes';

test('somebody else who signs in where a session ended sees nothing of what was written there', async ({ page }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs/new?step=what');
  await page.getByLabel('标题').fill('别人不该看见的标题');
  await expect.poll(() => draft(page)).toContain('别人不该看见的标题');
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel('账号').fill('admin');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '需要什么？' })).toBeVisible();
  await expect(page.getByLabel('标题')).toHaveValue('');
});

test('another account on the spot, or in another window, begins anew', async ({ page, context }) => {
  await enter(page, 'coordinator');
  await visit(page, '/needs/new?step=what');
  await page.getByLabel('标题').fill('别人不该看见的标题');
  await context.clearCookies();
  await page.getByRole('link', { name: '需求菜单' }).first().click();
  const again = page.getByRole('dialog');
  await again.getByLabel('账号').fill('admin');
  await again.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.locator('.who')).toHaveText('陈老师');
  await expect(page).toHaveURL(/\/$/);
  await visit(page, '/needs/new?step=what');
  await expect(page.getByLabel('标题')).toHaveValue('');
  // A second window of the same browser signs in as somebody else.
  const other = await context.newPage();
  await context.clearCookies();
  await other.goto('/');
  await other.getByLabel('账号').fill('auditor');
  await other.getByLabel('密码').fill(PASSWORD);
  await other.keyboard.press('Enter');
  await expect(other.locator('.who')).toBeVisible();
  await expect(page.locator('.who')).toHaveText((await other.locator('.who').textContent())!);
});

test('a form half filled in a dialog and the form to register are there again, and can be dropped', async ({
  page,
}) => {
  await enter(page, 'admin');
  const { items } = await get(await as('admin'), '/api/volunteers?state=active&limit=1');
  await visit(page, `/people/${items[0].id}`);
  await page.getByRole('button', { name: '登记入职查询' }).click();
  await page.getByLabel('查询编号').fill('查-2026-77');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('button', { name: '登记入职查询' }).click();
  await expect(page.getByLabel('查询编号')).toHaveValue('查-2026-77');
  await page.getByRole('dialog').getByRole('button', { name: '放弃我写的' }).click();
  await expect(page.getByLabel('查询编号')).toHaveValue('');
  await page.context().clearCookies();
  await visit(page, '/apply');
  await page.getByLabel('姓名').fill('刚写了名字');
  await expect.poll(() => draft(page)).toContain('刚写了名字');
  await page.reload();
  await expect(page.getByText('上次写的还没有保存')).toBeVisible();
  await expect(page.getByLabel('姓名')).toHaveValue('刚写了名字');
});
