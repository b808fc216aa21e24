/** What cannot be in a district's own facts, as pure checks: each fault with its place, its code and what stands in the way. */
import { changesOf, type FieldChange } from '../audit/changes';
import type { ErrorParams, FieldFault } from '../platform/errors/app-error';
import { addDays, daysBetween } from './local-time';

/** A summer holiday is longer than any public one; what is longer is a typing error in the year. */
const LONGEST_HOLIDAY = 100;
const LONGEST_TERM = 300;

export interface Span {
  id: string;
  name: string;
  startsOn: string;
  endsOn: string;
}

export interface HolidayFacts extends Span {
  madeUp: { day: string; followsWeekday: number }[];
}

const touching = (a: Omit<Span, 'id' | 'name'>, b: Span): boolean => a.startsOn <= b.endsOn && b.startsOn <= a.endsOn;

/** Faults of a term beside the other terms of the district. */
export function termFaults(term: Span, others: readonly Span[]): FieldFault[] {
  const days = daysBetween(term.startsOn, term.endsOn);
  if (days < 0) return [{ pointer: '/endsOn', code: 'before_start' }];
  const faults: FieldFault[] = [];
  if (days >= LONGEST_TERM) faults.push({ pointer: '/endsOn', code: 'too_long', params: { most: LONGEST_TERM } });
  for (const other of others) {
    if (other.name === term.name) faults.push({ pointer: '/name', code: 'taken' });
    if (touching(term, other)) {
      const { name, startsOn, endsOn } = other;
      const inside = startsOn <= term.startsOn ? '/startsOn' : '/endsOn';
      faults.push({ pointer: inside, code: 'overlaps', params: { name, startsOn, endsOn } });
    }
  }
  return faults;
}

/** Faults of a holiday beside the others. It may lie outside every term; no day may be two things. */
export function holidayFaults(holiday: HolidayFacts, others: readonly HolidayFacts[]): FieldFault[] {
  const days = daysBetween(holiday.startsOn, holiday.endsOn);
  if (days < 0) return [{ pointer: '/endsOn', code: 'before_start' }];
  if (days >= LONGEST_HOLIDAY) return [{ pointer: '/endsOn', code: 'too_long', params: { most: LONGEST_HOLIDAY } }];
  const faults: FieldFault[] = [];
  const madeUpFor = new Map(others.flatMap(({ name, madeUp }) => madeUp.map(({ day }) => [day, name] as const)));
  for (const other of others) {
    if (!touching(holiday, other)) continue;
    const { name, startsOn, endsOn } = other;
    const inside = startsOn <= holiday.startsOn ? '/startsOn' : '/endsOn';
    faults.push({ pointer: inside, code: 'overlaps', params: { name, startsOn, endsOn } });
  }
  for (const day of daysOf(holiday)) {
    const name = madeUpFor.get(day);
    if (name) faults.push({ pointer: '/startsOn', code: 'worked_day', params: { day, name } });
  }
  const before = new Set<string>();
  holiday.madeUp.forEach(({ day }, i) => {
    const pointer = `/madeUp/${i}/day`;
    const free = [holiday, ...others].find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
    if (before.has(day)) faults.push({ pointer, code: 'twice' });
    else if (free) faults.push({ pointer, code: 'inside_holiday', params: { name: free.name } });
    else if (madeUpFor.has(day))
      faults.push({ pointer, code: 'worked_day', params: { day, name: madeUpFor.get(day)! } });
    before.add(day);
  });
  return faults;
}

/** Every day of a span, first to last. */
export const daysOf = ({ startsOn, endsOn }: Omit<Span, 'id' | 'name'>): string[] =>
  Array.from({ length: Math.max(0, daysBetween(startsOn, endsOn) + 1) }, (_, k) => addDays(startsOn, k));

/** What stands in a row now where it differs from what somebody sends who has seen an older version. */
export function movedSince(now: object, sent: object): FieldFault[] {
  return Object.entries(sent)
    .filter(([key, value]) => key !== 'version' && value !== undefined && key in now)
    .map(([key, value]) => [key, (now as Record<string, unknown>)[key], value] as const)
    .filter(([, stands, value]) => JSON.stringify(stands) !== JSON.stringify(value ?? null))
    .map(([key, stands]) => ({ pointer: `/${key}`, code: 'changed', params: { now: shown(stands) } }));
}

/** The fields that a change gives another value, for the trail. */
export function changed(before: object, after: object): { changes: FieldChange[] } {
  const old = Object.fromEntries(Object.keys(after).map((key) => [key, (before as Record<string, unknown>)[key]]));
  return { changes: changesOf(old, after) };
}

const shown = (value: unknown): ErrorParams[string] =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as string | number | boolean | null)
    : JSON.stringify(value);
