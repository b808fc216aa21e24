import type { Instance } from './instance';
import type { Tick } from './tick';
import { State } from './state';

/** Pairs it looks at, by need on average: those that lose least against the bound. With all of them it loses its way. */
const PAIRS_PER_NEED = 3;
/** Moves of one step. */
const MOVES = 400;
/** A need does not go back to a volunteer it has left for so many moves, and at most so many more by chance. */
const TENURE = 2;
const LONGER = 4;
/** How fast the price of overuse rises while there is some, and falls while there is none. */
const HARDER = 1.02;
const SOFTER = 0.985;
/** Moves without a better plan after which the search goes on from the best one, shaken. */
const PATIENCE = 1_500;
const SHAKES = 20;

/**
 * Tabu search with strategic oscillation for generalised assignment (Díaz and Fernández 2001; Yagiura, Ibaraki and
 * Glover 2004 price each agent's overuse apart): the best shift of a need to another volunteer, or the best swap of two,
 * is made even if it makes the plan dearer, and limits may be exceeded at a price that rises while they are. Where every
 * volunteer holds dozens of pairs the way to a better plan leads over plans that do not fit.
 *
 * `losses`: what a plan loses at least by holding a pair (`pairLosses`).
 */
export class Tabu {
  /** The cheapest plan seen that keeps every limit. */
  least: number;
  private readonly table: Int32Array; // pair of need i and volunteer j at i · volunteers + j, −1 none
  private readonly taken: Int32Array; // pair of each need, −1 unfilled
  private readonly best: Int32Array;
  private readonly until: Int32Array; // need i may not go to volunteer j before this move
  private readonly held: Int32Array; // needs of volunteer j: held[j · needs] …, `holds[j]` of them
  private readonly holds: Int32Array;
  private readonly place: Int32Array; // of need i among those of its volunteer
  private readonly list: Int32Array; // usable pairs of need i: list[listStart[i]] …
  private readonly listStart: Int32Array;
  private readonly minutes: Float64Array; // by pair
  private readonly limit: Float64Array; // by volunteer, as what follows
  private readonly spent: Float64Array;
  private readonly price: Float64Array; // of overuse
  private readonly slack: Float64Array; // the most a move can save in overuse, ≤ 0
  private cost: number;
  private over = 0; // volunteers whose limit is exceeded
  private move = 0;
  private improved = 0;

  constructor(
    private readonly d: Instance,
    state: State,
    losses: Float64Array,
    private readonly random: () => number,
    private readonly tick: Tick,
  ) {
    const { needs, volunteers } = d;
    this.table = new Int32Array(needs * volunteers).fill(-1);
    this.taken = new Int32Array(needs).fill(-1);
    const limit = losses.slice().sort()[Math.min(d.size, PAIRS_PER_NEED * needs) - 1];
    for (let a = 0; a < d.size; a++) {
      if (losses[a] <= limit || state.position[a] >= 0) this.table[d.need[a] * volunteers + d.volunteer[a]] = a;
      if (state.position[a] >= 0) this.taken[d.need[a]] = a;
    }
    this.until = new Int32Array(needs * volunteers);
    this.held = new Int32Array(needs * volunteers);
    this.holds = new Int32Array(volunteers);
    this.place = new Int32Array(needs);
    this.spent = new Float64Array(volunteers);
    this.price = new Float64Array(volunteers);
    this.slack = new Float64Array(volunteers);
    this.minutes = new Float64Array(d.size);
    this.limit = new Float64Array(volunteers).fill(Infinity);
    this.best = this.taken.slice();
    this.cost = this.least = state.objective;
    let cost = 0;
    let minutes = 0;
    for (let j = 0; j < volunteers; j++) {
      if (d.resourceStart[j + 1] === d.resourceStart[j]) continue;
      this.limit[j] = d.limit[d.resourceStart[j]];
      for (let a = d.pairStart[j]; a < d.pairStart[j + 1]; a++) {
        this.minutes[a] = d.usage[d.usageStart[j] + a - d.pairStart[j]];
        cost += Math.abs(d.cost[a]);
        minutes += this.minutes[a];
      }
    }
    this.price.fill(minutes > 0 ? Math.max(1e-3, cost / minutes) : 1);
    this.listStart = new Int32Array(needs + 1);
    const list: number[] = [];
    for (let i = 0; i < needs; i++) {
      for (let j = 0; j < volunteers; j++) {
        const a = this.table[i * volunteers + j];
        if (a >= 0) list.push(a);
      }
      this.listStart[i + 1] = list.length;
    }
    this.list = Int32Array.from(list);
    this.return();
  }

  /** Whether an instance is of this kind: one seat per need, and minutes (or another single limit) all that binds a volunteer. */
  static suits(d: Instance): boolean {
    if (d.needs * d.volunteers > 4_000_000 || d.rows !== d.needs) return false;
    if (d.seats.some((seats) => seats !== 1) || d.teamStart.some((team) => team >= 0)) return false;
    for (let j = 0; j < d.volunteers; j++)
      if (
        d.resourceStart[j + 1] - d.resourceStart[j] > 1 ||
        d.capacity[j] < d.pairStart[j + 1] - d.pairStart[j] ||
        d.load[d.slotStart[j + 1] - 1] > 0
      )
        return false;
    return d.clash.every((bits) => bits === 0);
  }

  /** Some moves; true when they led to a cheaper plan (`plan`). */
  step(): boolean {
    const before = this.least;
    for (let m = 0; m < MOVES; m++) {
      if ((m & 15) === 0) this.tick();
      this.go();
      if (this.move - this.improved > PATIENCE) {
        this.return();
        this.shake();
        this.improved = this.move;
      }
    }
    return this.least < before;
  }

