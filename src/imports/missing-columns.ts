/** What rows lack because their sheet has no such column is one fault of the sheet, not one of each row. */
import { type CellFault, missingColumn, type Table } from '../sheets/columns';

/** Only some lines have a quantity: there the row is wrong, not the sheet. */
const OF_SOME_ROWS = new Set(['quantity', 'stock']);

/** The faults of a row without those; `said` takes each missing column once. */
export function ownFaults<Key extends string>(faults: CellFault[], table: Table<Key>, said: CellFault[]): CellFault[] {
  const keys = [...table.columns].flatMap(([key, { header }]) =>
    table.byKey.has(key) || OF_SOME_ROWS.has(key) ? [] : [[header, key] as const],
  );
  const lacking = new Map<string, Key>(keys);
  return faults.filter(({ code, column, english }) => {
    const key = code === 'missing_value' && english !== undefined ? lacking.get(column) : undefined;
    if (key === undefined) return true;
    const fault = missingColumn(table, key);
    if (!said.some((one) => one.code === fault.code && one.cell === fault.cell && one.column === fault.column))
      said.push(fault);
    return false;
  });
}
