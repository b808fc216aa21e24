/** The needs menu of a workbook, judged row by row against what the district has. */
import { allowedIds, scopeSql } from '../access/access';
import type { NeedKey } from '../needs/needs.columns';
import { writeNeed } from '../needs/needs.sheet';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import { byColumn, cellsOf, type TableRow } from '../sheets/columns';
import type { Setting } from '../sheets/expressions/types';
import { cellAddress, cellText } from '../sheets/grid';
import type { MenuTables } from '../sheets/read-menu';
import type { JudgedRow } from './import';
import { ownFaults } from './missing-columns';
import { needLine } from './need-lines';
import { type Named, nameKey } from './name-key';
import type { Names } from './names';
import type { Presets } from './presets';

/**
 * Small on purpose: what of a batch is still in use when the young generation is swept grows old, and is then only let go
 * by a full collection, for which the heap may first become four times as large.
 */
export const JUDGED_AT_ONCE = 100;

/** Lines alike: same school, title and period. Loads a school's lines when its first row comes. */
export class NeedTwins {
  private readonly ids = new Map<string, string>();
  private readonly loaded = new Set<string>();

  constructor(
    private readonly tx: Tx,
    private readonly districtId: string,
  ) {}

  async load(schoolIds: string[]): Promise<void> {
    const missing = [...new Set(schoolIds)].filter((id) => !this.loaded.has(id));
    if (missing.length === 0) return;
    missing.forEach((id) => this.loaded.add(id));
    const rows: { id: string; key: string; title: string }[] = await this.tx.query(
      `SELECT id, title, concat_ws('|', school_id, period_from, period_to) AS key FROM need
       WHERE district_id = $1 AND school_id = ANY($2) AND state NOT IN ('withdrawn', 'expired')`,
      [this.districtId, missing],
    );
    for (const { id, key, title } of rows) this.ids.set(`${key}|${nameKey(title)}`, id);
  }

  find(key: string): string | undefined {
    return this.ids.get(key);
  }
}

export const needKey = (
  schoolId: string,
  { title, periodFrom, periodTo }: { title: string; periodFrom: string; periodTo: string },
): string => `${schoolId}|${periodFrom}|${periodTo}|${nameKey(title)}`;

/** Schools the actor may write needs for; `only`: the one of a coordinator, whose workbooks need not name it. */
export interface OwnSchools {
  schools: Set<string>;
  only: Named | null;
}

export async function ownSchool(tx: Tx, actor: Actor, names: Names): Promise<OwnSchools> {
  const schools = await allowedIds(tx, actor, 'need.create', names.schoolIds);
  const own: Named[] =
    schools.size === 1 ? await tx.query('SELECT id, name FROM school WHERE id = ANY($1)', [[...schools]]) : [];
  return { schools, only: own[0] ?? null };
}

/** Judges every row; yields them in batches, so that neither memory nor the event loop is held for long. */
export async function* judgeNeeds(
  tx: Tx,
  actor: Actor,
  names: Names,
  presets: Presets,
  { schools, only }: OwnSchools,
  setting: Setting,
  { tables, faults }: MenuTables<NeedKey>,
): AsyncGenerator<JudgedRow[]> {
  const { districtId } = actor;
  const twins = new NeedTwins(tx, districtId);
  const seen = new Map<string, string>();
  let number = 0;
  for (const table of tables) {
    for (let at = 0; at < table.rows.length; at += JUDGED_AT_ONCE) {
      const rows = table.rows.slice(at, at + JUDGED_AT_ONCE);
      const scope = {
        names,
        presets,
        setting,
        schools,
        ownSchool: only,
        offers: await offersNamed(tx, actor, words(rows, 'wishedOffer')),
      };
      const known = await codesOf(tx, actor, words(rows, 'code'));
      const reads = rows.map((row) => needLine(row, scope));
      await twins.load(reads.flatMap(({ line }) => (line ? [line.schoolId] : [])));
      yield reads.map(({ judge, sheet, line }, i): JudgedRow => {
        const cell = cellAddress(table.sheet, rows[i].row, 0);
        const key = line && needKey(line.schoolId, line.draft);
        const duplicateOf = (sheet.code && known.get(sheet.code)) || (key && twins.find(key)) || null;
        const duplicateCell = (key && !duplicateOf && seen.get(key)) || null;
        if (key && !seen.has(key)) seen.set(key, cell);
        const duplicate = Boolean(duplicateOf ?? duplicateCell);
        return {
          number: ++number,
          sheet: table.sheet,
          row: rows[i].row + 1,
          state: duplicate ? 'duplicate' : line ? 'accepted' : 'faulty',
          title: sheet.title,
          line,
          cells: duplicate ? filled(writeNeed(sheet)) : null,
          faults: byColumn(ownFaults(judge.faults, table, faults)),
          notes: byColumn(judge.notes),
          duplicateOf,
          duplicateCell,
          lineId: line && !duplicate ? newId() : null,
          volunteerId: null,
        };
      });
    }
  }
}

/** The texts of one column in some rows. */
export function words<Key extends string>(rows: TableRow<Key>[], key: Key): string[] {
  return [...new Set(rows.flatMap((row) => cellsOf(row, key).map(({ value }) => cellText(value))).filter(Boolean))];
}

export const filled = (cells: Record<string, string | number | undefined>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(cells).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
    ),
  );

async function codesOf(tx: Tx, actor: Actor, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const params: unknown[] = [codes];
  const mine = scopeSql(actor, 'need.change', 'n', params);
  const rows: { id: string; code: string }[] = await tx.query(
    `SELECT n.id, n.code FROM need n WHERE n.code = ANY($1) AND ${mine}`,
    params,
  );
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** Offers by code, or by a title that only one has. */
async function offersNamed(tx: Tx, actor: Actor, wishes: string[]): Promise<Map<string, string>> {
  if (wishes.length === 0) return new Map();
  const params: unknown[] = [wishes];
  const seen = scopeSql(actor, 'offer.read', 'o', params);
  const rows: { id: string; code: string; title: string }[] = await tx.query(
    `SELECT o.id, o.code, o.title FROM offer o WHERE (o.code = ANY($1) OR o.title = ANY($1)) AND ${seen}`,
    params,
  );
  const titles = rows.map(({ title }) => title);
  const found = new Map(
    rows.filter(({ title }) => titles.indexOf(title) === titles.lastIndexOf(title)).map(({ title, id }) => [title, id]),
  );
  for (const { code, id } of rows) found.set(code, id);
  return found;
}
