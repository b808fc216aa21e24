/** The lines of a menu in a whole workbook: every sheet that carries its columns. */
import type { CellFault, Column, ColumnMapping, Table } from './columns';
import { cellAddress } from './grid';
import type { Workbook } from './read';
import { recognise } from './recognise';

export interface MenuTables<Key extends string> {
  tables: Table<Key>[];
  /** About headers: none found, missing, twice, ambiguous. */
  faults: CellFault[];
  /** Sheets without the menu's columns, and hidden ones, which are not read. */
  ignoredSheets: string[];
}

/** `mapping` corrects columns by sheet name and letter. */
export function readMenu<Key extends string>(
  workbook: Workbook,
  columns: Column<Key>[],
  mapping: Record<string, ColumnMapping<Key>> = {},
): MenuTables<Key> {
  const found: MenuTables<Key> = { tables: [], faults: [], ignoredSheets: [] };
  for (const grid of workbook.grids) {
    const table = recognise(grid, columns, mapping[grid.sheet]);
    if (!table) found.ignoredSheets.push(grid.sheet);
    else {
      found.tables.push(table);
      found.faults.push(...table.faults);
    }
  }
  found.ignoredSheets.push(...workbook.hidden);
  if (found.tables.length > 0) return found;
  const required = columns.filter((column) => column.required).map(({ header }) => header);
  const [{ sheet }] = workbook.grids;
  found.faults.push({
    sheet,
    cell: cellAddress(sheet, 0, 0),
    column: '',
    value: '',
    code: 'header_not_found',
    params: { columns: required.join('、') },
    expected: 'expected_header',
  });
  return found;
}
