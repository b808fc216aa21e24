import { every, type Tick } from './tick';
import type { Facts, NeedFacts } from './facts';
import { OfferIndex } from './candidates.index';
import { MOST_PAIRS } from './check';
import { ProblemError } from './problem';
import { HARD_RULES, type HardRule } from './rules';
import { minutesIn, type Pairing, pairing } from './pairing';
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
 * Throws ProblemError `too_many_pairs` with the numbers beyond `mostPairs`. `tick` is called now and then, and may throw.
 */
export function candidates(facts: Facts, mostPairs = MOST_PAIRS, tick: Tick = () => undefined): Candidates {
  const look = every(16, tick);
  const index = new OfferIndex(facts, tick);
  const columns = new Columns(facts.days.months, facts.needs.length);
  const judge = new Judge(facts, index, columns);
  let seen = 0;
  for (const i of index.inReadingOrder()) {
    look();
    judge.ofNeed(facts.needs[i]);
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

/** Asks the rules that the index does not decide. Need by need, so that what the compiler makes of it lasts. */
class Judge {
  private readonly all: HardRule['check'][];
  private readonly few: HardRule['check'][];
  private pair: Pairing | undefined;

  constructor(
    private readonly facts: Facts,
    private readonly index: OfferIndex,
    private readonly columns: Columns,
  ) {
    const asked = HARD_RULES.filter((rule) => !index.decides.has(rule.code));
    this.all = asked.map((rule) => rule.check);
    this.few = asked.filter((rule) => !TIES.has(rule.code)).map((rule) => rule.check);
  }

  /** Keeps what the index finds for the need and breaks no rule. */
  ofNeed(need: NeedFacts): void {
    const { facts, index, columns } = this;
    columns.begin(need.index);
    const found = index.find(need);
    for (let k = 0; k < found; k++) {
      const o = index.offers[k];
      const w = index.whens[k];
      const pair = (this.pair = pairing(facts, need, need.whens[w], facts.offers[o], this.pair));
      if (holds(pair, index.untied(o) ? this.few : this.all)) columns.add(o, w, pair);
    }
  }
}

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
      const [first, last] = [begins[k], end(k)];
      const at = start[needs[k]];
      all.offer.set(this.offer.subarray(first, last), at);
      all.when.set(this.when.subarray(first, last), at);
      all.fit.set(this.fit.subarray(first, last), at);
      all.minutes.set(this.minutes.subarray(first * months, last * months), at * months);
    }
    return all;
  }
}

function grown<T extends Int32Array | Uint16Array | Int16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
