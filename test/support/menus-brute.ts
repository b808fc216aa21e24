import type { Menus, NeedLine } from '../../src/matching/engine/menus';
import type { Plan } from '../../src/matching/engine/plan';
import { type BrutePair, BruteRules, keyOf, OVERRIDABLE } from './menus-brute-rules';

export { keyOf };

/**
 * Every plan of tiny menus, by trying all, and what the menus say of one plan. The engine lends nothing but the shape of
 * its input and output: rules and points are written anew in `menus-brute-rules.ts` and here.
 */
export class BruteForce {
  private readonly rules: BruteRules;
  private readonly byNeed: BrutePair[][];
  private readonly byKey: Map<string, BrutePair>;
  private readonly keep: Set<string>;
  private readonly values: number[];

  constructor(private readonly menus: Menus) {
    this.rules = new BruteRules(menus);
    this.byNeed = this.rules.pairs();
    this.byKey = new Map(this.byNeed.flat().map((p) => [p.key, p]));
    const known = menus.published.filter(
      (p) => menus.needs.some((n) => n.id === p.need) && menus.offers.some((o) => o.id === p.offer),
    );
    this.keep = new Set(known.map((p) => keyOf(p.need, p.offer, p.alternative)));
    this.values = this.seatValues();
  }

  /**
   * The least points any plan loses that holds these pins (and the pair `forced`), with the most seats of each priority
   * that any of them fills, and by priority the least seat points lost, the higher priority first. null: none holds them.
   */
  best(
    pins: readonly BrutePair[] = [],
    forced: string | null = null,
  ): { objective: number; mostFilled: number[]; leastLost: number[] } | null {
    const { menus } = this;
    const pinned = new Set(pins);
    const chosen = [...pins];
    let found: { objective: number; mostFilled: number[]; leastLost: number[] } | null = null;
    const note = () => {
      if (forced !== null && !chosen.some((p) => p.key === forced)) return;
      const objective = this.objective(chosen);
      const lost = this.lost(chosen);
      const filled = this.filled(chosen);
      found ??= { objective, mostFilled: filled, leastLost: lost };
      found.objective = Math.min(found.objective, objective);
      found.mostFilled = found.mostFilled.map((most, k) => Math.max(most, filled[k]));
      if (below(lost, found.leastLost)) found.leastLost = lost;
    };
    const nextNeed = (i: number): void => {
      if (i === menus.needs.length) return note();
      const need = menus.needs[i];
      const own = pins.filter((p) => p.need === need);
      const ways = own.length > 0 ? [own[0].alternative] : [...new Set(this.byNeed[i].map((p) => p.alternative))];
      nextNeed(i + 1); // nobody but pins
      for (const way of ways) {
        const possible = this.byNeed[i].filter((p) => p.alternative === way && p.broken.size === 0);
        const more = (from: number, here: BrutePair[]): void => {
          if (here.length > own.length && here.length >= need.minimum) nextNeed(i + 1);
          if (here.length === need.seats) return;
          for (let k = from; k < possible.length; k++) {
            const pair = possible[k];
            if (here.some((p) => p.volunteer === pair.volunteer)) continue;
            chosen.push(pair);
            if (this.limitsHold(chosen, pair, pinned)) more(k + 1, [...here, pair]);
            chosen.pop();
          }
        };
        more(0, own);
      }
    };
    nextNeed(0);
    return found;
  }

  /** Points lost against everything filled with fit 1000, load and broken promises included. */
  private objective(pairs: readonly BrutePair[]): number {
    const { menus, keep } = this;
    const { policy } = menus;
    const fits = pairs.reduce((sum, p) => sum + 1000 - p.fit, 0);
    const broken = keep.size - pairs.filter((p) => keep.has(p.key)).length;
    const load = menus.volunteers.reduce((sum, v) => {
      const count = pairs.filter((p) => p.volunteer === v).length;
      for (let q = 0; q < count; q++) sum += this.loadPoints(q, v.maxConcurrent);
      return sum;
    }, 0);
    return this.lost(pairs).reduce((a, b) => a + b, 0) + fits + load + broken * policy.keepBonus;
  }

  private lost(pairs: readonly BrutePair[]): number[] {
    const lost = [0, 0, 0, 0];
    this.menus.needs.forEach((need, i) => {
      const people = pairs.filter((p) => p.need === need).length;
      lost[need.priority - 1] += this.values[i] * (need.seats - people);
    });
    return lost;
  }

  private filled(pairs: readonly BrutePair[]): number[] {
    return [1, 2, 3, 4].map((priority) => pairs.filter((p) => p.need.priority === priority).length);
  }

