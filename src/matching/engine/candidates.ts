import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import type { Pairing } from './pairing';
import { OfferIndex } from './candidates.index';
import { MOST_PAIRS } from './check';
import { ProblemError } from './problem';
import { firstFailure, HARD_RULES, type HardRule, NO_OFFER } from './rules';
import { minutesIn, pairing } from './pairing';
import { fitOf } from './score';

/** Every pair that breaks no hard rule, in columns; those of need i are start[i] … start[i + 1] − 1. */
export interface Candidates {
  count: number;
  start: Int32Array;
  /** Index of the offer in `Facts.offers`, and of the way to hold the need in its `whens`. */
  offer: Int32Array;
  when: Uint16Array;
  /** 0–1000. */
  fit: Int16Array;
  /** Minutes of service and travel of candidate c in month m at c · months + m. */
  minutes: Int32Array;
}

/**
 * Finds the candidates through the indexes. Equal, as a set, to trying every rule on every pair of need and offer.
 * Throws ProblemError `too_many_pairs` with the numbers beyond `mostPairs`.
 */
export function candidates(facts: Facts, mostPairs = MOST_PAIRS): Candidates {
  const index = new OfferIndex(facts);
  const columns = new Columns(facts.days.months, facts.needs.length);
  const asked = HARD_RULES.filter((rule) => !index.decides.has(rule.code));
  const all = asked.map((rule) => rule.check);
  const few = asked.filter((rule) => !TIES.has(rule.code)).map((rule) => rule.check);
  let pair: Pairing | undefined;
  let seen = 0;
  for (const i of index.inReadingOrder()) {
    const need = facts.needs[i];
    columns.begin(i);
    const found = index.find(need);
    for (let k = 0; k < found; k++) {
      const o = index.offers[k];
      const w = index.whens[k];
      pair = pairing(facts, need, need.whens[w], facts.offers[o], pair);
      if (holds(pair, index.untied(o) ? few : all)) columns.add(o, w, pair);
    }
    seen++;
    if (columns.count > mostPairs) {
      throw new ProblemError('too_many_pairs', {
        pairs: columns.count,
        most: mostPairs,
        needsSeen: seen,
        needs: facts.needs.length,
      });
    }
  }
  return columns.byNeed();
}

/** Rules that can only fail for volunteers with something agreed, or excluded from something. */
const TIES: ReadonlySet<string> = new Set(['excluded', 'one_seat', 'overlap']);

function holds(pair: Pairing, rules: readonly HardRule['check'][]): boolean {
  for (let r = 0; r < rules.length; r++) if (rules[r](pair) !== null) return false;
  return true;
}

/** Candidates of a need to make room for at first. */
const USUAL = 32;

/** Growing columns; the arrays double when full. Needs may come in any order, each once. */
class Columns {
  count = 0;
  /** Where the candidates of each need begin, in the order of `needs`. */
  private readonly begins: number[] = [];
  private readonly needs: number[] = [];
  private offer: Int32Array;
  private when: Uint16Array;
  private fit: Int16Array;
  private minutes: Int32Array;

  constructor(
    private readonly months: number,
    private readonly allNeeds: number,
  ) {
    const room = Math.max(1024, allNeeds * USUAL);
    this.offer = new Int32Array(room);
    this.when = new Uint16Array(room);
    this.fit = new Int16Array(room);
    this.minutes = new Int32Array(room * months);
  }

  begin(need: number): void {
    this.needs.push(need);
    this.begins.push(this.count);
  }

  add(offer: number, when: number, pair: Pairing): void {
    if (this.count === this.offer.length) {
      this.offer = grown(this.offer, new Int32Array(this.count * 2));
      this.when = grown(this.when, new Uint16Array(this.count * 2));
      this.fit = grown(this.fit, new Int16Array(this.count * 2));
      this.minutes = grown(this.minutes, new Int32Array(this.count * 2 * this.months));
    }
    const c = this.count++;
    this.offer[c] = offer;
    this.when[c] = when;
    this.fit[c] = fitOf(pair);
    for (let m = 0; m < this.months; m++) this.minutes[c * this.months + m] = minutesIn(pair, m);
  }

