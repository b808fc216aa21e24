import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import type { Interval, Menus, NeedLine } from './menus';
import { pairing } from './pairing';
import type { Reason } from './plan';
import { HARD_RULES } from './rules';
import { DAY } from './time';

/** A change to try. */
export interface Trial {
  change: Reason;
  /** Smaller first: the kind, then how far it goes. */
  kind: number;
  size: number;
  apply: (menus: Menus) => Menus;
  /** Volunteers whom the change brings in. */
  brings: string[];
}

/** Kinds of change, the smallest intrusion first. */
export const KINDS = [
  'relax_minimum',
  'relax_preferred_instead_of_required',
  'relax_lower_level',
  'relax_other_time',
  'relax_longer_way',
  'relax_online',
  'relax_any_grade',
  'relax_any_language',
  'relax_other_form',
  'relax_clearance_renewed',
  'relax_one_more_engagement',
  'relax_other_category',
] as const;

/** Changes that would make somebody eligible, from the pairs that break exactly one rule. */
export function trialsFor(facts: Facts, need: NeedFacts, before: number): Trial[] {
  const trials = new Map<string, Trial>();
  const offer = (
    kind: (typeof KINDS)[number],
    params: Reason['params'],
    size: number,
    apply: Trial['apply'],
    who?: string,
  ) => {
    const key = `${kind} ${JSON.stringify(params)}`;
    const present = trials.get(key);
    if (present === undefined) {
      const brings = who === undefined ? [] : [who];
      trials.set(key, { change: { code: kind, params }, kind: KINDS.indexOf(kind), size, apply, brings });
    } else if (who !== undefined && present.brings.length < 20 && !present.brings.includes(who))
      present.brings.push(who);
  };
  const onNeed = (change: (line: NeedLine) => NeedLine) => (menus: Menus) => ({
    ...menus,
    needs: menus.needs.map((n) => (n.id === need.line.id ? change(n) : n)),
  });

  for (let minimum = need.line.minimum - 1; minimum >= Math.max(1, before + 1); minimum--) {
    offer(
      'relax_minimum',
      { from: need.line.minimum, to: minimum },
      need.line.minimum - minimum,
      onNeed((n) => ({ ...n, minimum })),
    );
  }
  for (const from of facts.offers) {
    for (const when of need.whens) {
      const rule = onlyRule(facts, need, when, from);
      if (rule === null) continue;
      const who = from.volunteer.line.id;
      const { line } = need;
      switch (rule.code) {
        case 'required_skills': {
          for (const { skill, level } of need.required) {
            const offered = from.levels.get(skill) ?? 0;
            if (offered >= level) continue;
            const preferred = (s: NeedLine['skills'][number]) => (s.skill === skill ? { ...s, required: false } : s);
            const lower = (s: NeedLine['skills'][number]) => (s.skill === skill ? { ...s, level: offered } : s);
            if (missing(need, from) > 1) continue;
            if (offered > 0) {
              const change = onNeed((n) => ({ ...n, skills: n.skills.map(lower) }));
              offer('relax_lower_level', { skill, from: level, to: offered }, level - offered, change, who);
            } else {
              const change = onNeed((n) => ({ ...n, skills: n.skills.map(preferred) }));
              offer('relax_preferred_instead_of_required', { skill }, level, change, who);
            }
          }
          break;
        }
        case 'travel_limit': {
          const { limit, metres } = rule.params as { limit: number; metres: number };
          const change = (menus: Menus) => ({
            ...menus,
            volunteers: menus.volunteers.map((v) =>
              v.id === who ? { ...v, travelLimitMetres: farther(v, metres) } : v,
            ),
            offers: menus.offers.map((o) =>
              o.volunteer === who ? { ...o, travelLimitMetres: farther(o, metres) } : o,
            ),
          });
          offer('relax_longer_way', { volunteer: who, from: limit, to: metres }, metres - limit, change, who);
          break;
        }
        case 'onsite_or_online': {
          if (line.place.kind === 'site')
            offer(
              'relax_online',
              {},
              1,
              onNeed((n) => ({ ...n, place: { kind: 'online' } })),
              who,
            );
          break;
        }
        case 'grades':
          offer(
            'relax_any_grade',
            {},
            1,
            onNeed((n) => ({ ...n, grades: 0 })),
            who,
          );
          break;
        case 'language':
          offer(
            'relax_any_language',
            {},
            1,
            onNeed((n) => ({ ...n, languages: [] })),
            who,
          );
          break;
        case 'form': {
          for (const form of from.forms)
            offer(
              'relax_other_form',
              { from: line.form, to: form },
              1,
              onNeed((n) => ({ ...n, form })),
              who,
            );
          break;
        }
        case 'category': {
          const category = from.line.category;
          offer(
            'relax_other_category',
            { from: line.category, to: category },
            1,
            onNeed((n) => ({ ...n, category })),
            who,
          );
          break;
        }
        case 'clearance': {
          const change = (menus: Menus) => ({
            ...menus,
            volunteers: menus.volunteers.map((v) => (v.id === who ? { ...v, clearedUntil: when.lastDay } : v)),
          });
          offer(
            'relax_clearance_renewed',
            { volunteer: who, until: when.lastDay },
            from.volunteer.line.clearedUntil === null ? 2 : 1,
            change,
            who,
          );
          break;
        }
        case 'concurrent': {
          const change = (menus: Menus) => ({
            ...menus,
            volunteers: menus.volunteers.map((v) =>
              v.id === who ? { ...v, maxConcurrent: plusOne(v.maxConcurrent) } : v,
            ),
            offers: menus.offers.map((o) =>
              o.id === from.line.id ? { ...o, maxConcurrent: plusOne(o.maxConcurrent) } : o,
            ),
          });
          offer('relax_one_more_engagement', { volunteer: who }, 1, change, who);
          break;
        }
        case 'availability':
        case 'overlap':
          otherTimes(need, when, from, (shift, occurrences) => {
            const change = onNeed((n) => ({ ...n, alternatives: [...n.alternatives, { occurrences }] }));
            const days = Math.round(shift / DAY);
            const [first] = occurrences;
            const dropped = when.occurrences.length - occurrences.length;
            const params = { days, minutes: shift - days * DAY, from: first.from, to: first.to, dropped };
            offer('relax_other_time', params, Math.abs(shift), change, who);
          });
          break;
        default:
          break;
      }
    }
  }
  return [...trials.values()];

  /** The same sessions, moved by days within the week and by half-hours within the day, where this offer is free. */
  function otherTimes(
    n: NeedFacts,
    when: WhenFacts,
    from: OfferFacts,
    found: (shift: number, occurrences: Interval[]) => void,
  ): void {
    if (when.index === null) return;
    let listed = 0;
    for (const shift of SHIFTS) {
      if (listed === 2) return;
      const first = when.occurrences[0];
      const minute = (first.from % DAY) + (shift - Math.round(shift / DAY) * DAY);
      if (minute < 7 * 60 || minute + (first.to - first.from) > 21 * 60) continue;
      const moved = when.occurrences
        .map(({ from: a, to: b }) => ({ from: a + shift, to: b + shift }))
        .filter((o) => o.from >= n.line.period.from * DAY && o.to <= (n.line.period.to + 1) * DAY)
        .filter((o) => o.from >= 0 && o.to <= facts.days.count * DAY);
      // A session at the edge of the period may fall out of it; more would be another need.
      if (moved.length === 0 || moved.length < when.occurrences.length - 1) continue;
      if (!free(n, from, moved)) continue;
      listed++;
      found(shift, moved);
    }
  }

  function free(n: NeedFacts, from: OfferFacts, occurrences: Interval[]): boolean {
    const busy = from.volunteer.busy;
    if (busy.some((b) => occurrences.some((o) => o.from < b.to && b.from < o.to))) return false;
    return occurrences.every((o) => facts.slots.covers(from, o)) && n.line.alternatives.length < 1000;
  }
}

