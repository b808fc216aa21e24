import { addDays, toMoment } from '../districts/local-time';
import type { ProposalDraft } from '../proposals/proposals.service';
import type { Interval, Menus } from './engine/menus';
import type { Plan } from './engine/plan';
import { DAY } from './engine/time';

export interface DatedMeeting {
  startsAt: string;
  endsAt: string;
}

/** Turns minutes of a horizon into moments on the district's clock; each minute is worked out once. */
export function meetingsOn(start: string, timezone: string): (occurrences: readonly Interval[]) => DatedMeeting[] {
  const known = new Map<number, string>();
  const moment = (minute: number): string => {
    let text = known.get(minute);
    if (text === undefined) {
      const day = Math.floor(minute / DAY);
      text = toMoment(addDays(start, day), minute - day * DAY, timezone).toISOString();
      known.set(minute, text);
    }
    return text;
  };
  return (occurrences) => occurrences.map(({ from, to }) => ({ startsAt: moment(from), endsAt: moment(to) }));
}

/** The pairs of a plan as proposals to be written. */
export function draftsOf(menus: Menus, plan: Plan, timezone: string): ProposalDraft[] {
  const needs = new Map(menus.needs.map((need) => [need.id, need]));
  const dated = meetingsOn(menus.horizon.start, timezone);
  return plan.pairs.map(({ need, offer, volunteer, alternative, score, parts, reasons, alternatives }) => ({
    needId: need,
    offerId: offer,
    volunteerId: volunteer,
    alternative,
    occurrences: alternative === null ? [] : dated(needs.get(need)!.alternatives[alternative].occurrences),
    score,
    parts,
    reasons,
    alternatives,
  }));
}
