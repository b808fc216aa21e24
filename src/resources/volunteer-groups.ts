/** Rows of a workbook that speak of the same volunteer: by volunteer code, else by name and phone. */
import type { CellFault } from '../sheets/columns';
import { cellAddress } from '../sheets/grid';
import { personKey, phoneKey } from './person-name';
import type { VolunteerSheetDraft } from './volunteers.sheet';

export interface VolunteerGroup {
  /** From 0, in the order of their first rows. */
  number: number;
  /** What all its rows say together. */
  volunteer: VolunteerSheetDraft;
  /** Its rows, numbered from 0 as they were added. */
  rows: number[];
  /** Zero-based row of the sheet where it was first named. */
  first: number;
}

/**
 * Several rows of the same name and phone are one volunteer. What one row leaves blank another may fill; two rows that
 * say different things are a fault at the later one. A name without a phone joins no other row unless that row has none
 * either. Keeps one draft a volunteer, so that rows can be read and let go.
 */
export class VolunteerGroups {
  readonly faults: CellFault[] = [];
  private readonly groups = new Map<string, VolunteerGroup>();
  private added = 0;

  get all(): VolunteerGroup[] {
    return [...this.groups.values()];
  }

  /** Takes in the next row (zero-based in its sheet). */
  add(volunteer: VolunteerSheetDraft, row: number, sheet: string): VolunteerGroup {
    const index = this.added++;
    const key = volunteer.code ?? `${personKey(volunteer.name)}|${phoneKey(volunteer.phone)}`;
    const group = this.groups.get(key);
    if (!group) {
      const fresh = { number: this.groups.size, volunteer: { ...volunteer }, rows: [index], first: row };
      this.groups.set(key, fresh);
      return fresh;
    }
    group.rows.push(index);
    const known = group.volunteer as unknown as Record<string, unknown>;
    for (const [field, value] of Object.entries(volunteer)) {
      if (isUnsaid(field, value)) continue;
      if (isUnsaid(field, known[field])) known[field] = value;
      else if (!sameSaid(field, known[field], value))
        this.faults.push({
          sheet,
          cell: cellAddress(sheet, row, 0),
          column: field,
          value: String(typeof value === 'object' ? JSON.stringify(value) : value),
          code: 'contradicts_row',
          params: { name: volunteer.name, row: group.first + 1 },
          expected: 'expected_same_volunteer',
        });
    }
    return group;
  }
}

/** A remark behind the name in one row is no other name. */
function sameSaid(field: string, one: unknown, other: unknown): boolean {
  if (field === 'name') return personKey(String(one)) === personKey(String(other));
  return JSON.stringify(one) === JSON.stringify(other);
}

function isUnsaid(field: string, value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (field === 'people' && value === 1) ||
    (field === 'kind' && value === 'person') ||
    (field === 'bufferMinutes' && value === 0)
  );
}
