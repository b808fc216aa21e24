/** What has changed between the preview of an import, its confirmation and its writing: a closed school, a programme out of use, merged words. */
import { DiscoveryService } from '@nestjs/core';
import { writeImport } from '../../src/imports/imports.jobs';
import type { ImportDto } from '../../src/imports/imports.dto';
import type { NeedDto } from '../../src/needs/needs.dto';
import { definitions } from '../../src/platform/jobs/job';
import { enqueue } from '../../src/platform/jobs/outbox';
import { buildRegistry } from '../../src/platform/jobs/registry';
import { Runner } from '../../src/platform/jobs/runner';
import { LOGGER } from '../../src/platform/log/log.module';
import { eventually } from '../jobs/eventually';
import { createTestApp, START, TestApp } from '../support/app';
import { csv, preview, rowsOf, settled, write } from '../support/imports';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;

jest.setTimeout(60_000);
beforeEach(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterEach(() => house?.close());

const sql = (text: string, params: unknown[] = []) => house.database.reader.query(text, params);
const NEEDS = csv(
  ['学校', '载体', '类别', '需求', '对象', '形式', '时间', '期限', '所需专长'],
  ['第二小学', '', '传统文化·艺术', '葫芦丝课', '三年级', '社团课', '每周二16:30-17:30', '本学期', '葫芦丝'],
  ['滨江初中', '爱心结对', '结对帮扶', '结对谈心', '初一', '一对一', '每周三12:00-12:40', '本学期', '谈心陪伴'],
);
const OFFERS = csv(
  ['姓名', '电话', '五老类别', '载体', '类别', '资源', '形式', '专长', '时间'],
  ['刘国栋', '13700001111', '老教师', '爱心结对', '结对帮扶', '结对谈心', '一对一', '谈心陪伴', '周三'],
  ['刘国栋', '13700001111', '老教师', '', '传统文化·艺术', '葫芦丝入门', '讲座', '葫芦丝', '周二'],
);
const close = () => sql(`UPDATE school SET closed_on = '2026-09-07' WHERE id = $1`, [world.schools.second]);
const retire = () => sql('UPDATE programme SET retired_at = now() WHERE id = $1', [world.programmes.caringPair]);
const faultsOf = async (id: string) =>
  (await rowsOf(world, id, 'admin')).map(({ state, faults }) => [
    state,
    ...faults.map(({ cell, code, value }) => `${cell} ${code} ${value}`),
  ]);
const titles = async () =>
  (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?limit=200')).body.items.map(({ title }) => title);

it('a confirmation is refused with the cells of what has closed or gone out of use, and the rest can be confirmed', async () => {
  const seen = await preview(world, 'needs', NEEDS, 'admin');
  await close();
  await retire();
  const refused = await world.as('admin').post(`/api/imports/${seen.id}/confirm`, { version: seen.version });
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'import_outdated',
      params: { count: 2 },
      errors: [
        { pointer: 'Sheet1!A3', code: 'school_closed', params: { value: '滨江初中' } },
        { pointer: 'Sheet1!B3', code: 'programme_retired', params: { value: '爱心结对' } },
      ],
    },
  });
  expect(await titles()).toEqual([]);
  const { body: now } = await world.as('admin').get<ImportDto>(`/api/imports/${seen.id}`);
  expect(now).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, faulty: 1, written: 0 },
    error: { code: 'outdated' },
  });
  expect(await faultsOf(seen.id)).toEqual([
    ['accepted'],
    ['faulty', 'Sheet1!A3 school_closed 滨江初中', 'Sheet1!B3 programme_retired 爱心结对'],
  ]);
  expect(await write(world, now, 'admin', { skipFaulty: true })).toMatchObject({ state: 'written', error: null });
  expect(await titles()).toEqual(['葫芦丝课']);
});

