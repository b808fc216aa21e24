import type { FieldFault } from '../platform/errors/app-error';
import type { FaultCode } from '../platform/errors/fault-codes';
import type { Audience, CareGroup, Form } from './kinds';

/** Rules a programme can name; the form explains them to whoever fills it in. What is enforced, the engine and the services enforce by the need's own fields. */
export const PROGRAMME_RULES = [
  'two_adults',
  'confidential_notes',
  'clearance',
  'guardian_consent',
  'check_in_14_days',
  'highest_priority',
  'free_of_charge',
  'subject_and_stage',
  'lesson_visits',
  'shared_by_schools',
] as const;
export type ProgrammeRule = (typeof PROGRAMME_RULES)[number];

/** How the times of a need are usually given: every week, on single dates, or agreed between the two. */
export const TIMINGS = ['weekly', 'dates', 'agreed'] as const;
export type Timing = (typeof TIMINGS)[number];

/** What a programme presets on a new need. */
export interface ProgrammeTemplate {
  form?: Form;
  audience?: Audience;
  minors?: boolean;
  oneToOne?: boolean;
  under14?: boolean;
  careGroups?: CareGroup[];
  urgent?: boolean;
  seats?: number;
  minimum?: number;
  timing?: Timing;
  weeklyMinutes?: number;
  checkInDays?: number;
  rules?: ProgrammeRule[];
  note?: string;
}

/** What contradicts something else in a template, with its place. */
export function templateFaults({
  form,
  seats,
  minimum,
  timing,
  weeklyMinutes,
  oneToOne,
  under14,
}: ProgrammeTemplate): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad = (field: string, code: FaultCode, params?: FieldFault['params']): void =>
    void faults.push({ pointer: `/template/${field}`, code, params });
  if (minimum !== undefined && minimum > (seats ?? 1)) bad('minimum', 'more_than_seats', { most: seats ?? 1 });
  if (weeklyMinutes !== undefined && timing !== undefined && timing !== 'agreed')
    bad('weeklyMinutes', 'only_for_agreed');
  if (form === 'goods' && (timing !== undefined || weeklyMinutes !== undefined)) bad('timing', 'not_for_goods');
  if (under14 && !oneToOne) bad('under14', 'only_one_to_one');
  return faults;
}

/** A code for a programme nobody has given one: from its English name, or a number. */
export function programmeCode(nameEn: string, taken: ReadonlySet<string>): string {
  const base =
    nameEn
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 40) || 'programme';
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) if (!taken.has(`${base}_${n}`)) return `${base}_${n}`;
}