/** Moves tried, the nearest first: up to six days either way and up to eight hours on the same day or another. */
const SHIFTS: readonly number[] = (() => {
  const shifts: number[] = [];
  for (let day = -6; day <= 6; day++) {
    for (let half = -16; half <= 16; half++) if (day !== 0 || half !== 0) shifts.push(day * DAY + half * 30);
  }
  const weight = (shift: number) => {
    const days = Math.round(shift / DAY);
    return Math.abs(days) * 600 + Math.abs(shift - days * DAY);
  };
  return shifts.sort((a, b) => weight(a) - weight(b) || a - b);
})();

/** The one rule the pair breaks; null when it breaks none or several. */
function onlyRule(facts: Facts, need: NeedFacts, when: WhenFacts, offer: OfferFacts): Reason | null {
  const pair = pairing(facts, need, when, offer);
  let only: Reason | null = null;
  for (const rule of HARD_RULES) {
    const reason = rule.check(pair);
    if (reason === null) continue;
    if (only !== null) return null;
    only = reason;
  }
  return only;
}

function missing(need: NeedFacts, offer: OfferFacts): number {
  return need.required.filter(({ skill, level }) => (offer.levels.get(skill) ?? 0) < level).length;
}

function plusOne(limit: number | null): number | null {
  return limit === null ? null : limit + 1;
}

/** A limit on the way that lets so many metres pass. */
const farther = ({ travelLimitMetres: limit = null }: { travelLimitMetres?: number | null }, metres: number) =>
  limit === null ? null : Math.max(limit, metres);
