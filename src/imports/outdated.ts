/** What accepted rows name and what is gone since their preview: a school that closed, a programme out of use. Nothing of them is written. */
import type { Tx } from '../platform/database/database';
import type { CellFault } from '../sheets/columns';
import { cellAddress, parseReference, rowAddress } from '../sheets/grid';
import { countRows, type ImportRun, moveRun } from './run.queries';

interface Outdated {
  number: number;
  sheet: string;
  row: number;
  /** Column of the menu that names it. */
  key: string;
  code: string;
  value: string;
}

/** By menu: the table whose row a line names, how it names it, and what makes the row unfit. */
const NAMED = {
  needs: [
    ['school', 'school', `line ->> 'schoolId'`, 'x.closed_on IS NOT NULL', 'school_closed'],
    ['programme', 'programme', `line #>> '{draft,programmeId}'`, 'x.retired_at IS NOT NULL', 'programme_retired'],
    ['wishedOffer', 'offer', `line #>> '{draft,wishedOfferId}'`, `x.state = 'retired'`, 'offer_gone'],
  ],
  resources: [
    ['programme', 'programme', `line #>> '{draft,programmeId}'`, 'x.retired_at IS NOT NULL', 'programme_retired'],
    ['name', 'volunteer', `line #>> '{volunteer,id}'`, `x.state = 'left'`, 'volunteer_gone'],
    ['homeArea', 'area', `line #>> '{volunteer,draft,areaId}'`, 'false', 'area_gone'],
  ],
} as const;

/**
 * Accepted rows that can no longer be written, and why. What the others name is held until the transaction ends: nobody
 * closes a school between this and its lines.
 */
async function outdatedRows(tx: Tx, run: ImportRun): Promise<Outdated[]> {
  const found: Outdated[] = [];
  for (const [key, table, path, unfit, code] of NAMED[run.menu]) {
    const named: { id: string }[] = await tx.query(
      `SELECT DISTINCT ${path} AS id FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted' AND ${path} IS NOT NULL`,
      [run.id, run.attempt],
    );
    if (named.length === 0) continue;
    const ids = named.map(({ id }) => id);
    const rows: { id: string; unfit: boolean }[] = await tx.query(
      `SELECT x.id, ${unfit} AS unfit FROM ${table} x WHERE x.id = ANY($1) ORDER BY x.id FOR SHARE`,
      [ids],
    );
    const fit = new Set(rows.filter((row) => !row.unfit).map(({ id }) => id));
    const gone = ids.filter((id) => !fit.has(id));
    if (gone.length === 0) continue;
    const bad: Omit<Outdated, 'key' | 'code' | 'value'>[] = await tx.query(
      `SELECT number, sheet, row FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted' AND ${path} = ANY($3) ORDER BY number`,
      [run.id, run.attempt, gone],
    );
    const names: { id: string; name: string }[] =
      table === 'offer' ? [] : await tx.query(`SELECT id, name FROM ${table} WHERE id = ANY($1)`, [gone]);
    found.push(
      ...bad.map((row) => ({
        ...row,
        key,
        code,
        value: names
          .map(({ name }) => name)
          .join('、')
          .slice(0, 80),
      })),
    );
  }
  return found;
}

/** The rows that can no longer be written are faulty from now on, with the cell that names what is gone. Returns those cells. */
export async function markOutdated(tx: Tx, run: ImportRun, now: Date): Promise<CellFault[]> {
  const rows = await outdatedRows(tx, run);
  if (rows.length === 0) return [];
  const faults = rows.map(({ sheet, row, key, code, value }): CellFault => {
    const column = run.columns.find((one) => one.sheet === sheet && one.key === key);
    return {
      sheet,
      cell: column
        ? cellAddress(sheet, row - 1, parseReference(`${column.column}1`)!.column)
        : rowAddress(sheet, row - 1),
      column: column?.header ?? '',
      value,
      code,
      params: {},
      expected: `expected_${code}`,
    };
  });
  const numbers = [...new Set(rows.map(({ number }) => number))];
  const params = [run.id, run.attempt, numbers];
  // A new volunteer comes in with the first accepted row of theirs: that is now the next one.
  if (run.menu === 'resources')
    await tx.query(
      `WITH left_out AS (SELECT line #>> '{volunteer,key}' AS key, volunteer_id FROM import_row
           WHERE import_id = $1 AND attempt = $2 AND number = ANY($3) AND volunteer_id IS NOT NULL),
         heir AS (SELECT l.volunteer_id, min(r.number) AS number FROM left_out l JOIN import_row r ON r.line #>> '{volunteer,key}' = l.key
           WHERE r.import_id = $1 AND r.attempt = $2 AND r.state = 'accepted' AND NOT r.number = ANY($3) GROUP BY 1)
       UPDATE import_row r SET volunteer_id = h.volunteer_id FROM heir h WHERE r.import_id = $1 AND r.attempt = $2 AND r.number = h.number`,
      params,
    );
  await tx.query(
    `UPDATE import_row r SET state = 'faulty', line_id = NULL, volunteer_id = NULL, faults = r.faults || x.faults
     FROM (SELECT number, jsonb_agg(fault) AS faults FROM jsonb_to_recordset($3) AS f(number int, fault jsonb) GROUP BY 1) x
     WHERE r.import_id = $1 AND r.attempt = $2 AND r.number = x.number`,
    [run.id, run.attempt, JSON.stringify(rows.map(({ number }, i) => ({ number, fault: faults[i] })))],
  );
  await moveRun(tx, run.id, [run.state], {
    state: 'previewed',
    counts: JSON.stringify({ ...(await countRows(tx, run)), written: 0 }),
    error_code: 'outdated',
    error_params: JSON.stringify({ count: numbers.length }),
    progress: null,
    updated_at: now,
  });
  return faults;
}
