import { Grid } from './candidates.grid';
import { OfferList, type Question } from './candidates.list';
import { NEVER, OfferTable } from './candidates.offers';
import { every, type Tick } from './tick';
import type { Facts, NeedFacts } from './facts';
import { isFree } from './rules';

/** Rules that what `OfferIndex` finds surely respects, besides those of its table. */
const DECIDED = [
  'period',
  'consent',
  'category',
  'required_skills',
  'grades',
  'clearance',
  'availability',
  'concurrent',
];

/** Offers of one category: all of them, and by a skill of theirs; as places in the reading order of the grid. */
interface Shelf {
  all: number[];
  bySkill: Map<number, number[]>;
}

/**
 * Offers by category and required skill, each list laid out by place, with the cheap facts of every offer as bits and
 * numbers. What it leaves out certainly breaks a hard rule; what it lets through is judged by the rules themselves.
 */
export class OfferIndex {
  /** Codes of the hard rules that everything found surely respects. */
  readonly decides: ReadonlySet<string>;
  /** What the last `find` found: offers, and the ways to hold the need for which they are free. */
  offers: Int32Array;
  whens: Uint16Array;
  private readonly table: OfferTable;
  private readonly grid: Grid;
  private readonly shelves = new Map<string, Shelf>();
  private readonly lists = new Map<number[], OfferList>();
  private readonly listOf: (OfferList | null)[];
  private readonly hits: Int32Array;

  /** `tick` is called now and then, and may throw. */
  constructor(
    private readonly facts: Facts,
    tick: Tick,
  ) {
    const look = every(256, tick);
    const count = facts.offers.length;
    this.table = new OfferTable(facts);
    tick();
    this.grid = new Grid(facts);
    tick();
    this.decides = new Set([...DECIDED, ...this.table.decides]);
    this.hits = new Int32Array(count);
    this.offers = new Int32Array(count);
    this.whens = new Uint16Array(count);
    for (let k = 0; k < count; k++) {
      look();
      this.shelve(k);
    }
    this.listOf = facts.needs.map((need) => {
      look();
      return this.listFor(need);
    });
  }

  /** Whether the volunteer has nothing agreed and is excluded from nothing. */
  untied(offer: number): boolean {
    return this.table.untied[offer] === 1;
  }

  /**
   * All needs, those that read the same part of the same list one after the other: what they look at is then still near
   * the processor.
   */
  inReadingOrder(): Int32Array {
    const numbers = new Map<OfferList | null, number>();
    for (const list of this.listOf) if (!numbers.has(list)) numbers.set(list, numbers.size);
    const number = Int32Array.from(this.listOf, (list) => numbers.get(list)!);
    const cell = Float64Array.from(this.facts.needs, ({ line: { place } }) =>
      this.grid.cellAt(place.kind === 'site' ? place.at : null),
    );
    return Int32Array.from(number.keys()).sort((a, b) => number[a] - number[b] || cell[a] - cell[b] || a - b);
  }

  /** Finds every offer that may suit the need, with each way to hold it for which the offer is free; returns how many. */
  find(need: NeedFacts): number {
    const { line, whens } = need;
    const list = this.listOf[need.index];
    if (list === null || line.consentMissing) return 0;
    const blocks = new Int32Array(whens.length);
    let inside = 0;
    let firstDay = Infinity;
    for (const when of whens) {
      if (!when.insidePeriod) continue;
      blocks[inside++] = this.table.blocksOf(when);
      firstDay = Math.min(firstDay, when.lastDay);
    }
    if (inside === 0) return 0;
    const question: Question = {
      traits: this.table.traitsAsked(line),
      grades: line.grades,
      clearedUntil: line.minors ? firstDay : NEVER,
      blocks: blocks.subarray(0, inside),
      at: line.place.kind === 'site' ? line.place.at : null,
      unit: need.place.unit,
    };
    return this.free(need, list.find(question, this.hits));
  }

  /** Keeps of so many hits those with every required skill, by the ways to hold the need for which they are free. */
  private free(need: NeedFacts, count: number): number {
    const { facts, hits, table } = this;
    const { skills } = facts;
    const { required, whens } = need;
    let found = 0;
    next: for (let k = 0; k < count; k++) {
      const o = hits[k];
      const offer = facts.offers[o];
      for (let s = 0; s < required.length; s++) if (skills.level(offer, required[s]) < required[s].level) continue next;
      for (let w = 0; w < whens.length; w++) {
        const when = whens[w];
        if (!when.insidePeriod || (need.line.minors && table.cleared[o] < when.lastDay)) continue;
        if (!isFree(facts, need, when, offer)) continue;
        if (found === this.offers.length) this.grow();
        this.offers[found] = o;
        this.whens[found++] = w;
      }
    }
    return found;
  }

  private grow(): void {
    const room = Math.max(16, 2 * this.offers.length);
    const [offers, whens] = [new Int32Array(room), new Uint16Array(room)];
    offers.set(this.offers);
    whens.set(this.whens);
    this.offers = offers;
    this.whens = whens;
  }

  /** Puts the offer at place `k` of the reading order where needs look for it, unless it can take no more. */
  private shelve(k: number): void {
    const { skills, offers } = this.facts;
    const { line, volunteer, engagements, levels } = offers[this.grid.order[k]];
    if (volunteer.engagements >= (volunteer.line.maxConcurrent ?? Infinity)) return;
    if (engagements >= (line.maxConcurrent ?? Infinity)) return;
    let shelf = this.shelves.get(line.category);
    if (shelf === undefined) this.shelves.set(line.category, (shelf = { all: [], bySkill: new Map() }));
    shelf.all.push(k);
    for (const skill of levels.keys()) {
      const number = skills.numberOf(skill);
      const list = shelf.bySkill.get(number);
      if (list === undefined) shelf.bySkill.set(number, [k]);
      else list.push(k);
    }
  }

  /** The shortest list that holds every offer with the category and one of the required skills. */
  private listFor({ line, required }: NeedFacts): OfferList | null {
    const shelf = this.shelves.get(line.category);
    if (shelf === undefined) return null;
    let shortest = shelf.all;
    for (const { number } of required) {
      const list = shelf.bySkill.get(number);
      if (list === undefined) return null;
      if (list.length < shortest.length) shortest = list;
    }
    let ready = this.lists.get(shortest);
    if (ready === undefined) this.lists.set(shortest, (ready = new OfferList(this.grid, shortest, this.table)));
    return ready;
  }
}
