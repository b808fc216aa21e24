/** What a row needs from outside: the words of the district, and what its reader may do. */
import type { CellFault } from '../sheets/columns';
import { STRANGE_CHARACTERS } from '../platform/http/fields';
import { type FieldFault } from '../platform/errors/app-error';
import { faultCell } from './fault-cell';
import type { LineNote } from './import';
import type { Named } from './name-key';
import type { NameBook } from './names';
import type { RowReader } from '../sheets/row-reader';

/** Gathers the faults and notes of one row while its names are resolved. */
export class RowJudge<Key extends string> {
  constructor(readonly reader: RowReader<Key>) {}

  get notes(): LineNote[] {
    return this.reader.notes;
  }

  get faults(): CellFault[] {
    return this.reader.faults;
  }

  refuse(key: Key, code: string, expected: string, params: Record<string, string | number> = {}): void {
    if (!this.reader.bad.has(key)) this.reader.refuse(key, code, expected, params);
  }

  note(key: Key, note: string, read?: string): void {
    this.reader.note(key, note, read);
  }

  /** The row of a name; a fault with near names if there is none. A blank required cell is a fault too. */
  named(key: Key, book: NameBook, name: string | null, what: string, required = false): Named | null {
    if (!name) {
      if (required) this.refuse(key, 'missing_value', 'expected_text');
      return null;
    }
    const found = book.find(name);
    if (found) return found;
    const short = book.short(name);
    if (short) {
      this.note(key, 'short_name', short.name);
      return short;
    }
    const near = book.near(name);
    this.refuse(key, `unknown_${what}`, near.length > 0 ? 'expected_near_name' : 'expected_known_name', {
      value: name.slice(0, 60),
      near: near.join('、'),
    });
    return null;
  }

  /** Controls and text that changes its direction are nobody's words. */
  plain(texts: Partial<Record<Key, string | null | undefined>>): void {
    for (const [key, text] of Object.entries(texts) as [Key, string | null | undefined][])
      if (text && STRANGE_CHARACTERS.test(text)) this.refuse(key, 'control_characters', 'expected_plain_value');
  }

  /** Faults of a draft as faults of cells. */
  draft(faults: FieldFault[], keyOf: (pointer: string) => Key): void {
    for (const { pointer, code, params } of faults) {
      const { expected, more } = faultCell(code);
      this.refuse(keyOf(pointer), code, expected, {
        ...more,
        ...(params as Record<string, string | number> | undefined),
      });
    }
  }
}
