import type { Menus, NeedLine, OfferLine, VolunteerLine } from '../../src/matching/engine/menus';
import { district, numbers } from './menus-generator';

/** Generated districts in which one part of the problem binds much more than usual; `everything` has all of them. */
export const FAMILIES = ['alternatives', 'months', 'travel', 'teams', 'goods', 'everything'] as const;
export type Family = (typeof FAMILIES)[number];

const DAY = 1440;

/** Deterministic by family, size and seed. */
export function familyMenus(family: Family, needs: number, volunteers: number, seed: number): Menus {
  const random = numbers(seed * 31 + FAMILIES.indexOf(family));
  const between = (a: number, b: number) => a + Math.floor(random() * (b - a + 1));
  const base = district({ needs, volunteers, seed });
  const is = (...names: Family[]) => family === 'everything' || names.includes(family);

  /** Three times a week apart by day and hour, of which one is chosen for all volunteers. */
  const withAlternatives = (need: NeedLine): NeedLine => {
    const [first] = need.alternatives;
    if (first === undefined) return need;
    const seats = Math.max(need.seats, between(1, 3));
    const moved = [between(1, 3), between(1, 3)].map((days, k) => ({
      occurrences: first.occurrences
        .map(({ from, to }) => ({ from: from + days * DAY + (k - 1) * 60, to: to + days * DAY + (k - 1) * 60 }))
        .filter(({ to }) => to <= (need.period.to + 1) * DAY),
    }));
    const alternatives = [first, ...moved.filter(({ occurrences }) => occurrences.length > 0)];
    return { ...need, seats, minimum: Math.min(seats, Math.max(need.minimum, between(1, 2))), alternatives };
  };
  /** Most of the service falls into one month, in which minutes are scarce. */
  const inOneMonth = (need: NeedLine): NeedLine =>
    need.alternatives.length > 0 || random() < 0.3
      ? need
      : { ...need, period: { from: 30, to: 60 }, weeklyMinutes: between(2, 8) * 30 };
  /** Short sessions on two days of the week, close after one another, at schools a good way apart. */
  const closeTogether = (need: NeedLine): NeedLine => {
    const from = 8 * 60 + between(0, 14) * 20;
    const days = Array.from({ length: 18 }, (_, week) => week * 7 + (random() < 0.5 ? 1 : 3));
    const inside = days.filter((day) => day >= need.period.from && day <= need.period.to);
    if (inside.length === 0 || random() < 0.2) return need;
    const occurrences = inside.map((day) => ({ from: day * DAY + from, to: day * DAY + from + 40 }));
    return { ...need, alternatives: [{ occurrences }], weeklyMinutes: 0 };
  };
  const asGoods = (need: NeedLine): NeedLine =>
    random() < 0.5
      ? need
      : { ...need, alternatives: [], weeklyMinutes: 0, seats: between(1, 3), minimum: 1, quantity: between(1, 6) };
  const pipeline: [boolean, (need: NeedLine) => NeedLine][] = [
    [is('travel'), closeTogether],
    [is('alternatives'), withAlternatives],
    [is('months'), inOneMonth],
    [is('goods'), asGoods],
  ];

  const volunteer = (line: VolunteerLine): VolunteerLine => ({
    ...line,
    ...(is('months') ? { monthlyMinutes: between(2, 14) * 60 } : {}),
    ...(is('travel')
      ? { travelMode: random() < 0.6 ? 'walk' : 'bicycle', maxConcurrent: between(2, 6), travelLimitMetres: null }
      : {}),
    ...(is('teams') && random() < 0.3 ? { people: between(2, 4), maxConcurrent: between(3, 8) } : {}),
  });
  const offer = (line: OfferLine): OfferLine => ({
    ...line,
    ...(is('goods') ? { stock: between(0, 12) } : {}),
    ...(is('months') && random() < 0.3 ? { monthlyMinutes: between(2, 8) * 60 } : {}),
    ...(is('travel') ? { availability: { ...line.availability, anyTime: true } } : {}),
  });
  const menus: Menus = {
    ...base,
    needs: base.needs.map((need) => pipeline.reduce((line, [on, change]) => (on ? change(line) : line), need)),
    volunteers: base.volunteers.map(volunteer),
    offers: base.offers.map(offer),
  };
  if (family !== 'everything') return menus;
  const one = <T>(list: readonly T[]): T => list[between(0, list.length - 1)];
  const pair = () => ({ need: one(menus.needs).id, offer: one(menus.offers).id, alternative: null });
  return {
    ...menus,
    pins: Array.from({ length: Math.ceil(needs / 20) }, pair),
    published: Array.from({ length: Math.ceil(needs / 4) }, pair),
  };
}
