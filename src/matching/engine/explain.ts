import { candidates } from './candidates';
import { tightOf } from './certificate';
import { relaxationsOf, type Relaxation } from './explain.relax';
import { scarceOf, type ScarceSkill } from './explain.scarce';
import { type Facts, factsOf, type NeedFacts, type OfferFacts, type WhenFacts } from './facts';
import { type Funnel, Funnels } from './funnel';
import { minutesBetween } from './geo';
import type { Menus } from './menus';
import { pinsOf } from './menus.pins';
import { PlanMap, solvePart } from './neighbourhood';
import { objectiveOf, type PairLike } from './objective';
import type { Plan, Reason } from './plan';
import { Prices } from './price';
import type { Certificate } from './problem';
import { failures } from './rules';
import { minutesIn, pairing } from './pairing';
import { clashes, divisible } from './sessions';
import { fitOf } from './score';
import { type RoundProblem, toProblem } from './to-problem';
import type { PlanCertificate } from './verify-plan';

/** Why a pair is not proposed, for one way of holding the need. */
export interface WhyNotWay {
  /** Index of the alternative; null when the time is to be agreed. */
  alternative: number | null;
  /** Hard rules that forbid it; empty when it is a candidate. */
  forbidden: (Reason & { overridable: boolean })[];
  /** For a candidate: its fit, and what the whole plan would lose at least (as `ProposedPair.alternatives`). */
  score: number | null;
  priceAtLeast: number | null;
  /** For a candidate: facts of the plan that stand in its way now. */
  blockedBy: Reason[];
}

export interface WhyNot {
  need: string;
  offer: string;
  /** The pair is in the plan. */
  proposed: boolean;
  ways: WhyNotWay[];
}

export interface Price {
  /** The plan loses at least, and at most, so many points when the pair must be in it. Equal: exact. */
  atLeast: number;
  atMost: number | null;
  /** Pairs that would come and go in the best plan found with it. */
  comes: (PairLike & { score: number })[];
  goes: (PairLike & { score: number })[];
}

/** Somebody else for a need of the plan, with what that would cost the plan and whom it would move. */
export interface Alternative {
  offer: string;
  volunteer: string;
  alternative: number | null;
  score: number;
  /** null: no plan with it can be made, since it takes the place of a pin. */
  price: Price | null;
}

/**
 * Answers questions about a plan. Reads the menus once (on M about as long as finding the candidates), then answers
 * each question from what is ready. Not changed by asking.
 */
export class Explanations {
  readonly facts: Facts;
  readonly round: RoundProblem;
  readonly map: PlanMap;
  private prices: Prices | null = null;
  private funnels: Funnels | null = null;

  constructor(
    readonly menus: Menus,
    readonly plan: Plan,
  ) {
    this.facts = factsOf(menus, plan.seed);
    this.round = toProblem(this.facts, candidates(this.facts), pinsOf(this.facts));
    this.map = new PlanMap(menus, plan, this.round);
  }

  /** For any pair of a need and an offer: proposed, forbidden by named rules, or dearer. Null: one of them is unknown. */
  whyNot(need: string, offer: string): WhyNot | null {
    const line = this.facts.need.get(need);
    const from = this.facts.offer.get(offer);
    if (line === undefined || from === undefined) return null;
    const proposed = this.plan.pairs.some((p) => p.need === need && p.offer === offer);
    return { need, offer, proposed, ways: line.whens.map((when) => this.way(line, when, from)) };
  }

