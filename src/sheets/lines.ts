/** Which rows below the header are lines of the menu, and which are titles, totals, repeated headers or signatures. */
import { MEMO_SIZE, type Table, type TableRow } from './columns';
import { type CellValue, type Grid, cellText } from './grid';
import { keyOf } from './header-words';

/** Gathers the lines of a table; what holds none is named in `skipped`. */
export function collectRows<Key extends string>(
  table: Table<Key>,
  spread: CellValue[][],
  grid: Grid,
  words: Map<string, Key>,
): void {
  const titles = new Set<number>();
  // A block across three columns or more within one row is a section title: 一、小学部.
  for (const { top, bottom, left, right } of grid.merges) if (top === bottom && right - left >= 2) titles.add(top);
  const known = table.headers.filter(({ key }) => key !== null);
  const keys = new Map<string, Key | null>();
  const keyFound = (typed: string): Key | null => {
    let key = keys.get(typed);
    if (key === undefined) {
      key = keyOf(typed, words).key;
      if (keys.size < MEMO_SIZE) keys.set(typed, key);
    }
    return key;
  };
  /** The last row of notes: 2.时间请写明星期 goes on below 填表说明. */
  let noted = -1;
  for (let row = table.headerRow + 1; row < spread.length; row++) {
    const cells = spread[row];
    const original = grid.rows[row] ?? [];
    const texts = known.map(({ index }) => cellText(cells[index] ?? null));
    const filled = original.filter((cell) => cell !== null && (typeof cell !== 'string' || cell.trim() !== '')).length;
    if (filled === 0 && !texts.some((text) => text !== '')) continue;
    if (filled === 0) continue;
    // Every printed page repeats the header; of two header rows either may come again.
    const repeated = known.filter(({ index, key, text }) => {
      const typed = cellText(cells[index] ?? null);
      return typed !== '' && typed.length <= 30 && (typed === text || keyFound(typed) === key);
    }).length;
    const lead = cellText(original.find((cell) => cell !== null) ?? null);
    const section = titles.has(row) && filled <= 2;
    const total =
      /^(合计|总计|小计|共计|汇总|total)(?:[:：].{0,12})?$/i.test(lead.replace(/\s/g, '')) &&
      filled <= Math.max(3, known.length / 2);
    const remark =
      (filled === 1 && /^(备注|说明|注)\d*[:：.、]/.test(lead)) ||
      (filled === 1 && noted === row - 1 && NUMBERED.test(lead)) ||
      original.every((cell) => cell === null || cellText(cell) === '' || SIGNED.test(cellText(cell)));
    if (remark) noted = row;
    if (
      repeated >= Math.max(2, known.length / 2) ||
      section ||
      total ||
      remark ||
      /^(示例|样例|例|example)([:：].*)?$/i.test(lead)
    ) {
      table.skipped.push(row);
      continue;
    }
    table.rows.push({ row, cells: repeatDittos(cells, table.rows.at(-1)), table });
  }
}

// Below the lines: who filled the sheet in, who checked it, when.
const SIGNED =
  /^(填表|填报|制表|经办|审核|审批|复核|分管领导|负责|校长|单位|联系|盖章|签字|签名|日期|时间)[^:：]{0,8}[:：]|^[(（]?(公章|盖章|签字)[)）]?$|^\d{4}年\d{0,2}月?\d{0,2}日?$/;
const NUMBERED = /^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、．)）]/;
const DITTO = /^(同上|同前|[〃″"”]{1,2}|-?同上-?|ditto)$/i;

/** 同上 is what stands above it. */
function repeatDittos(cells: CellValue[], above: TableRow | undefined): CellValue[] {
  if (!above || !cells.some((cell) => typeof cell === 'string' && DITTO.test(cell.trim()))) return cells;
  return cells.map((cell, i) =>
    typeof cell === 'string' && DITTO.test(cell.trim()) ? (above.cells[i] ?? null) : cell,
  );
}
