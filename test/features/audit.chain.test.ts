import { record } from '../../src/audit/audit';
import { checkChain } from '../../src/audit/audit.queries';
import type { Ctx } from '../../src/platform/actor';
import type { Tx } from '../../src/platform/database/database';
import { newId } from '../../src/platform/ids';
import { createTestApp, START, TestApp } from '../support/app';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

const write = (tx: Tx, district: string, count: number): Promise<void> => {
  const ctx: Ctx = {
    actor: { accountId: world.accounts.admin, districtId: district, grants: [] },
    requestId: 'chain',
    locale: 'zh-CN',
  };
  const event = () => ({ action: 'need.import', entity: 'need', entityId: newId() });
  return record(tx, ctx, START, ...Array.from({ length: count }, event));
};
const links = async (district: string): Promise<number> => {
  const state = await checkChain(house.database.reader, district);
  expect(state).toMatchObject({ intact: true, unlinked: 0, brokenAt: null });
  return state.links;
};

it('links all events of a transaction, of several statements and of a savepoint', async () => {
  const before = await links(world.district);
  await house.database.transaction(async (tx) => {
    await write(tx, world.district, 3);
    await tx.query('SAVEPOINT one');
    await write(tx, world.district, 2);
    await tx.query('RELEASE SAVEPOINT one');
    await tx.query('SAVEPOINT two');
    await write(tx, world.district, 4);
    await tx.query('ROLLBACK TO SAVEPOINT two');
    await write(tx, world.district, 1);
  });
  expect(await links(world.district)).toBe(before + 6);
});

it('keeps the chains of two districts apart in one transaction', async () => {
  const before = [await links(world.district), await links(world.otherDistrict)];
  await house.database.transaction(async (tx) => {
    for (let i = 0; i < 3; i++) {
      await write(tx, world.district, 2);
      await write(tx, world.otherDistrict, 1);
    }
  });
  expect([await links(world.district), await links(world.otherDistrict)]).toEqual([before[0] + 6, before[1] + 3]);
});

it('stays one chain when many commit at once', async () => {
  const before = await links(world.district);
  await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      house.database.transaction(async (tx) => {
        await write(tx, world.district, 1 + i);
        await write(tx, world.district, 5);
      }),
    ),
  );
  expect(await links(world.district)).toBe(before + 12 * 5 + 78);
});
