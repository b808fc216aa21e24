import type { Tick } from './tick';
import { State } from './state';

/**
 * Shift and swap search for volunteers with many slots (generalised assignment), where regions of volunteers are no
 * small problems: a need goes to another volunteer, or two needs trade volunteers, while that is cheaper; then a few
 * random trades shake the plan, and it is kept when the descent ends no worse (iterated local search, Lourenço, Martin
 * and Stützle 2003).
 */
export class Exchange {
  private readonly table: Int32Array; // pair of need i and volunteer j at i · volunteers + j, the cheapest, −1 none
  private readonly log: number[] = [];

  constructor(
    private readonly state: State,
    private readonly random: () => number,
    private readonly tick: Tick,
  ) {
    const d = state.instance;
    this.table = new Int32Array(d.needs * d.volunteers).fill(-1);
    for (let a = 0; a < d.size; a++) {
      const at = d.need[a] * d.volunteers + d.volunteer[a];
      if (this.table[at] < 0 || d.cost[a] < d.cost[this.table[at]]) this.table[at] = a;
    }
  }

  /** One descent after a shake (of no trades the first time). The plan never gets dearer; true when it got cheaper. */
  step(trades: number): boolean {
    const before = this.state.objective;
    this.log.length = 0;
    try {
      this.shake(trades);
      this.descend();
    } catch (stop) {
      if (this.state.objective > before) this.undo();
      throw stop;
    }
    if (this.state.objective <= before) return this.state.objective < before;
    this.undo();
    return false;
  }

  private shake(trades: number): void {
    const { state, random } = this;
    const d = state.instance;
    for (let tries = 0; trades > 0 && tries < 200; tries++) {
      const a = this.heldBy((random() * d.volunteers) | 0);
      const b = this.heldBy((random() * d.volunteers) | 0);
      if (a >= 0 && b >= 0 && this.trade(a, b, Infinity)) trades--;
    }
  }

  private heldBy(j: number): number {
    const { state, random } = this;
    const n = state.count[j];
    return n === 0 ? -1 : state.held[state.instance.slotStart[j] + ((random() * n) | 0)];
  }

  private descend(): void {
    const { state } = this;
    const d = state.instance;
    for (let changed = true; changed;) {
      changed = false;
      this.tick();
      const start = (this.random() * d.needs) | 0;
      for (let x = 0; x < d.needs; x++) if (this.improve((start + x) % d.needs)) changed = true;
    }
  }

  /** The first cheaper place for a volunteer of need i. */
  private improve(i: number): boolean {
    const { state, table } = this;
    const d = state.instance;
    for (let e = d.rowPairStart[d.rowStart[i]]; e < d.rowPairStart[d.rowStart[i + 1]]; e++) {
      const a = d.rowPairs[e];
      if (state.position[a] < 0) {
        if (state.filled[i] < d.seats[i] && state.filled[i] + 1 >= d.minimum[i] && d.profit[a] > 0 && state.can(a)) {
          this.add(a);
          return true;
        }
        continue;
      }
      if (state.fixed[a] === 1) continue;
      for (let j = 0; j < d.volunteers; j++) {
        const b = table[i * d.volunteers + j];
        if (b < 0 || state.position[b] >= 0) continue;
        if (d.cost[b] < d.cost[a] && this.shift(a, b)) return true;
        const s = d.slotStart[j];
        for (let q = 0; q < state.count[j]; q++) if (this.trade(a, state.held[s + q], 0)) return true;
      }
    }
    return false;
  }

  private shift(a: number, b: number): boolean {
    const before = this.state.objective;
    this.remove(a);
    if (this.state.can(b)) {
      this.add(b);
      if (this.state.objective < before) return true;
      this.undoLast();
    }
    this.undoLast();
    return false;
  }

  /** The needs of two held pairs trade volunteers, when that costs less than `least` more and both fit. */
  private trade(a: number, b: number, least: number): boolean {
    const { state, table } = this;
    const d = state.instance;
    if (d.volunteer[a] === d.volunteer[b] || d.need[a] === d.need[b] || state.fixed[a] === 1 || state.fixed[b] === 1)
      return false;
    const c = table[d.need[a] * d.volunteers + d.volunteer[b]];
    const e = table[d.need[b] * d.volunteers + d.volunteer[a]];
    if (c < 0 || e < 0 || d.cost[c] + d.cost[e] - d.cost[a] - d.cost[b] >= least) return false;
    this.remove(a);
    this.remove(b);
    if (state.can(c)) {
      this.add(c);
      if (state.can(e)) {
        this.add(e);
        return true;
      }
      this.undoLast();
    }
    this.undoLast();
    this.undoLast();
    return false;
  }

  private add(a: number): void {
    this.state.add(a);
    this.log.push(a);
  }

  private remove(a: number): void {
    this.state.remove(a);
    this.log.push(~a);
  }

  private undoLast(): void {
    const code = this.log.pop()!;
    if (code >= 0) this.state.remove(code);
    else this.state.add(~code);
  }

  private undo(): void {
    while (this.log.length > 0) this.undoLast();
  }
}