  /**
   * What forcing the pair costs: the proven lower bound of the certificate, and what a plan found by solving the
   * neighbourhood again with the pair pinned really loses. Null: unknown, or forbidden by a rule nobody may override.
   */
  price(need: string, offer: string, alternative: number | null, size = 30): Price | null {
    const line = this.facts.need.get(need);
    const from = this.facts.offer.get(offer);
    const when = line?.whens.find((w) => w.index === alternative);
    if (line === undefined || from === undefined || when === undefined) return null;
    const way = this.way(line, when, from);
    if (way.forbidden.some((reason) => !reason.overridable)) return null;
    const part = this.map.around({ needs: [need], volunteers: [from.volunteer.line.id] }, size);
    const held = new Set(this.plan.pairs.filter((p) => p.pinned).map((p) => `${p.need}\n${p.offer}`));
    const stays = part.menus.pins.filter((p) => !held.has(`${p.need}\n${p.offer}`));
    // Somebody who stays on this need at another time would forbid the pair: let them go too.
    const pins = [
      ...part.menus.pins.filter((p) => !stays.includes(p) || p.need !== need),
      { need, offer, alternative },
    ];
    const left = (this.map.byVolunteer.get(from.volunteer.line.id) ?? []).map((p) => p.need);
    const forced = solvePart(this.map, part, { ...part.menus, pins }, [need, ...left]);
    const there = forced.pairs.some((p) => p.need === need && p.offer === offer && p.alternative === alternative);
    if (!there) return { atLeast: way.priceAtLeast ?? -Infinity, atMost: null, comes: [], goes: [] };
    const before = objectiveOf(factsOf(part.menus, this.plan.seed), part.pairs);
    const key = (p: PairLike) => `${p.need}\n${p.offer}\n${p.alternative}`;
    const then = new Set(forced.pairs.map(key));
    const now = new Set(part.pairs.map(key));
    const atMost = forced.objective - before;
    return {
      atLeast: way.priceAtLeast ?? -Infinity,
      atMost,
      comes: forced.pairs.filter((p) => !now.has(key(p))),
      goes: part.pairs
        .filter((p) => !then.has(key(p)))
        .map(({ need, offer, volunteer, alternative, score }) => ({ need, offer, volunteer, alternative, score })),
    };
  }

  /** The shortlist of a need that has people, each priced by force. Null: the need is not in the plan. */
  alternatives(need: string): Alternative[] | null {
    const [pair] = this.map.byNeed.get(need) ?? [];
    if (pair === undefined) return null;
    return pair.alternatives.map(({ offer, volunteer, alternative, score }) => ({
      offer,
      volunteer,
      alternative,
      score,
      price: this.price(need, offer, alternative),
    }));
  }

  /** What became of every volunteer for the need, by the first hard rule that failed. Null: the need is unknown. */
  funnel(need: string): Funnel | null {
    const line = this.facts.need.get(need);
    this.funnels ??= new Funnels(this.facts);
    return line === undefined ? null : this.funnels.of(line);
  }

  /** The smallest changes to the need or to what one volunteer states that would fill it, each verified by solving. */
  relaxations(need: string, most = 5): Relaxation[] {
    return relaxationsOf(this.map, need, most);
  }

  /** Skills by half-day that open seats wait for, with the verified gain of one more volunteer. */
  scarce(most = 10): ScarceSkill[] {
    return scarceOf(this.map, most);
  }

  private way(need: NeedFacts, when: WhenFacts, offer: OfferFacts): WhyNotWay {
    const pair = pairing(this.facts, need, when, offer);
    const forbidden = failures(pair);
    const p = forbidden.length > 0 ? -1 : this.pairNumber(need, when, offer);
    return {
      alternative: when.index,
      forbidden,
      score: forbidden.length > 0 ? null : fitOf(pair),
      priceAtLeast: p < 0 ? null : this.priceAtLeast(p),
      blockedBy: forbidden.length > 0 ? [] : this.blockedBy(need, when, offer),
    };
  }

  /** Number of the pair in the problem; −1 when a pin has taken its place. */
  private pairNumber(need: NeedFacts, when: WhenFacts, offer: OfferFacts): number {
    const { problem, offer: offers, when: whens } = this.round;
    for (let p = problem.needs.pairStart[need.index]; p < problem.needs.pairStart[need.index + 1]; p++) {
      if (offers[p] === offer.index && need.whens[whens[p]] === when) return p;
    }
    return -1;
  }

  private priceAtLeast(pair: number): number {
    this.prices ??= new Prices(this.round.problem, this.certificate());
    const gap = (this.plan.certifiedBound ?? this.plan.bound) - this.plan.objective;
    return Math.ceil(gap - 1 + this.prices.above(pair) + 1e-6);
  }

  private certificate(): Certificate {
    const { prices, agreed, tight } = this.plan.certificate as PlanCertificate;
    const byOption = [...this.facts.needs.flatMap((n) => prices[n.line.id]), ...agreed];
    const known = tight && tightOf(tight, this.round.problem.pairs.count);
    return { prices: Float64Array.from(byOption), ...(known && { tight: known }) };
  }