  /** The best plan as a state. */
  plan(): State {
    const state = new State(this.d);
    for (const a of this.best) if (a >= 0 && state.can(a)) state.add(a);
    return state;
  }

  /** What `more` minutes cost volunteer j in overuse. */
  private strain(j: number, more: number): number {
    const over = this.spent[j] - this.limit[j];
    const then = over + more;
    return this.price[j] * ((then > 0 ? then : 0) - (over > 0 ? over : 0));
  }

  /** The best move that is not forbidden, or leads to the best plan yet. */
  private go(): void {
    const { d, table, taken, until, random, list, listStart, minutes, held, holds } = this;
    const { needs, volunteers: V, cost } = d;
    let most = Infinity;
    let need = -1;
    let pair = -1;
    let other = -1;
    let equal = 0;
    const now = ++this.move;
    for (let j = 0; j < V; j++) {
      const over = this.spent[j] - this.limit[j];
      this.slack[j] = over > 0 ? -this.price[j] * over : 0;
    }
    const choose = (change: number, i: number, b: number, o: number) => {
      if (change > most + 1e-9) return;
      if (change > most - 1e-9) {
        if (random() * ++equal >= 1) return;
      } else equal = 1;
      most = Math.min(most, change);
      need = i;
      pair = b;
      other = o;
    };
    const { slack } = this;
    for (let i = 0; i < needs; i++) {
      const a = taken[i];
      const from = a < 0 ? -1 : d.volunteer[a];
      const own = a < 0 ? d.penalty[i] : cost[a];
      const left = a < 0 ? 0 : minutes[a];
      const eased = a < 0 ? 0 : this.strain(from, -left);
      for (let x = listStart[i]; x < listStart[i + 1]; x++) {
        const b = list[x];
        const k = d.volunteer[b];
        if (k === from) continue;
        const change = cost[b] - own;
        if (change + eased <= most) {
          const total = change + eased + this.strain(k, minutes[b]);
          const better = this.over === 0 && total === change && this.cost + change < this.least;
          if (total <= most + 1e-9 && (until[i * V + k] <= now || better)) choose(total, i, b, -1);
        }
        if (a < 0) continue;
        // Swaps with those whom the other volunteer serves and this one can.
        const end = k * needs + holds[k];
        for (let y = k * needs; y < end; y++) {
          const h = held[y];
          const e = h > i ? table[h * V + from] : -1;
          if (e < 0) continue;
          const c = taken[h];
          const both = change + cost[e] - cost[c];
          if (both + slack[from] + slack[k] > most) continue;
          const total = both + this.strain(from, minutes[e] - left) + this.strain(k, minutes[b] - minutes[c]);
          if (total > most + 1e-9) continue;
          if (
            (until[i * V + k] <= now && until[h * V + from] <= now) ||
            (this.over === 0 && total === both && this.cost + both < this.least)
          )
            choose(total, i, b, h);
        }
      }
      // To nobody: in a plan too full for all, somebody else may be worth more.
      if (a >= 0) choose(d.penalty[i] - own + eased, i, -1, -1);
    }
    if (need < 0) return;
    if (other >= 0) {
      const back = table[other * V + d.volunteer[taken[need]]];
      this.assign(other, back);
    }
    this.assign(need, pair);
    this.adapt();
    if (this.over === 0 && this.cost < this.least - 1e-9) {
      this.least = this.cost;
      this.improved = now;
      this.best.set(taken);
    }
  }

  private assign(i: number, b: number): void {
    const { d, taken, until } = this;
    const a = taken[i];
    if (a >= 0) until[i * d.volunteers + d.volunteer[a]] = this.move + TENURE + ((this.random() * LONGER) | 0);
    this.cost += (b >= 0 ? d.cost[b] : d.penalty[i]) - (a >= 0 ? d.cost[a] : d.penalty[i]);
    if (a >= 0) {
      this.leave(i, d.volunteer[a]);
      this.spend(a, -1);
    }
    if (b >= 0) {
      this.enter(i, d.volunteer[b]);
      this.spend(b, 1);
    }
    taken[i] = b;
  }

  private enter(i: number, j: number): void {
    this.place[i] = this.holds[j];
    this.held[j * this.d.needs + this.holds[j]++] = i;
  }

  private leave(i: number, j: number): void {
    const { held, place } = this;
    const first = j * this.d.needs;
    const last = held[first + --this.holds[j]];
    held[first + place[i]] = last;
    place[last] = place[i];
  }

  private spend(a: number, sign: number): void {
    const { spent, limit } = this;
    const j = this.d.volunteer[a];
    const before = spent[j] > limit[j];
    spent[j] += sign * this.minutes[a];
    this.over += Number(spent[j] > limit[j]) - Number(before);
  }

  private adapt(): void {
    const { spent, limit, price } = this;
    for (let j = 0; j < price.length; j++) {
      if (spent[j] > limit[j]) price[j] *= HARDER;
      else if (this.over === 0) price[j] *= SOFTER;
    }
  }

  /** Back to the best plan. */
  private return(): void {
    const { d, taken, best, spent } = this;
    taken.set(best);
    spent.fill(0);
    this.holds.fill(0);
    this.over = 0;
    this.cost = this.least;
    for (let i = 0; i < d.needs; i++) {
      if (taken[i] < 0) continue;
      this.spend(taken[i], 1);
      this.enter(i, d.volunteer[taken[i]]);
    }
  }

  /** A few needs go anywhere. */
  private shake(): void {
    const { d, table, random } = this;
    for (let x = 0; x < SHAKES; x++) {
      const i = (random() * d.needs) | 0;
      const b = table[i * d.volunteers + ((random() * d.volunteers) | 0)];
      if (b >= 0) this.assign(i, b);
    }
  }
}
