/** Reads the cells of one row through the parsers and gathers what is wrong with their addresses. */
import { absent, type CellFault, type Header, MEMO_SIZE, type TableRow, cellsOf } from './columns';
import { isBlank } from './expressions/text';
import { refused, type Understood } from './expressions/types';
import { type CellValue, cellAddress, cellText, isBroken, rowAddress } from './grid';

/** A convention by which a cell was read (`default_length`), for the preview. */
export interface CellNote {
  cell: string;
  column: string;
  /** As in a `CellFault`. */
  english?: string;
  value: string;
  note: string;
  /** What the cell was read as, in canonical words. */
  read?: string;
}

// Longer than anything a person types about times or skills; keeps every pattern's work small.
const MOST_TYPED = 4_000;

/** Notes of cells whose text is kept beside what was understood. */
const KEPT = new Set(['remark_kept', 'head_count_unknown', 'count_remark']);

export class RowReader<Key extends string> {
  readonly faults: CellFault[] = [];
  readonly notes: CellNote[] = [];
  /** Keys whose cell could not be read. */
  readonly bad = new Set<Key>();

  constructor(private readonly row: TableRow<Key>) {}

  has(key: Key): boolean {
    return this.filled(key) !== null;
  }

  /**
   * The parsed value of a key; null when the cell is blank, absent or bad (then a fault is recorded). The same text in
   * the same column is parsed once: `context` names whatever else the result depends on. `show` words the value for the
   * notes, so that nobody has to guess what a convention made of the cell. Values are shared: do not change them.
   */
  read<T>(
    key: Key,
    parse: (input: string | number, unit: string) => Understood<T>,
    { context = '', show }: { context?: string; show?: (value: T) => string } = {},
  ): T | null {
    const found = this.filled(key);
    if (!found) return null;
    const result = this.remembered(key, found, parse, context);
    if (!result.ok) {
      this.fault(key, found.header, found.input, result.refusal.code, result.refusal.params, result.refusal.expected);
      return null;
    }
    for (const note of result.notes)
      this.notes.push({
        ...this.place(key, found.header),
        value: String(found.input),
        note,
        ...(show && { read: show(result.value).slice(0, 500) }),
      });
    return result.value;
  }

  private remembered<T>(
    key: Key,
    { input, header }: { input: string | number; header: Header<Key> },
    parse: (input: string | number, unit: string) => Understood<T>,
    context: string,
  ): Understood<T> {
    const { memo } = this.row.table;
    const typed = `${key}|${typeof input === 'number' ? '#' : ''}${input}|${header.unit}|${context}`;
    const known = memo.get(typed) as Understood<T> | undefined;
    if (known) return known;
    const long = typeof input === 'string' && input.length > MOST_TYPED;
    const result = long
      ? refused('too_long', 'expected_at_most', { most: MOST_TYPED, length: input.length })
      : parse(input, header.unit);
    if (memo.size < MEMO_SIZE && typed.length < 200) memo.set(typed, result);
    return result;
  }

  /** Says how the cell of a key was taken, where its parser alone could not tell. */
  note(key: Key, note: string, read?: string): void {
    const found = cellsOf(this.row, key)[0];
    this.notes.push({
      ...this.place(key, found?.header ?? null),
      value: cellText(found?.value ?? null).slice(0, 200),
      note,
      ...(read !== undefined && { read }),
    });
  }

  /** Takes back what was said of a cell, because another one says it. */
  forget(note: string): void {
    for (let i = this.notes.length - 1; i >= 0; i--) if (this.notes[i].note === note) this.notes.splice(i, 1);
  }

  /** Cells of which something was left out of their meaning, as lines for the notes. */
  remarks(): string[] {
    return this.notes.filter(({ note }) => KEPT.has(note)).map(({ column, value }) => `${column}: ${value}`);
  }

  /** Plain text, '' when blank; too long a text is a fault and comes back cut. */
  text(key: Key, most = 2_000): string {
    const found = this.filled(key);
    if (!found) return '';
    const text = String(found.input).trim();
    if (text.length <= most) return text;
    this.fault(key, found.header, text, 'too_long', { most, length: text.length }, 'expected_at_most');
    return text.slice(0, most);
  }

  /** Records what is wrong with the cell of a key, or with the row when the key has no column. */
  refuse(key: Key, code: string, expected: string, params: Record<string, string | number> = {}): void {
    const found = cellsOf(this.row, key)[0];
    this.fault(key, found?.header ?? null, cellText(found?.value ?? null), code, params, expected);
  }

  /** The header of a key as it stands in the sheet, '' when there is none. */
  header(key: Key): string {
    return this.row.table.headers.find((header) => header.key === key)?.text ?? '';
  }

  private filled(key: Key): { input: string | number; header: Header<Key> } | null {
    const texts: string[] = [];
    let first: { input: string | number; header: Header<Key> } | null = null;
    for (const { value, header } of cellsOf(this.row, key)) {
      if (value === null) continue;
      if (isBroken(value)) {
        if (!this.bad.has(key))
          this.fault(key, header, value.text, value.broken, { value: value.text }, 'expected_plain_value');
        continue;
      }
      const input = asInput(value);
      if (typeof input === 'string' && isBlank(input)) continue;
      first ??= { input, header };
      texts.push(String(input));
    }
    return first && texts.length > 1 ? { input: texts.join('、'), header: first.header } : first;
  }

  /** The cell of a column and its name; of a column that is not there the row, and the name it would have. */
  private place(key: Key, header: Header<Key> | null): Pick<CellFault, 'cell' | 'column' | 'english'> {
    const { row, table } = this.row;
    return header
      ? { cell: cellAddress(table.sheet, row, header.index), column: header.text }
      : { cell: rowAddress(table.sheet, row), ...absent(table, key) };
  }

  private fault(
    key: Key,
    header: Header<Key> | null,
    value: string | number,
    code: string,
    params: Record<string, string | number>,
    expected: string,
  ): void {
    this.bad.add(key);
    this.faults.push({
      sheet: this.row.table.sheet,
      ...this.place(key, header),
      value: String(value).slice(0, 200),
      code,
      params,
      expected,
    });
  }
}

function asInput(value: Exclude<CellValue, null | object>): string | number {
  return typeof value === 'boolean' ? (value ? '是' : '否') : value;
}
