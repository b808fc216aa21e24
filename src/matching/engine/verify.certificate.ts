import { loadOf, type PairPrices, type Problem, type TightProof } from './problem';
import type { Tick } from './tick';
import { Bundle } from './verify.bundle';

/** A certificate as it was stored. */
export interface StoredCertificate {
  prices: ArrayLike<number>;
  tight?: TightProof;
}

/** What a certificate proves; −Infinity when it makes no sense. `inexact` as in `Verification`. */
export interface Proven {
  bound: number;
  inexact: number;
}

const NOTHING: Proven = { bound: -Infinity, inexact: 0 };

/** Prices are read to this part of a point: any prices prove a bound, and on such a grid every sum is exact. */
const GRAIN = 64;
/** A price beyond this proves nothing a smaller one does not, and would swallow what it is added to. */
const MOST_POINTS = 2 ** 45;
/** More than all sums together may come to. */
const MOST_SUM = 2 ** 47;
/** Shares of a count are sixteenths, for the same reason. */
const SHARE_GRAIN = 16;

/**
 * What a certificate proves: by its prices alone, or by its tighter part when that is more. `tick` is called now and
 * then, and may throw.
 */
export function verifyCertificate(
  problem: Problem,
  { prices, tight }: StoredCertificate,
  tick: Tick = () => undefined,
): Proven {
  const plain = verifyBound(problem, { prices }, tick);
  if (tight === undefined || plain.bound === -Infinity) return plain;
  const { needs, volunteers, pairs } = problem;
  const { count } = tight;
  if (count === undefined) {
    const { bound, inexact } = unroundedBound(problem, tight, tick);
    return { bound: Math.max(plain.bound, Math.ceil(bound - 1e-6)), inexact };
  }
  const { weights, unit, share } = count;
  const sound =
    weights.length === needs.count &&
    Array.from(weights).every((w, i) => Number.isInteger(w) && w >= 0 && share * unit * w <= needs.penalty[i]) &&
    Number.isInteger(unit) &&
    unit > 0 &&
    Number.isInteger(share * SHARE_GRAIN) &&
    share > 0 &&
    share < 1;
  if (!sound) return NOTHING;
  const counted: Problem = {
    ...problem,
    needs: { ...needs, penalty: Float64Array.from(weights, (w) => w * unit) },
    volunteers: { ...volunteers, loadCost: new Int32Array(volunteers.loadCost.length) },
    pairs: { ...pairs, cost: new Int32Array(pairs.count) },
  };
  const open = unroundedBound(counted, count, tick);
  const penalty = needs.penalty.map((x, i) => x - share * unit * weights[i]);
  const rest = unroundedBound({ ...problem, needs: { ...needs, penalty } }, tight, tick);
  if (open.bound === -Infinity || rest.bound === -Infinity) return NOTHING;
  const bound = Math.ceil(rest.bound + share * unit * Math.ceil(open.bound / unit - 1e-6) - 1e-6);
  return { bound: Math.max(plain.bound, bound), inexact: Math.max(plain.inexact, open.inexact, rest.inexact) };
}

/** Recomputes bound(λ), rounded up because all that a plan costs is whole. */
export function verifyBound(
  problem: Problem,
  certificate: { prices: ArrayLike<number> },
  tick: Tick = () => undefined,
): Proven {
  const { bound, inexact } = unroundedBound(problem, { ...certificate, extra: [] }, tick);
  // Plus 0: what is rounded up to nothing is not below 0.
  return { bound: Math.ceil(bound - 1e-6) + 0, inexact };
}

/** The list on the grid; null when one of it is no number, or beyond reason. */
function onGrid(list: ArrayLike<number>, size: number): Float64Array | null {
  if (list.length !== size) return null;
  const points = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const x: unknown = list[k];
    if (typeof x !== 'number' || !(Math.abs(x) <= MOST_POINTS)) return null;
    points[k] = Math.round(x * GRAIN) / GRAIN;
  }
  return points;
}

