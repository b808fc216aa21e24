import { expect, test, type Locator, type Page } from '@playwright/test';
import { get } from './fixtures';
import { as, enter, visit } from './support';

/** What must hold of every form: nothing typed is lost, and a refusal leads to its field. */

interface Form {
  name: string;
  /** Opens the form, and answers the place its fields stand in. */
  open: (page: Page) => Promise<Locator>;
}

/** A form in a dialog, behind the button of that name in a place. */
const dialog =
  (address: string, button: RegExp | string, place = 'main') =>
  async (page: Page): Promise<Locator> => {
    await visit(page, address);
    await page.locator(place).first().getByRole('button', { name: button }).first().click();
    return page.getByRole('dialog');
  };

const change = /^修改/;
const FORMS: Form[] = [
  { name: 'a term', open: dialog('/district', change, 'section[aria-labelledby=terms]') },
  { name: 'a holiday', open: dialog('/district', change, 'section[aria-labelledby=holidays]') },
  { name: 'a school', open: dialog('/district/schools', change, 'section[aria-labelledby=schools]') },
  { name: 'an area', open: dialog('/district/schools', change, 'section[aria-labelledby=areas]') },
  ...['timetable', 'parts', 'lengths', 'habits', 'hours', 'name'].map((group) => ({
    name: `settings: ${group}`,
    open: dialog('/district/settings', change, `section[aria-labelledby=agreed-${group}]`),
  })),
  { name: 'a round', open: dialog('/rounds', '开始新一轮') },
  { name: 'a category', open: dialog('/taxonomy', change) },
  { name: 'a programme', open: dialog('/taxonomy', change, 'section[aria-labelledby=programmes]') },
  { name: 'the rules', open: pageOf('/policies/new') },
  { name: 'a person', open: pageOf('people') },
  { name: 'an offer', open: pageOf('offers') },
];

/** A form that is a page; for `people` and `offers` that of the first row. */
function pageOf(address: string) {
  return async (page: Page): Promise<Locator> => {
    if (!address.startsWith('/')) {
      const [path, at] =
        address === 'people' ? ['/api/volunteers?state=active', 'people'] : ['/api/offers?state=listed', 'resources'];
      const { items } = await get(await as('admin'), `${path}&limit=1`);
      await visit(page, `/${at}/${items[0].id}/edit`);
    } else await visit(page, address);
    return page.locator('main');
  };
}

/** The pointers of everything that is sent, to the last part. */
const pointersOf = (value: unknown, at = ''): string[] =>
  value !== null && typeof value === 'object' && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, part]) => pointersOf(part, `${at}/${key}`))
    : [at];

/** What the API takes and the form has no field for stays as it is on record, and can be refused only by a fault of ours. */
const NO_FIELD = /^\/(version|dryRun|availability\/(anyTime|holidays)|draft|scope)|^$/;

/** What was typed is there after the page was loaded anew, and can be dropped. Answers the form, as it is on record again. */
async function expectKept(page: Page, { name, open }: Form): Promise<Locator> {
  let form = await open(page);
  const field = (): Locator =>
    form.locator('form input:is(:not([type]), [type=text], [type=time]):not([role=combobox], [readonly])').first();
  if (name === 'a round') {
    await form.getByLabel('最多用多久').selectOption('60');
    await page.reload();
    form = await open(page);
    await expect(form.getByLabel('最多用多久')).toHaveValue('60');
    await form.getByRole('button', { name: '放弃我写的' }).click();
    await expect(form.getByLabel('最多用多久')).toHaveValue('10');
    return form;
  }
  const before = await field().inputValue();
  const typed = /^\d\d:/.test(before) ? '07:07' : /^\d+$/.test(before) ? `${Number(before) + 1}` : `${before}改`;
  await field().fill(typed);
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toContain(typed);
  await page.reload();
  form = await open(page);
  await expect(form.getByText('上次写的还没有保存')).toBeVisible();
  await expect(field()).toHaveValue(typed);
  await form.getByRole('button', { name: '放弃我写的' }).click();
  await expect(field()).toHaveValue(before);
  return form;
}

/** Whatever the server refuses is said at a field of the form. */
async function expectRefusalsAtFields(page: Page, { name }: Form, form: Locator): Promise<void> {
  if (name === 'the rules') {
    const first = form.locator('form input').first();
    await first.fill(`${Number(await first.inputValue()) + 1}`);
  }
  let pointers: string[] = [];
  await page.route('**/api/**', (route) => {
    const request = route.request();
    if (!['POST', 'PUT', 'PATCH'].includes(request.method())) return route.continue();
    pointers = pointersOf(request.postDataJSON()).filter((pointer) => !NO_FIELD.test(pointer));
    return route.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: {
        code: 'invalid',
        status: 422,
        errors: pointers.map((pointer) => ({ pointer, code: 'max', params: { most: 7 } })),
      },
    });
  });
  await form.locator('form button[type=submit]').last().click();
  const summary = form.getByRole('alert');
  await expect(summary).toContainText('不能大于 7');
  expect(pointers.length).toBeGreaterThan(0);
  // A line that is no link names a pointer for which the form has no field.
  await expect(summary.locator('li:not(:has(a))')).toHaveText([]);
  const targets = await summary
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')!.slice(1)));
  for (const id of targets) await expect(form.locator(`[id="${id}"]`), id).toBeVisible();
  await summary.getByRole('link').last().click();
  await expect(form.locator(`[id="${targets.at(-1)}"]`)).toBeFocused();
}

for (const one of FORMS)
  test(`${one.name}: what was typed is kept and can be dropped; whatever the server refuses is said at a field`, async ({
    page,
  }) => {
    await enter(page, 'admin');
    const form = await test.step('what was typed', () => expectKept(page, one));
    await test.step('what is refused', () => expectRefusalsAtFields(page, one, form));
  });