  /** What a plan says against the menus: pairs, pins, sums. Empty when all is as it says. */
  faults(plan: Plan): string[] {
    const found: string[] = [];
    const say = (what: string, holds: boolean) => void (holds || found.push(what));
    const { menus } = this;
    const pairs = plan.pairs.map((p) => {
      const pair = this.byKey.get(keyOf(p.need, p.offer, p.alternative));
      say(`${p.need} ${p.offer} is no pair`, pair !== undefined && pair.volunteer.id === p.volunteer);
      return pair!;
    });
    if (found.length > 0) return found;
    const pins = this.pinsOf(plan);
    const pinned = new Set(pins);
    pairs.forEach((pair, k) => {
      const { score, parts, overrides, pinned: isPin } = plan.pairs[k];
      const { load, ...others } = parts;
      const total = Object.values(others).reduce((a, b) => a + b, 0);
      say(`${pair.key} fits ${pair.fit}, not ${score} or ${total}`, score === pair.fit && total === pair.fit);
      say(`${pair.key} has a load of ${load}`, load <= 0);
      say(`${pair.key} is no pin`, !isPin || menus.pins.some((pin) => isAt(pin, pair)));
      say(`${pair.key} breaks ${[...pair.broken].join()}`, isPin ? this.mayBePinned(pair) : pair.broken.size === 0);
      const said = [...new Set((overrides ?? []).map((o) => o.code))].sort().join();
      say(`${pair.key} overrides ${said}`, !isPin || said === [...pair.broken].sort().join());
      say(`${pair.key} breaks a limit`, this.limitsHold(pairs, pair, pinned));
    });
    for (const need of menus.needs) say(`${need.id} is held wrongly`, this.needHolds(need, pairs, pins));
    const objective = this.objective(pairs);
    say(`the objective is ${objective}, not ${plan.objective}`, objective === plan.objective);
    const filled = this.filled(pairs).join();
    say(`filled ${filled}`, filled === plan.levels.map((l) => l.filled).join());
    return [...found, ...this.pinFaults(plan, pins)];
  }

  /** Points of unfilled seats of a plan, by priority. */
  lostOf(plan: Plan): number[] {
    return this.lost(plan.pairs.map((p) => this.byKey.get(keyOf(p.need, p.offer, p.alternative))!));
  }

  /** The pinned pairs of a plan. */
  pinsOf(plan: Plan): BrutePair[] {
    return plan.pairs.filter((p) => p.pinned).map((p) => this.byKey.get(keyOf(p.need, p.offer, p.alternative))!);
  }

  /** Each pin is held, or named because no time allowed it beside those held. */
  private pinFaults(plan: Plan, held: readonly BrutePair[]): string[] {
    const { menus } = this;
    const named = new Set((plan.pinProblems ?? []).map(({ params }) => `${params?.need} ${params?.offer}`));
    const found: string[] = [];
    for (const pin of menus.pins) {
      if (held.some((p) => isAt(pin, p))) continue;
      const id = `${pin.need} ${pin.offer}`;
      if (!named.has(id)) found.push(`pin ${id} is neither held nor named`);
      const free = [...this.byKey.values()].find(
        (p) => isAt(pin, p) && this.mayBePinned(p) && this.pinsHold([...held, p], p),
      );
      if (free !== undefined) found.push(`pin ${free.key} could be held`);
    }
    return found;
  }

  private mayBePinned(pair: BrutePair): boolean {
    return [...pair.broken].every((rule) => OVERRIDABLE.has(rule));
  }

  /** One pin beside the others: one time, seats, one seat a volunteer, and the limits nobody may override. */
  private pinsHold(pins: readonly BrutePair[], pin: BrutePair): boolean {
    const own = pins.filter((p) => p.need === pin.need);
    return this.needHolds(pin.need, own, own) && this.limitsHold(pins, pin, new Set(pins));
  }

  private needHolds(need: NeedLine, pairs: readonly BrutePair[], pins: readonly BrutePair[]): boolean {
    const own = pairs.filter((p) => p.need === need);
    const onlyPins = own.length === pins.filter((p) => p.need === need).length;
    return (
      own.length <= need.seats &&
      (onlyPins || own.length >= need.minimum) &&
      new Set(own.map((p) => p.alternative)).size <= 1 &&
      new Set(own.map((p) => p.volunteer)).size === own.length
    );
  }

