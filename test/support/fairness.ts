import { factsOf } from '../../src/matching/engine/facts';
import { match } from '../../src/matching/engine/match';
import type { Menus, OfferLine, VolunteerLine } from '../../src/matching/engine/menus';
import type { Plan } from '../../src/matching/engine/plan';
import { pairing } from '../../src/matching/engine/pairing';
import { fitOf } from '../../src/matching/engine/score';

/** Ways of declaring less than is true. */
export const UNDERSTATEMENTS = ['fewer_windows', 'fewer_skills', 'less_capacity', 'shorter_way'] as const;
export type Understatement = (typeof UNDERSTATEMENTS)[number];

/** How often and by how much volunteers gain by declaring less. */
export interface Gain {
  kind: Understatement;
  asked: number;
  /** The best engagement fits better than with the truth; by how many points of fit on average, and at most. */
  better: number;
  meanGain: number;
  mostGain: number;
  /** All engagements together fit better (sum of fits). */
  moreInAll: number;
  /** It brought fewer or worse engagements. */
  worse: number;
}

/**
 * Lets every `step`-th volunteer of the menus declare less, one at a time, solves again, and values what each gets by
 * the truth. Deterministic.
 */
export function measureUnderstating(menus: Menus, step: number, iterations = 10): Gain[] {
  const facts = factsOf(menus);
  const solve = (given: Menus) => match(given, { seed: 1, iterations });
  const honest = solve(menus);
  const worth = (plan: Plan, id: string) =>
    plan.pairs
      .filter((p) => p.volunteer === id)
      .map((p) => {
        const need = facts.need.get(p.need)!;
        const when = need.whens.find((w) => w.index === p.alternative)!;
        return fitOf(pairing(facts, need, when, facts.offer.get(p.offer)!));
      });
  return UNDERSTATEMENTS.map((kind) => {
    const gain: Gain = { kind, asked: 0, better: 0, meanGain: 0, mostGain: 0, moreInAll: 0, worse: 0 };
    let gained = 0;
    for (let v = 0; v < menus.volunteers.length; v += step) {
      const line = menus.volunteers[v];
      const less = understated(menus, line, kind);
      if (less === null) continue;
      gain.asked++;
      const truth = worth(honest, line.id);
      const now = worth(solve(less), line.id);
      const by = Math.max(0, ...now) - Math.max(0, ...truth);
      const inAll = sum(now) - sum(truth);
      if (by > 0) {
        gain.better++;
        gained += by;
        gain.mostGain = Math.max(gain.mostGain, by);
      }
      if (inAll > 0) gain.moreInAll++;
      if (inAll < 0) gain.worse++;
    }
    gain.meanGain = gain.better === 0 ? 0 : Math.round(gained / gain.better);
    return gain;
  });
}

/** The menus in which the volunteer declares less; null when there is nothing to leave out. */
function understated(menus: Menus, line: VolunteerLine, kind: Understatement): Menus | null {
  const own = menus.offers.filter((o) => o.volunteer === line.id);
  const withOffers = (change: (o: OfferLine) => OfferLine) => ({
    ...menus,
    offers: menus.offers.map((o) => (o.volunteer === line.id ? change(o) : o)),
  });
  const withLine = (change: Partial<VolunteerLine>) => ({
    ...menus,
    volunteers: menus.volunteers.map((v) => (v.id === line.id ? { ...v, ...change } : v)),
  });
  switch (kind) {
    case 'fewer_windows': {
      if (!own.some((o) => !o.availability.anyTime && o.availability.weekly.length > 1)) return null;
      return withOffers((o) => ({
        ...o,
        availability: { ...o.availability, weekly: o.availability.weekly.filter((_, k) => k % 2 === 0) },
      }));
    }
    case 'fewer_skills':
      return own.some((o) => o.skills.length > 1) ? withOffers((o) => ({ ...o, skills: o.skills.slice(0, 1) })) : null;
    case 'less_capacity':
      return line.maxConcurrent !== null && line.maxConcurrent > 1
        ? withLine({ maxConcurrent: line.maxConcurrent - 1 })
        : null;
    case 'shorter_way':
      return line.travelLimitMetres === null
        ? null
        : withLine({ travelLimitMetres: Math.round(line.travelLimitMetres * 0.6) });
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
