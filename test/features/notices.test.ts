import { NOTICE_EVENTS } from '../../src/notices/events';
import type { NoticeDto } from '../../src/notices/notices.dto';
import { notify } from '../../src/notices/notices';
import { systemCtx } from '../../src/platform/actor';
import { newId } from '../../src/platform/ids';
import { sentence } from '../../src/platform/locales/locales';
import { createTestApp, TestApp } from '../support/app';
import { okay } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const list = async (persona: Parameters<World['as']>[0], query = '', locale = 'zh-CN') =>
  okay(
    await world
      .as(persona)
      .get<{ items: NoticeDto[]; nextCursor: string | null }>(`/api/notices${query}`, { 'accept-language': locale }),
  );
const tell = (dedupe: string, more: object = {}, ctx = systemCtx(world.district, 'test')) =>
  house.database.change(ctx, (tx) =>
    notify(tx, ctx, house.clock.now(), {
      event: 'engagement_ended',
      params: { need: '围棋' },
      schoolId: world.schools.first,
      volunteerId: world.volunteers.zhao,
      link: '/x',
      dedupe,
      ...more,
    }),
  );

it.each(NOTICE_EVENTS)('%s has its sentence in both languages, with the same parameters', (event) => {
  const [zh, en] = (['zh-CN', 'en'] as const).map((locale) => sentence(locale, `notices.${event}`));
  expect(zh).not.toBe(`notices.${event}`);
  expect(en).not.toBe(`notices.${event}`);
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  expect(names(zh)).toEqual(names(en));
});

it('go to the school and the volunteer, once for one event, and not to whoever caused it', async () => {
  expect(await tell('one')).toBe(2);
  expect(await tell('one')).toBe(0);
  expect(
    await tell(
      'two',
      {},
      {
        ...systemCtx(world.district, 'test'),
        actor: { accountId: world.accounts.coordinator, districtId: world.district, grants: [] },
      },
    ),
  ).toBe(1);
  expect(await tell('three', { accountIds: [world.accounts.coordinator, null] })).toBe(2);
  const racing = await Promise.all(Array.from({ length: 6 }, () => tell('race')));
  expect(racing.reduce((sum, written) => sum + written, 0)).toBe(2);
  expect((await list('otherCoordinator')).items).toEqual([]);
  expect((await list('outsider')).items).toEqual([]);
});

it('never leave the district, whatever ids are named', async () => {
  expect(
    await tell('abroad', {
      schoolId: world.schools.foreign,
      volunteerId: world.volunteers.foreign,
      accountIds: [world.accounts.outsider, newId()],
    }),
  ).toBe(0);
});

it('speak the reader’s language, stay read once read, and are one’s own', async () => {
  await tell('mine');
  const [first] = (await list('volunteer', '', 'en')).items;
  expect(first.sentence).toBe('The service for “围棋” has ended early.');
  expect((await list('volunteer')).items[0].sentence).toBe('“围棋”的服务已提前结束。');
  expect((await world.as('coordinator').post(`/api/notices/${first.id}/read`)).status).toBe(404);
  expect((await world.as('outsider').post(`/api/notices/${first.id}/read`)).status).toBe(404);
  expect((await world.stranger().get('/api/notices')).status).toBe(401);
  expect((await world.as('volunteer').post(`/api/notices/${first.id}/read`)).status).toBe(204);
  const readAt = (await list('volunteer')).items.find(({ id }) => id === first.id)!.readAt;
  expect(readAt).not.toBeNull();
  house.clock.advance({ minutes: 5 });
  expect((await world.as('volunteer').post(`/api/notices/${first.id}/read`)).status).toBe(204);
  expect((await list('volunteer')).items.find(({ id }) => id === first.id)!.readAt).toBe(readAt);
  expect((await list('volunteer', '?unread=true')).items.map(({ id }) => id)).not.toContain(first.id);
});

it('come in pages, each once', async () => {
  for (let i = 0; i < 5; i++) {
    await tell(`page ${i}`);
    if (i % 2) house.clock.advance({ minutes: 1 });
  }
  const all = (await list('volunteer', '?limit=200')).items.map(({ id }) => id);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: NoticeDto[]; nextCursor: string | null } = await list(
      'volunteer',
      `?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(all);
});