  /** Facts of the plan that would have to give way. */
  private blockedBy(need: NeedFacts, when: WhenFacts, offer: OfferFacts): Reason[] {
    const found: Reason[] = [];
    const here = this.map.byNeed.get(need.line.id) ?? [];
    const { volunteer } = offer;
    if (here.some((p) => p.volunteer === volunteer.line.id)) found.push({ code: 'serves_here_otherwise' });
    if (here.length > 0 && here[0].alternative !== when.index) {
      found.push({ code: 'other_time_chosen', params: { alternative: here[0].alternative ?? 0 } });
    }
    if (here.length >= need.line.seats) {
      for (const p of here)
        found.push({ code: 'seat_taken', params: { volunteer: p.volunteer, offer: p.offer, score: p.score } });
    }
    const own = (this.map.byVolunteer.get(volunteer.line.id) ?? []).filter((p) => p.need !== need.line.id);
    const limit = volunteer.line.maxConcurrent;
    if (limit !== null && own.length + volunteer.engagements >= limit) {
      found.push({ code: 'engagements_full', params: { limit, agreed: volunteer.engagements, proposed: own.length } });
    }
    const sameOffer = own.filter((p) => p.offer === offer.line.id);
    const most = offer.line.maxConcurrent;
    if (most !== null && sameOffer.length + offer.engagements >= most) {
      const params = { limit: most, agreed: offer.engagements, proposed: sameOffer.length };
      found.push({ code: 'engagements_full', params });
    }
    const asked = need.line.quantity;
    const promised = sameOffer.reduce((sum, p) => sum + this.facts.need.get(p.need)!.line.quantity, 0);
    if (asked > 0 && promised + asked > offer.stockLeft) {
      found.push({ code: 'stock_taken', params: { asked, left: Math.max(0, offer.stockLeft - promised) } });
    }
    if (here.length === 0 && need.line.minimum > 1) {
      found.push({ code: 'needs_more_people', params: { minimum: need.line.minimum } });
    }
    const between = (a: NeedFacts['place'], b: NeedFacts['place']) =>
      minutesBetween(a, b, volunteer.line.travelMode, this.facts.menus.policy);
    const wanted = { occurrences: when.occurrences, place: need.place };
    const others = own.map((p) => {
      const other = this.facts.need.get(p.need)!;
      return { pair: p, need: other, when: other.whens.find((w) => w.index === p.alternative)! };
    });
    if (volunteer.line.people === 1) {
      for (const other of others) {
        if (clashes(wanted, { occurrences: other.when.occurrences, place: other.need.place }, between)) {
          found.push({ code: 'overlaps_proposed', params: { need: other.pair.need } });
        }
      }
    } else {
      const sessions = others.map((o) => ({ occurrences: o.when.occurrences, place: o.need.place }));
      const all = [...volunteer.agreed, ...sessions, wanted];
      if (!divisible(all, volunteer.line.people, between))
        found.push({ code: 'team_busy', params: { people: volunteer.line.people } });
    }
    const minutesOf = (o: (typeof others)[number], m: number) =>
      minutesIn(pairing(this.facts, o.need, o.when, this.facts.offer.get(o.pair.offer)!), m);
    const wantedPair = pairing(this.facts, need, when, offer);
    for (let m = 0; m < this.facts.days.months; m++) {
      const minutes = minutesIn(wantedPair, m);
      const left = (limit: Int32Array | null, which: typeof others) =>
        limit === null ? Infinity : which.reduce((rest, o) => rest - minutesOf(o, m), limit[m]);
      const least = Math.min(
        left(volunteer.minutesLeft, others),
        left(
          offer.minutesLeft,
          others.filter((o) => o.pair.offer === offer.line.id),
        ),
      );
      if (minutes === 0 || minutes <= least) continue;
      found.push({ code: 'minutes_taken', params: { month: m, minutes, left: Math.max(0, least) } });
      break;
    }
    return found;
  }
}

/** @see Explanations.whyNot */
export function whyNot(menus: Menus, plan: Plan, need: string, offer: string): WhyNot | null {
  return new Explanations(menus, plan).whyNot(need, offer);
}

/** @see Explanations.relaxations */
export function relaxations(menus: Menus, plan: Plan, need: string, most?: number): Relaxation[] {
  return new Explanations(menus, plan).relaxations(need, most);
}

/** @see Explanations.scarce */
export function scarce(menus: Menus, plan: Plan, most?: number): ScarceSkill[] {
  return new Explanations(menus, plan).scarce(most);
}

export type { Relaxation, ScarceSkill };
