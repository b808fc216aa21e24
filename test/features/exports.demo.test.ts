/** Every kind of line of a demo district, out and in again. */
import fc from 'fast-check';
import { Client } from 'pg';
import { insertRows } from '../../src/demo/demo';
import { EAST_LAKE, generateDistrict } from '../../src/demo/generate';
import { ExportsService } from '../../src/exports/exports.service';
import { settingOf } from '../../src/imports/setting';
import { DistrictsService } from '../../src/districts/districts.service';
import { NEED_COLUMNS } from '../../src/needs/needs.columns';
import { readNeed, writeNeed } from '../../src/needs/needs.sheet';
import type { Ctx } from '../../src/platform/actor';
import { RESOURCE_COLUMNS } from '../../src/resources/resources.columns';
import { readResource, writeResource } from '../../src/resources/resources.sheet';
import type { CellFault, Column, TableRow } from '../../src/sheets/columns';
import { cellText } from '../../src/sheets/grid';
import { readWorkbook } from '../../src/sheets/read';
import { readMenu } from '../../src/sheets/read-menu';
import { createTestApp, TestApp } from '../support/app';

let house: TestApp;

jest.setTimeout(120_000);
beforeAll(async () => {
  house = await createTestApp();
});
afterAll(() => house?.close());

/** A district of its own, and who may see all of it. */
async function district(seed: number, size: { needs: number; offers: number }): Promise<Ctx> {
  const client = new Client({ connectionString: house.config.databaseUrl });
  await client.connect();
  try {
    const about = { ...EAST_LAKE, ...size, schools: 12, volunteers: 40, slug: `seed-${seed}` };
    const rows = generateDistrict(about, seed, house.clock.now(), 'nobody signs in');
    for (const account of rows.account) account.login = `${String(account.login)}-${seed}`;
    await insertRows(client, rows);
    const { account_id: accountId, district_id: districtId } = rows.membership.find(({ role }) => role === 'admin') as {
      account_id: string;
      district_id: string;
    };
    const actor = { accountId, districtId, grants: [{ role: 'admin' as const, schoolId: null, volunteerId: null }] };
    return { actor, requestId: 'request-1', locale: 'zh-CN' };
  } finally {
    await client.end();
  }
}

/** The cells of each line by key, as the file has them and as they are after having been read and written again. */
function twice<Key extends string>(
  bytes: Buffer,
  columns: Column<Key>[],
  again: (row: TableRow<Key>) => { cells: Partial<Record<Key, string | number>>; faults: CellFault[] },
): { before: Record<string, string>[]; after: Record<string, string>[]; faults: CellFault[] } {
  const { tables, faults } = readMenu(readWorkbook(bytes), columns);
  const [table] = tables;
  const keys = table.headers.map(({ key, index }) => ({ key: key!, index }));
  const before = table.rows.map(({ cells }) =>
    Object.fromEntries(keys.map(({ key, index }) => [key, cellText(cells[index] ?? null)])),
  );
  const read = table.rows.map(again);
  const after = read.map(({ cells }) =>
    Object.fromEntries(keys.map(({ key }) => [key, String(cells[key] ?? '').trim()])),
  );
  return { before, after, faults: [...faults, ...read.flatMap((one) => one.faults)] };
}

it('the export of a demo district reads back the same, whatever its seed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom('xlsx', 'csv'), async (seed, format) => {
      const ctx = await district(seed, { needs: 120, offers: 120 });
      const setting = settingOf(await house.app.get(DistrictsService).mine(ctx), house.clock.now());
      const files = house.app.get(ExportsService);
      const needs = twice(await files.needsFile(ctx, { limit: 50 }, format), NEED_COLUMNS, (row) => {
        const { draft, reader } = readNeed(row, setting);
        return { cells: writeNeed(draft), faults: reader.faults };
      });
      expect(needs.before.length).toBeGreaterThan(100);
      expect(needs.faults).toEqual([]);
      expect(needs.after).toEqual(needs.before);
      const offers = twice(await files.offersFile(ctx, { limit: 50 }, format), RESOURCE_COLUMNS, (row) => {
        const { draft, reader } = readResource(row, setting);
        return { cells: writeResource(draft), faults: reader.faults };
      });
      expect(offers.before.length).toBeGreaterThan(100);
      expect(offers.faults).toEqual([]);
      expect(offers.after).toEqual(offers.before);
    }),
    { seed: 2026, numRuns: 3 },
  );
});