/** Confirmed, and not yet taken up by the worker. */
async function confirmedOnly(menu: string, file: Buffer, by: 'admin' | 'coordinator' = 'admin'): Promise<ImportDto> {
  const seen = await preview(world, menu, file, by);
  await sql(`UPDATE import_run SET state = 'confirmed', confirmed_by = $2, confirmed_at = now() WHERE id = $1`, [
    seen.id,
    world.accounts[by],
  ]);
  return seen;
}
/** Hands the writing to the worker. */
const deliver = async (id: string): Promise<string> =>
  house.database.transaction(async (tx) => {
    const actor = { accountId: world.accounts.admin, districtId: world.district, grants: [] };
    return enqueue(tx, { actor, requestId: 'test' }, writeImport, { importId: id }, START);
  });
/** The same delivery once more, as to another worker. */
async function deliverAgain(outboxId: string): Promise<string> {
  const registry = buildRegistry(definitions(), house.app.get(DiscoveryService).getProviders());
  const runner = new Runner(registry, house.database, house.clock, house.app.get(LOGGER));
  const [{ generation, attempts: attempt }] = await sql('SELECT generation, attempts FROM outbox WHERE id = $1', [
    outboxId,
  ]);
  return runner.deliver({ outboxId, generation, attempt }, new AbortController().signal);
}
/** What is in the menu and in the trail of it. */
const written = async () =>
  (
    await sql(
      `SELECT (SELECT count(*)::int FROM need) AS needs, (SELECT count(*)::int FROM audit_event WHERE action = 'need.import') AS told,
              (SELECT count(*)::int FROM audit_event WHERE action = 'import.write') AS written`,
    )
  )[0];
/** Until so many connections of this database wait for a lock of another. */
const waiting = (many: number) =>
  eventually(async () => {
    const found = await sql(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return found.length >= many;
  }, 30);

it('a school that closes after the confirmation keeps all of it out, and the preview says which cell', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  await close();
  await deliver(seen.id);
  const after = await settled(world, seen.id, 'admin');
  expect(after).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, faulty: 1, written: 0 },
    error: { code: 'outdated', params: { count: 1 }, sentence: expect.stringContaining('没有写入任何内容') },
  });
  expect(await titles()).toEqual([]);
  expect(await faultsOf(seen.id)).toEqual([['accepted'], ['faulty', 'Sheet1!A3 school_closed 滨江初中']]);
});

it('a school that is being closed keeps the writing waiting, and then keeps all of it out', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  await house.database.transaction(async (tx) => {
    await tx.query('SELECT FROM school WHERE id = $1 FOR UPDATE', [world.schools.second]);
    await tx.query(`UPDATE school SET closed_on = '2026-09-07' WHERE id = $1`, [world.schools.second]);
    await deliver(seen.id);
    await waiting(1);
  });
  expect(await settled(world, seen.id, 'admin')).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, faulty: 1, written: 0 },
    error: { code: 'outdated' },
  });
  expect(await written()).toEqual({ needs: 0, told: 0, written: 0 });
});

it('nobody closes a school or retires a programme while their lines are written, and a second delivery writes nothing', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  const { closing, retiring, again } = await house.database.transaction(async (tx) => {
    // The writing has looked at what its rows name, and cannot go on.
    await tx.query('SELECT FROM category WHERE id = $1 FOR UPDATE', [world.categories.pairs]);
    const job = await deliver(seen.id);
    await waiting(1);
    const again = deliverAgain(job);
    await waiting(2);
    const closing = world.as('admin').post(`/api/schools/${world.schools.second}/close`, { version: 1 });
    const retiring = world.as('admin').post(`/api/programmes/${world.programmes.caringPair}/retire`, { version: 1 });
    await waiting(4);
    return { closing, retiring, again };
  });
  expect(await settled(world, seen.id, 'admin')).toMatchObject({ state: 'written', counts: { written: 2 } });
  expect(await closing).toMatchObject({ status: 409, body: { code: 'school_in_use', params: { needs: 1 } } });
  expect((await retiring).status).toBe(200);
  expect(await again).toBe('finished');
  expect(await written()).toEqual({ needs: 2, told: 2, written: 1 });
});