/** bound(λ), for problems whose penalties need not be whole, and with what single pairs pay on top. */
function unroundedBound(problem: Problem, given: PairPrices, tick: Tick): Proven {
  const { needs, options, volunteers, offers, pairs } = problem;
  const prices = onGrid(given.prices, options.count);
  const on = given.extra.length > 0 ? onGrid(given.extra, pairs.count) : new Float64Array(pairs.count);
  if (prices === null || on === null || prices.some((x) => x < 0)) return NOTHING;

  const start = new Int32Array(volunteers.count + 1);
  for (let p = 0; p < pairs.count; p++) start[offers.volunteer[pairs.offer[p]] + 1]++;
  for (let j = 0; j < volunteers.count; j++) start[j + 1] += start[j];
  const cursor = start.slice();
  const own = new Int32Array(pairs.count);
  const gain = new Float64Array(pairs.count);
  const needOf = new Int32Array(pairs.count);
  const pinned = (p: number) => pairs.pinned.length > 0 && pairs.pinned[p] === 1;
  const pinsOf = new Int32Array(needs.count);
  const pinnedOption = new Int32Array(needs.count).fill(-1);
  for (let i = 0; i < needs.count; i++)
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      own[cursor[offers.volunteer[pairs.offer[p]]]++] = p;
      needOf[p] = i;
      gain[p] = needs.penalty[i] - pairs.cost[p] - prices[pairs.option[p]] - on[p];
      if (pinned(p)) {
        pinsOf[i]++;
        pinnedOption[i] = pairs.option[p];
      }
    }
  const pinsOfVolunteer: number[][] = [];
  for (let j = 0; j < volunteers.count; j++) {
    const list: number[] = [];
    if (pairs.pinned.length > 0) for (let x = start[j]; x < start[j + 1]; x++) if (pinned(own[x])) list.push(own[x]);
    pinsOfVolunteer.push(list);
  }

  // Pairs that no plan can hold: they do not fit beside the pins, or their option cannot reach its minimum.
  const usable = new Uint8Array(pairs.count);
  const reach = new Int32Array(options.count);
  const lastOption = new Map<number, number>();
  for (let j = 0; j < volunteers.count; j++) {
    const bundle = new Bundle(problem, j, pinsOfVolunteer[j]);
    tick();
    lastOption.clear();
    for (let x = start[j]; x < start[j + 1]; x++) {
      const p = own[x];
      const i = needOf[p];
      if (pinned(p)) continue;
      if (pinsOf[i] >= needs.seats[i] || (pinnedOption[i] >= 0 && pinnedOption[i] !== pairs.option[p])) continue;
      if (!bundle.fits(p, i, needOf)) continue;
      usable[p] = 1;
      if (lastOption.get(pairs.option[p]) === undefined) {
        lastOption.set(pairs.option[p], 1);
        reach[pairs.option[p]]++;
      }
    }
  }
  /** The most that people beside the pins can cost need i at one option, minimum and seats kept. */
  const dearestAt = (i: number, o: number): number => {
    const seats = needs.seats[i] - pinsOf[i];
    const least = Math.max(1, needs.minimum[i] - pinsOf[i]);
    const each: number[] = [];
    let alike = true;
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pairs.option[p] !== o || usable[p] === 0) continue;
      if (on[p] !== 0) alike = false;
      each.push(prices[o] + on[p]);
    }
    if (alike) return seats * prices[o];
    each.sort((x, y) => y - x);
    let sum = 0;
    for (let q = 0; q < each.length && q < seats && (q < least || each[q] > 0); q++) sum += each[q];
    return Math.max(0, sum);
  };
  // What no prices touch, and what is paid at them: each is a sum of whole 64ths, so nothing is lost in it.
  let fixed = 0;
  let paid = 0;
  for (let i = 0; i < needs.count; i++) {
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pinsOf[i] < needs.minimum[i] && reach[pairs.option[p]] < needs.minimum[i] - pinsOf[i]) usable[p] = 0;
      if (pinned(p)) fixed -= needs.penalty[i] - pairs.cost[p];
    }
    let most = 0;
    for (let o = needs.optionStart[i]; o < needs.optionStart[i + 1]; o++)
      if (pinnedOption[i] < 0 || pinnedOption[i] === o) most = Math.max(most, dearestAt(i, o));
    fixed += needs.seats[i] * needs.penalty[i];
    paid += most;
  }
  let inexact = 0;
  for (let j = 0; j < volunteers.count; j++) {
    tick();
    const items: number[] = [];
    for (let x = start[j]; x < start[j + 1]; x++) if (usable[own[x]] && gain[own[x]] > 0) items.push(own[x]);
    const bundle = new Bundle(problem, j, pinsOfVolunteer[j]);
    pinsOfVolunteer[j].forEach((_, q) => (fixed += loadOf(volunteers, j, q)));
    if (items.length > 0) paid += bundle.best(items, gain, needOf, tick);
    if (bundle.inexact) inexact++;
  }
  return fixed <= MOST_SUM && paid <= MOST_SUM ? { bound: fixed - paid, inexact } : NOTHING;
}
