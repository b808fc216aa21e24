import { factsOf, type NeedFacts } from './facts';
import type { Menus, OfferLine, Point, VolunteerLine } from './menus';
import { filledByNeed, type PlanMap, solvePart } from './neighbourhood';
import { objectiveOf } from './objective';
import { seatPoints } from './rules';
import { DAY } from './time';

/** What open seats wait for, and what one more volunteer who has it would bring. */
export interface ScarceSkill {
  /** The required skill; null: the needs ask for none, the category is what is missing. */
  skill: string | null;
  category: string;
  /** ISO weekday and half of the day of the first session; null: the time is to be agreed. */
  weekday: number | null;
  half: 'morning' | 'afternoon' | null;
  /** Open needs and seats of this kind, and the schools they belong to. */
  needs: string[];
  seats: number;
  schools: string[];
  /**
   * With one more such volunteer (cleared, at the middle of these schools, free in this half-day, the district's usual
   * number of engagements) a plan exists that fills so many more seats and is so many points better. Verified by
   * solving the neighbourhood; the whole might gain more.
   */
  seatsGained: number;
  gainAtLeast: number;
}

const NOON = 12 * 60;

/** Needs of a group to look at, and volunteers set free around them. */
const SEEDS = 8;
const SIZE = 16;

/** Groups the open seats, and verifies the most valuable groups by adding a hypothetical volunteer to each. */
export function scarceOf(map: PlanMap, most: number): ScarceSkill[] {
  const { plan } = map;
  const { facts } = map.round;
  const { policy } = facts.menus;
  const groups = new Map<string, { scarce: ScarceSkill; needs: NeedFacts[]; points: number }>();
  for (const { need: id, open } of plan.unfilled) {
    const need = facts.need.get(id);
    // Consent and a period that is over are nobody's scarcity.
    if (need === undefined || need.line.consentMissing || need.whens.every((when) => !when.insidePeriod)) continue;
    for (const { skill } of need.required.length > 0 ? need.required : [{ skill: null }]) {
      for (const { weekday, half } of halfDays(need, facts.days.weekday)) {
        const key = `${need.line.category}\n${skill}\n${weekday}\n${half}`;
        let group = groups.get(key);
        if (group === undefined) {
          const scarce: ScarceSkill = {
            skill,
            category: need.line.category,
            weekday,
            half,
            needs: [],
            seats: 0,
            schools: [],
            seatsGained: 0,
            gainAtLeast: 0,
          };
          groups.set(key, (group = { scarce, needs: [], points: 0 }));
        }
        group.needs.push(need);
        group.scarce.needs.push(id);
        group.scarce.seats += open;
        if (!group.scarce.schools.includes(need.line.school)) group.scarce.schools.push(need.line.school);
        group.points += open * seatPoints(need.line, policy);
      }
    }
  }
  const likely = [...groups.values()].sort((a, b) => b.points - a.points).slice(0, most);
  for (const { scarce, needs } of likely) verify(map, scarce, needs);
  return likely.map(({ scarce }) => scarce).sort((a, b) => b.gainAtLeast - a.gainAtLeast);
}

/** Solves the neighbourhood of the group with one volunteer more. */
function verify(map: PlanMap, scarce: ScarceSkill, needs: readonly NeedFacts[]): void {
  // One volunteer serves few needs: the most valuable ones are enough to show a gain.
  const worth = (n: NeedFacts) => seatPoints(n.line, map.menus.policy);
  const seeds = [...needs].sort((a, b) => worth(b) - worth(a) || a.index - b.index).slice(0, SEEDS);
  const near = seeds.map((n) => n.line.id);
  const part = map.around({ needs: near, volunteers: [] }, SIZE);
  const volunteer = hypothetical(needs, map.menus);
  const offer = itsOffer(volunteer, scarce, needs);
  const menus: Menus = {
    ...part.menus,
    volunteers: [...part.menus.volunteers, volunteer],
    offers: [...part.menus.offers, offer],
  };
  const better = solvePart(map, part, menus, near);
  const before = objectiveOf(factsOf(part.menus, map.plan.seed), part.pairs);
  const now = filledByNeed(better.pairs);
  const then = filledByNeed(part.pairs);
  // The old plan still stands if the search of the part found nothing better.
  scarce.gainAtLeast = Math.max(0, before - better.objective);
  if (scarce.gainAtLeast === 0) return;
  scarce.seatsGained = menus.needs.reduce((sum, n) => sum + (now.get(n.id) ?? 0) - (then.get(n.id) ?? 0), 0);
}

function hypothetical(needs: readonly NeedFacts[], menus: Menus): VolunteerLine {
  const points = needs.map((n) => (n.line.place.kind === 'site' ? n.line.place.at : null)).filter((at) => at !== null);
  return {
    id: 'one more volunteer',
    people: 1,
    maxConcurrent: menus.policy.usualConcurrent ?? 3,
    monthlyMinutes: null,
    home: points.length > 0 ? middle(points) : null,
    travelMode: 'bus',
    travelLimitMetres: null,
    bufferMinutes: 0,
    clearedUntil: menus.horizon.days,
    languages: [...new Set(needs.flatMap((n) => n.line.languages))],
    wishedSchools: [],
  };
}

function itsOffer(volunteer: VolunteerLine, scarce: ScarceSkill, needs: readonly NeedFacts[]): OfferLine {
  const window = {
    weekday: scarce.weekday ?? 1,
    from: scarce.half === 'afternoon' ? NOON : 0,
    to: scarce.half === 'morning' ? NOON : DAY,
  };
  return {
    id: 'offer of one more volunteer',
    volunteer: volunteer.id,
    programme: null,
    category: scarce.category,
    forms: [...new Set(needs.map((n) => n.line.form))],
    skills: [...new Set(needs.flatMap((n) => n.required.map((r) => r.skill)))].map((skill) => ({ skill, level: 3 })),
    grades: 0,
    availability: {
      anyTime: scarce.weekday === null,
      weekly: scarce.weekday === null ? [] : [window],
      dates: [],
      daysOff: [],
    },
    maxConcurrent: null,
    monthlyMinutes: null,
    onsite: true,
    online: true,
    stock: needs.reduce((sum, n) => sum + n.line.quantity * n.line.seats, 0),
  };
}

/** The place with the middle latitude and the middle longitude. */
function middle(points: readonly Point[]): Point {
  const half = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  return { latitude: half(points.map((p) => p.latitude)), longitude: half(points.map((p) => p.longitude)) };
}

/** Half-days in which a way of holding the need begins, each once. */
function halfDays(need: NeedFacts, weekdays: Uint8Array): { weekday: number | null; half: ScarceSkill['half'] }[] {
  const found = new Map<string, { weekday: number | null; half: ScarceSkill['half'] }>();
  for (const when of need.whens) {
    if (when.index === null) return [{ weekday: null, half: null }];
    if (!when.insidePeriod) continue;
    const first = when.occurrences[0].from;
    const weekday = weekdays[Math.floor(first / DAY)];
    const half = first % DAY < NOON ? 'morning' : 'afternoon';
    found.set(`${weekday} ${half}`, { weekday, half });
  }
  return [...found.values()];
}