it.each([
  ['has left', 'UPDATE account SET disabled_at = now() WHERE id = $1'],
  ['has lost the role', 'UPDATE membership SET ended_at = now() WHERE account_id = $1'],
  ['has gone to another school', `UPDATE membership SET school_id = '$SECOND' WHERE account_id = $1`],
])('nothing is written for somebody who %s since the confirmation', async (_, change) => {
  const own = csv(
    ['类别', '需求', '形式', '时间', '期限'],
    ['传统文化·艺术', '葫芦丝课', '社团课', '每周二16:30-17:30', '本学期'],
  );
  const seen = await confirmedOnly('needs', own, 'coordinator');
  await sql(change.replace('$SECOND', world.schools.second), [world.accounts.coordinator]);
  await deliver(seen.id);
  const sentence = expect.stringContaining('没有权限') as string;
  expect(await settled(world, seen.id, 'admin')).toMatchObject({
    state: 'previewed',
    counts: { accepted: 1, written: 0 },
    error: { code: 'not_allowed', sentence },
  });
  expect(await written()).toEqual({ needs: 0, told: 0, written: 0 });
});

it('a category merged after the preview is written as the one it went into', async () => {
  const seen = await confirmedOnly('needs', NEEDS);
  await sql('UPDATE category SET merged_into = $2 WHERE id = $1', [world.categories.pairs, world.categories.teaching]);
  await deliver(seen.id);
  expect(await settled(world, seen.id, 'admin')).toMatchObject({ state: 'written' });
  const [one] = (await world.as('admin').get<{ items: NeedDto[] }>('/api/needs?search=结对谈心')).body.items;
  expect(one).toMatchObject({ categoryId: world.categories.teaching });
});

it('a new volunteer comes in with the next of their rows when the first can no longer be written', async () => {
  const seen = await preview(world, 'resources', OFFERS, 'admin');
  expect(seen).toMatchObject({ counts: { accepted: 2 } });
  await retire();
  const refused = await world.as('admin').post(`/api/imports/${seen.id}/confirm`, { version: seen.version });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'import_outdated', errors: [{ pointer: 'Sheet1!D2', code: 'programme_retired' }] },
  });
  const { body: now } = await world.as('admin').get<ImportDto>(`/api/imports/${seen.id}`);
  expect(await write(world, now, 'admin', { skipFaulty: true })).toMatchObject({
    state: 'written',
    counts: { written: 1 },
  });
  const offers = await sql('SELECT o.title, v.name FROM offer o JOIN volunteer v ON v.id = o.volunteer_id');
  expect(offers).toEqual([{ title: '葫芦丝入门', name: '刘国栋' }]);
});

it('what has come in since of a volunteer is passed over, however many rows lie between their first and that one', async () => {
  const header = ['姓名', '电话', '五老类别', '类别', '资源', '形式', '专长', '时间'];
  const row = (title: string) => ['刘国栋', '13700001111', '老教师', '传统文化·艺术', title, '讲座', '葫芦丝', '周二'];
  const before = Array.from({ length: 200 }, (_, i) => row(`葫芦丝 ${i}`));
  const seen = await preview(world, 'resources', csv(header, ...before, row('葫芦丝入门')), 'admin');
  expect(seen).toMatchObject({ counts: { accepted: 201 } });
  await write(world, await preview(world, 'resources', csv(header, row('葫芦丝入门')), 'admin'), 'admin');
  expect(await write(world, seen, 'admin', { skipDuplicates: true })).toMatchObject({
    state: 'written',
    counts: { written: 200 },
  });
  const [{ twice }] = await sql(`SELECT count(*)::int AS twice FROM offer WHERE title = '葫芦丝入门'`);
  expect(twice).toBe(1);
});

it('a programme out of use is a bad cell in the preview already', async () => {
  await retire();
  const seen = await preview(world, 'needs', NEEDS, 'admin');
  expect(await faultsOf(seen.id)).toEqual([['accepted'], ['faulty', 'Sheet1!B3 programme_retired 爱心结对']]);
});
