import { type Certificate, loadOf, NO_LIMIT, type Problem } from './problem';

/** Bundles tried per volunteer before the answer is left to a weaker, still valid bound. */
const STEPS = 1_000;

/**
 * What the certificate proves about forcing single pairs into the plan.
 *
 * At prices λ each volunteer alone would take its best bundle, worth z. A plan that must contain pair p loses at least
 * z − z(p in the bundle) on top of the bound, and, when p belongs to a cheaper option of its need than the dearest, the
 * difference of the two prices on every seat. Read-only over the problem; bundles are enumerated exactly.
 */
export class Prices {
  private readonly prices: ArrayLike<number>;
  /** Needs whose pairs have prices of their own. */
  private readonly tied: Uint8Array;
  private readonly start: Int32Array;
  private readonly own: Int32Array;
  private readonly need: Int32Array;
  private readonly gain: Float64Array;
  private readonly dearest: Float64Array;
  private readonly best: Float64Array;
  private readonly stamp: Int32Array;
  /** Made when first asked for. */
  private usable: Uint8Array | null = null;
  private stamps = 0;

  constructor(
    private readonly problem: Problem,
    certificate: Certificate,
  ) {
    const { needs, volunteers, offers, pairs } = problem;
    // Where part of the penalties is paid by the seats that stay unfilled, it is settled for every plan alike.
    const { tight } = certificate;
    const count = tight?.count;
    const penalty = count
      ? needs.penalty.map((x, i) => x - count.share * count.unit * count.weights[i])
      : needs.penalty;
    const { prices, extra } = tight ?? { prices: certificate.prices, extra: [] };
    this.prices = prices;
    this.tied = new Uint8Array(needs.count);
    this.need = new Int32Array(pairs.count);
    this.gain = new Float64Array(pairs.count);
    this.dearest = new Float64Array(needs.count);
    this.start = new Int32Array(volunteers.count + 1);
    this.own = new Int32Array(pairs.count);
    this.best = new Float64Array(volunteers.count).fill(-1);
    this.stamp = new Int32Array(pairs.count);
    for (let p = 0; p < pairs.count; p++) this.start[offers.volunteer[pairs.offer[p]] + 1]++;
    for (let j = 0; j < volunteers.count; j++) this.start[j + 1] += this.start[j];
    const at = this.start.slice();
    for (let i = 0; i < needs.count; i++) {
      for (let o = needs.optionStart[i]; o < needs.optionStart[i + 1]; o++) {
        this.dearest[i] = Math.max(this.dearest[i], prices[o]);
      }
      for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
        this.need[p] = i;
        const more = extra.length > 0 ? extra[p] : 0;
        if (more !== 0) this.tied[i] = 1;
        this.gain[p] = penalty[i] - pairs.cost[p] - prices[pairs.option[p]] - more;
        this.own[at[offers.volunteer[pairs.offer[p]]]++] = p;
      }
    }
  }

  /** Gain of the pair at the prices: the larger, the closer it is to being in a best plan. O(1). */
  gainOf(pair: number): number {
    return this.gain[pair];
  }

  /**
   * Points that any plan with this pair lies above the certified bound, at least. 0 when nothing is proven, in
   * particular for volunteers with pins.
   */
  above(pair: number): number {
    const { needs, offers, pairs } = this.problem;
    const j = offers.volunteer[pairs.offer[pair]];
    const i = this.need[pair];
    if (this.hasPin(j)) return 0;
    if (this.best[j] < 0) this.best[j] = this.bundle(j, -1).attained;
    const forced = this.bundle(j, pair).atMost;
    const option = needs.seats[i] * (this.dearest[i] - this.prices[pairs.option[pair]]);
    return Math.max(0, this.best[j] - forced) + (this.needHasPin(i) || this.tied[i] === 1 ? 0 : option);
  }

  /**
   * What a volunteer of need `i` at least loses when it may not serve there: how far the price of the need's seats can
   * rise without lowering the bound, as far as this volunteer is concerned.
   */
  regret(pair: number): number {
    const { offers, pairs } = this.problem;
    const j = offers.volunteer[pairs.offer[pair]];
    if (this.hasPin(j)) return 0;
    if (this.best[j] < 0) this.best[j] = this.bundle(j, -1).attained;
    return Math.max(0, this.best[j] - this.bundle(j, -1, this.need[pair]).atMost);
  }

  private hasPin(j: number): boolean {
    const { pinned } = this.problem.pairs;
    if (pinned.length === 0) return false;
    for (let x = this.start[j]; x < this.start[j + 1]; x++) if (pinned[this.own[x]] === 1) return true;
    return false;
  }

  private needHasPin(i: number): boolean {
    const { needs, pairs } = this.problem;
    if (pairs.pinned.length === 0) return false;
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) if (pairs.pinned[p] === 1) return true;
    return false;
  }

  /**
   * Best total gain less load of a bundle, with `forced` in it when ≥ 0 and without any pair of need `without`: one that
   * is attained, and one that none exceeds.
   */
  private bundle(j: number, forced: number, without = -1): { attained: number; atMost: number } {
    const { volunteers, pairs, months, conflicts } = this.problem;
    const { gain, need } = this;
    const capacity = volunteers.capacity[j];
    const items: number[] = [];
    const usable = (this.usable ??= usablePairs(this.problem));
    // Pairs that clash with the forced one are out from the start (for one person; a team may hold both).
    const mark = ++this.stamps;
    if (forced >= 0 && volunteers.people[j] === 1 && conflicts.start.length > 0) {
      for (let x = conflicts.start[forced]; x < conflicts.start[forced + 1]; x++) this.stamp[conflicts.other[x]] = mark;
    }
    for (let x = this.start[j]; x < this.start[j + 1]; x++) {
      const p = this.own[x];
      if ((forced < 0 && without < 0 && usable[p] === 0) || need[p] === without) continue;
      if (gain[p] > 0 && p !== forced && this.stamp[p] !== mark && (forced < 0 || need[p] !== need[forced]))
        items.push(p);
    }
    items.sort((a, b) => gain[b] - gain[a] || a - b);
    const held: number[] = forced >= 0 ? [forced] : [];
    const base = forced >= 0 ? gain[forced] - loadOf(volunteers, j, 0) : 0;
    const left = new Float64Array(months).fill(Infinity);
    if (pairs.minutes.length > 0 && volunteers.monthlyMinutes.length > 0) {
      for (let m = 0; m < months; m++) {
        const limit = volunteers.monthlyMinutes[j * months + m];
        if (limit !== NO_LIMIT) left[m] = limit - (forced >= 0 ? pairs.minutes[forced * months + m] : 0);
      }
    }
    const hope = (from: number) => {
      let sum = 0;
      for (let z = from, m = held.length; z < items.length && m < capacity; z++, m++) {
        const g = gain[items[z]] - loadOf(volunteers, j, m);
        if (g <= 0) break;
        sum += g;
      }
      return sum;
    };
    const relaxed = base + hope(0);
    let top = base;
    let steps = 0;
    const extend = (from: number, value: number): void => {
      for (let q = from; q < items.length && held.length < capacity; q++) {
        if (++steps > STEPS || value + hope(q) <= top) return;
        const p = items[q];
        if (!this.fits(held, p, left)) continue;
        const more = value + gain[p] - loadOf(volunteers, j, held.length);
        held.push(p);
        if (pairs.minutes.length > 0) for (let m = 0; m < months; m++) left[m] -= pairs.minutes[p * months + m];
        if (more > top) top = more;
        extend(q + 1, more);
        if (pairs.minutes.length > 0) for (let m = 0; m < months; m++) left[m] += pairs.minutes[p * months + m];
        held.pop();
      }
    };
    extend(0, base);
    // How a team shares its times is not looked at: `atMost` stays true, but what was found need not be attainable.
    return { attained: volunteers.people[j] > 1 || steps > STEPS ? base : top, atMost: steps > STEPS ? relaxed : top };
  }

  private fits(held: readonly number[], p: number, left: Float64Array): boolean {
    const { pairs, months, conflicts, volunteers, offers } = this.problem;
    if (pairs.minutes.length > 0)
      for (let m = 0; m < months; m++) if (pairs.minutes[p * months + m] > left[m]) return false;
    const f = pairs.offer[p];
    const team = volunteers.people[offers.volunteer[f]] > 1;
    let same = 1;
    for (const h of held) {
      if (this.need[h] === this.need[p]) return false;
      if (pairs.offer[h] === f) same++;
      if (team || conflicts.start.length === 0) continue;
      for (let x = conflicts.start[p]; x < conflicts.start[p + 1]; x++) if (conflicts.other[x] === h) return false;
    }
    if (same > offers.capacity[f]) return false;
    // Also of a pair alone: what its own offer cannot hold is in no bundle.
    if (offers.monthlyMinutes.length > 0 && pairs.minutes.length > 0) {
      for (let m = 0; m < months; m++) {
        let minutes = pairs.minutes[p * months + m];
        for (const h of held) if (pairs.offer[h] === f) minutes += pairs.minutes[h * months + m];
        if (minutes > offers.monthlyMinutes[f * months + m]) return false;
      }
    }
    if (offers.stock.length > 0 && pairs.pieces.length > 0 && offers.stock[f] !== NO_LIMIT) {
      let pieces = pairs.pieces[p];
      for (const h of held) if (pairs.offer[h] === f) pieces += pairs.pieces[h];
      if (pieces > offers.stock[f]) return false;
    }
    return true;
  }
}

/** Pairs that can be in some plan: their option can reach its minimum, and pins leave a seat. */
function usablePairs({ needs, options, offers, volunteers, pairs }: Problem): Uint8Array {
  const usable = new Uint8Array(pairs.count).fill(1);
  const reach = new Int32Array(options.count);
  const seen = new Map<number, number>();
  for (let i = 0; i < needs.count; i++) {
    let pins = 0;
    seen.clear();
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pairs.pinned.length > 0 && pairs.pinned[p] === 1) pins++;
      const key = (pairs.option[p] - needs.optionStart[i]) * volunteers.count + offers.volunteer[pairs.offer[p]];
      if (!seen.has(key)) reach[pairs.option[p]]++;
      seen.set(key, 1);
    }
    for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) {
      if (pins >= needs.seats[i] || reach[pairs.option[p]] - pins < needs.minimum[i] - pins) usable[p] = 0;
    }
  }
  return usable;
}
