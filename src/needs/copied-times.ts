/** Times of an earlier need for a new period ("as last term"). */
import { addDays, daysBetween, mondayOf } from '../districts/local-time';
import { inNextTerm } from './next-term';
import { ruleOf, toRecurrences } from '../sheets/expressions/rrule';
import type { AlternativeDto } from './needs.dto';
import { recurrenceOf } from './recurrences';

interface Period {
  from: string;
  to: string;
}

/**
 * Weekly times as they are. A recurrence goes on in the new period, as many weeks later as that begins, without its exceptions.
 * Dates stay where they lie in the new period; where nothing else is left of an alternative they are those of the same weeks of
 * the next term. An alternative of which nothing is left is left out.
 */
export function copiedAlternatives(
  alternatives: readonly AlternativeDto[],
  earlier: Period,
  next: Period,
  terms: { startsOn: string; endsOn: string }[],
): AlternativeDto[] {
  const copied = alternatives.map(({ weekly, dates, recurrences = [] }) => {
    const going = recurrences.flatMap((text) => movedRecurrence(text, earlier, next));
    const ahead = dates.filter(({ day }) => next.from <= day && day <= next.to);
    const over = weekly.length + going.length + ahead.length === 0;
    const days = over ? inNextTerm(dates, terms, next.from).filter(({ day }) => day <= next.to) : ahead;
    return { weekly, dates: days, ...(going.length > 0 && { recurrences: going }) };
  });
  return copied.filter(({ weekly, dates, recurrences = [] }) => weekly.length + dates.length + recurrences.length > 0);
}

/** The recurrence in the new period; none where no words say its rule, or it has no day there. */
function movedRecurrence(text: string, earlier: Period, next: Period): string[] {
  const found = recurrenceOf(text);
  const rule = ruleOf({ ...found, except: [] });
  if (rule.kind === 'dates') return [];
  const days = daysBetween(mondayOf(earlier.from), mondayOf(next.from));
  const step = 7 * found.interval;
  // Who begins with the period, or ends with it, does so again.
  const begins = addDays(found.start, -step) < earlier.from && found.interval === 1;
  let from = begins ? next.from : addDays(found.start, days);
  while (from < next.from) from = addDays(from, step);
  const ends = addDays(found.until, step) > earlier.to;
  const to = ends ? next.to : [addDays(found.until, days), next.to].sort()[0];
  return from > to ? [] : (toRecurrences({ ...rule, range: { from, to } }, from) ?? []);
}