  /** Copies what was found into the order of needs. */
  byNeed(): Candidates {
    const { count, months, begins, needs } = this;
    const start = new Int32Array(this.allNeeds + 1);
    const end = (k: number) => (k + 1 < begins.length ? begins[k + 1] : count);
    needs.forEach((need, k) => (start[need + 1] = end(k) - begins[k]));
    for (let i = 0; i < this.allNeeds; i++) start[i + 1] += start[i];
    const all: Candidates = {
      count,
      start,
      offer: new Int32Array(count),
      when: new Uint16Array(count),
      fit: new Int16Array(count),
      minutes: new Int32Array(count * months),
    };
    for (let k = 0; k < needs.length; k++) {
      const last = end(k);
      for (let c = begins[k], at = start[needs[k]]; c < last; c++, at++) {
        all.offer[at] = this.offer[c];
        all.when[at] = this.when[c];
        all.fit[at] = this.fit[c];
        for (let m = 0; m < months; m++) all.minutes[at * months + m] = this.minutes[c * months + m];
      }
    }
    return all;
  }
}

function grown<T extends Int32Array | Uint16Array | Int16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Volunteers by what became of them for one need; `eligible` plus all of `eliminated` is every volunteer. */
export interface Funnel {
  eligible: number;
  eliminated: Record<string, number>;
}

/**
 * How many volunteers each hard rule excludes from the need, by the first rule that failed for the offer and time with
 * which the volunteer comes furthest. Exact. Asks the volunteers of the category one by one, so it is meant for the
 * needs that stay unfilled.
 */
export function funnelOf(
  facts: Facts,
  need: NeedFacts,
  byCategory: ReadonlyMap<string, readonly OfferFacts[]>,
): Funnel {
  const all = HARD_RULES.length;
  const counts = new Int32Array(all + 1);
  const furthest = new Map<number, number>();
  for (const offer of byCategory.get(need.line.category) ?? []) {
    let best = furthest.get(offer.volunteer.index) ?? -1;
    for (const when of need.whens) {
      if (best === all) break;
      best = Math.max(best, firstFailure(pairing(facts, need, when, offer)));
    }
    furthest.set(offer.volunteer.index, best);
  }
  for (const rule of furthest.values()) counts[rule]++;
  // Everybody else fails at the category, or earlier at what the need itself lacks.
  const others = facts.volunteers.reduce((n, v) => n + (v.offers.length > 0 && !furthest.has(v.index) ? 1 : 0), 0);
  if (others > 0) counts[withoutCategory(need, need.whens)] += others;
  const eliminated: Record<string, number> = {};
  const idle = facts.volunteers.reduce((n, v) => n + (v.offers.length === 0 ? 1 : 0), 0);
  if (idle > 0) eliminated[NO_OFFER] = idle;
  for (let r = 0; r < all; r++) if (counts[r] > 0) eliminated[HARD_RULES[r].code] = counts[r];
  return { eligible: counts[all], eliminated };
}

/** The rule at which an offer of another category fails. */
function withoutCategory(need: NeedFacts, whens: readonly WhenFacts[]): number {
  const position = (code: string) => HARD_RULES.findIndex((rule) => rule.code === code);
  if (whens.every((when) => !when.insidePeriod)) return position('period');
  return position(need.line.consentMissing ? 'consent' : 'category');
}

/** Offers by category, for `funnelOf`. */
export function offersByCategory(facts: Facts): Map<string, OfferFacts[]> {
  const lists = new Map<string, OfferFacts[]>();
  for (const offer of facts.offers) {
    const list = lists.get(offer.line.category);
    if (list === undefined) lists.set(offer.line.category, [offer]);
    else list.push(offer);
  }
  return lists;
}