  /** The limits of the volunteer and the offer of `pair`, with all they hold. Pins alone may exceed those on engagements. */
  private limitsHold(
    pairs: readonly BrutePair[],
    { volunteer, offer }: BrutePair,
    pinned: ReadonlySet<BrutePair>,
  ): boolean {
    const { rules, menus } = this;
    const own = pairs.filter((p) => p.volunteer === volunteer);
    const ofOffer = own.filter((p) => p.offer === offer);
    const room = (limit: number | null, held: readonly BrutePair[], agreed: number) =>
      limit === null || held.every((p) => pinned.has(p)) || held.length + agreed <= limit;
    const minutes = (left: number[] | null, held: readonly BrutePair[]) =>
      left === null ||
      left.every((most, m) => {
        const used = held.reduce((sum, p) => sum + p.minutes[m], 0);
        return used === 0 || used <= most;
      });
    const pieces = ofOffer.reduce((sum, p) => sum + p.need.quantity, 0);
    return (
      room(volunteer.maxConcurrent, own, menus.commitments.filter((c) => c.volunteer === volunteer.id).length) &&
      room(offer.maxConcurrent, ofOffer, menus.commitments.filter((c) => c.offer === offer.id).length) &&
      minutes(rules.leftOfVolunteer(volunteer), own) &&
      minutes(rules.leftOfOffer(offer), ofOffer) &&
      (pieces === 0 || pieces <= rules.piecesLeft(offer)) &&
      rules.share(volunteer, own)
    );
  }

  private loadPoints(q: number, maxConcurrent: number | null): number {
    const { fairness, usualConcurrent } = this.menus.policy;
    return Math.round((fairness * q) / Math.max(1, maxConcurrent ?? usualConcurrent ?? 3));
  }

  /**
   * Points of a seat by need. Strict levels lift a level by the least that makes its cheapest seat worth more than all
   * that can be won or lost below: every seat of lower levels, and for every seat a fit, a kept promise and a load.
   */
  private seatValues(): number[] {
    const { needs, volunteers, policy } = this.menus;
    const { waitingFullDays, waitingPoints, seatPoints, keepBonus } = policy;
    const values = needs.map(({ worth, waitingDays, priority }) => {
      const share = waitingFullDays === 0 ? 1 : Math.min(1, Math.max(0, waitingDays) / waitingFullDays);
      return worth ?? seatPoints[priority - 1] + Math.round(waitingPoints * share);
    });
    if (!policy.strictLevels || needs.every((n) => n.worth !== undefined)) return values;
    const seats = needs.reduce((sum, n) => sum + n.seats, 0);
    const load = volunteers.some((v) => v.maxConcurrent === null)
      ? this.loadPoints(seats, null)
      : this.loadPoints(1, 1);
    let below = seats * (1000 + keepBonus + load);
    for (const priority of [4, 3, 2, 1]) {
      const level = needs.map((need, i) => ({ need, i })).filter(({ need }) => need.priority === priority);
      const lift = Math.max(0, below + 1 - Math.min(...level.map(({ i }) => values[i])));
      for (const { need, i } of level) {
        values[i] += lift;
        below += values[i] * need.seats;
      }
    }
    return values;
  }
}

function isAt(pin: Menus['pins'][number], pair: BrutePair): boolean {
  const here = pin.need === pair.need.id && pin.offer === pair.offer.id;
  return here && (pin.alternative === null || pin.alternative === pair.alternative);
}

function below(a: readonly number[], b: readonly number[]): boolean {
  const k = a.findIndex((x, i) => x !== b[i]);
  return k >= 0 && a[k] < b[k];
}

/** All that a plan may contradict in the menus or in the best of all plans. */
export interface Judgement {
  /** Empty when nothing is wrong. */
  faults: string[];
  optimal: boolean;
}

/** Holds a plan against its menus and against every other plan with its pins. */
export function judged(menus: Menus, plan: Plan): Judgement {
  const brute = new BruteForce(menus);
  const faults = brute.faults(plan);
  if (faults.length > 0) return { faults, optimal: false };
  const pins = brute.pinsOf(plan);
  const best = brute.best(pins)!;
  const { objective, bound, provenOptimal } = plan;
  if (bound > best.objective) faults.push(`bound ${bound} above the best plan, ${best.objective}`);
  if (objective < best.objective) faults.push(`objective ${objective} below the best plan, ${best.objective}`);
  if (provenOptimal && objective > best.objective) faults.push(`${objective} is not the best, ${best.objective}`);
  // Parts of a round bring the points of their seats along, and with them whether levels are strict.
  const given = menus.needs.every((n) => n.worth !== undefined);
  if (plan.strictLevelsHeld && provenOptimal && !given && brute.lostOf(plan).join() !== best.leastLost.join())
    faults.push(`seats were traded for lower ones: ${best.leastLost.join()} can be reached`);
  plan.levels.forEach(({ filledAtMost, priority }, k) => {
    if (filledAtMost < best.mostFilled[k])
      faults.push(`${best.mostFilled[k]} seats of priority ${priority} can be filled`);
  });
  return { faults, optimal: objective === best.objective };
}
