import type { Menus, Policy } from '../../src/matching/engine/menus';
import { numbers } from './menus-generator';
import { randomMenus } from './menus-small';

/**
 * Random small menus where much meets: few times, teams, offers free at any time, pins that name their time or contradict
 * each other, given points of seats, goods at fixed times, and policies that weigh otherwise than the default.
 */
export function shakenMenus(seed: number): Menus {
  const random = numbers(seed ^ 0x5eed);
  const between = (a: number, b: number) => a + Math.floor(random() * (b - a + 1));
  const chance = (share: number) => random() < share;
  const one = <T>(list: readonly T[]): T => list[between(0, list.length - 1)];
  const [mostNeeds, mostVolunteers] = one([
    [4, 4],
    [3, 5],
    [5, 2],
  ]);
  const menus = randomMenus(seed, mostNeeds, mostVolunteers);
  const { horizon, needs, volunteers, offers, commitments } = menus;
  const few = needs.flatMap((n) => n.alternatives).slice(0, 3);
  const crowded = chance(0.6);
  const eager = chance(0.8);
  for (const need of needs) {
    if (crowded) need.alternatives = need.alternatives.map((a) => (chance(0.7) ? one(few) : a));
    if (chance(0.1)) need.quantity = between(1, 3);
    if (chance(0.1)) need.worth = one([0, 1, 700, 5000, 1_000_000]);
    if (!eager) continue;
    for (const skill of need.skills) skill.required = chance(0.2);
    Object.assign(need, {
      category: needs[0].category,
      form: needs[0].form,
      languages: [],
      period: { from: 0, to: horizon.days - 1 },
    });
    if (chance(0.8)) Object.assign(need, { grades: 0, minors: false, consentMissing: false });
  }
  for (const volunteer of volunteers) {
    if (chance(0.15)) volunteer.people = between(2, 3);
    if (chance(0.1)) volunteer.bufferMinutes = one([10, 300, 1440]);
    if (chance(0.2)) volunteer.monthlyMinutes = between(0, 1000) / 2;
  }
  for (const offer of offers) {
    if (eager)
      Object.assign(offer, { category: needs[0]?.category ?? offer.category, forms: needs.map((n) => n.form) });
    if (eager && chance(0.8)) offer.availability.anyTime = true;
    if (eager && offer.stock === 0) offer.stock = between(0, 8);
    if (chance(0.15)) offer.stock = between(0, 6);
    if (chance(0.05)) offer.skills = [...offer.skills, ...offer.skills.map((s) => ({ ...s, level: between(1, 3) }))];
  }
  for (const commitment of commitments) {
    if (crowded && few.length > 0 && chance(0.4)) commitment.occurrences = one(few).occurrences;
  }
  if (chance(0.1)) for (const c of commitments) c.monthlyMinutes = c.monthlyMinutes.map((m) => m + 7.25);
  if (needs.length > 0 && offers.length > 0) {
    if (chance(0.4))
      menus.pins = Array.from({ length: between(1, 4) }, () => {
        const need = one(needs);
        const times = need.alternatives.length;
        return {
          need: need.id,
          offer: one(offers).id,
          alternative: chance(0.5) && times > 0 ? between(0, times) : null,
        };
      });
    if (chance(0.2)) menus.published = [...menus.published, ...menus.pins.filter(() => chance(0.5))];
  }
  menus.policy = { ...menus.policy, ...policy() };
  return menus;

  function policy(): Partial<Policy> {
    const changed: Partial<Policy> = {};
    if (chance(0.2)) changed.fairness = one([0, 0.5, 500, 3000]);
    if (chance(0.1)) changed.usualConcurrent = one([1, 5]);
    if (chance(0.2)) changed.keepBonus = one([0, 1, 300, 2000]);
    if (chance(0.15))
      changed.seatPoints = one([
        [1000, 900, 800, 700],
        [0, 0, 0, 0],
        [500, 2000, 500, 500],
      ] as Policy['seatPoints'][]);
    if (chance(0.15)) Object.assign(changed, { waitingPoints: one([0, 333]), waitingFullDays: one([0, 7]) });
    if (chance(0.15)) changed.fit = { skill: 0, time: 500, distance: 0, wish: 333, continuity: 0, slack: 167 };
    if (chance(0.15)) Object.assign(changed, { detour: 1, tripMinutes: one([0, 7.3, 45]), distanceScale: 700 });
    return changed;
  }
}
