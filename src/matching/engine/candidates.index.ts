import { arc, OfferList, type Question } from './candidates.list';
import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import { isFree } from './rules';
import { DAY } from './time';

const NEVER = -0x80000000;
/** A week in 28 blocks of six hours. */
const BLOCK = 360;

/**
 * Offers by category and required skill, each list laid out by place, with the cheap facts of every offer as bits and
 * numbers. What it leaves out certainly breaks a hard rule; what it lets through is judged by the rules themselves.
 */
export class OfferIndex {
  /** Codes of the hard rules that every offer surely respects that is called back and found free. */
  readonly decides: ReadonlySet<string>;
  private readonly lists = new Map<string, number[]>();
  private readonly ready = new Map<string, OfferList>();
  private readonly words: Words;
  private readonly traits: Int32Array;
  private readonly grades: Int32Array;
  private readonly cleared: Int32Array;
  private readonly blocks: Int32Array;
  /** Square of the straight line through the earth that the travel limit allows; Infinity: no limit to check. */
  private readonly reach: Float64Array;
  private readonly whenBlocks: Int32Array[];

  constructor(private readonly facts: Facts) {
    const { offers, needs } = facts;
    const count = offers.length;
    this.words = new Words(
      ['site', 'online'],
      needs.map((n) => n.line.form),
      needs.flatMap((n) => n.line.languages),
    );
    this.traits = new Int32Array(count);
    this.grades = new Int32Array(count);
    this.cleared = new Int32Array(count);
    this.blocks = new Int32Array(count);
    this.reach = new Float64Array(count);
    for (const offer of offers) this.read(offer);
    const decided = ['period', 'consent', 'category', 'required_skills', 'grades', 'availability', 'concurrent'];
    ['onsite_or_online', 'form', 'language'].forEach((code, kind) => {
      if (this.words.knowsAll(kind)) decided.push(code);
    });
    this.decides = new Set(decided);
    this.whenBlocks = needs.map((n) => Int32Array.from(n.whens, (when) => this.blocksOf(when)));
  }

  /**
   * All needs, those that read the same part of the same list one after the other: what they look at is then still near
   * the processor.
   */
  inReadingOrder(): NeedFacts[] {
    const lists = new Map<OfferList | null, number>();
    const keyed = this.facts.needs.map((need) => {
      const list = this.listFor(need);
      let number = lists.get(list);
      if (number === undefined) lists.set(list, (number = lists.size));
      return { need, number, cell: list?.cellAt(need.line.place.kind === 'site' ? need.line.place.at : null) ?? 0 };
    });
    keyed.sort((a, b) => a.number - b.number || a.cell - b.cell || a.need.index - b.need.index);
    return keyed.map(({ need }) => need);
  }

  /** Calls back with every offer that may suit the need. */
  each(need: NeedFacts, found: (offer: number) => void): void {
    const { line, place, required } = need;
    const inside = need.whens.filter((when) => when.insidePeriod);
    if (line.consentMissing || inside.length === 0) return;
    const list = this.listFor(need);
    if (list === null) return;
    const { skills, offers } = this.facts;
    const question: Question = {
      traits: line.languages.reduce(
        (bits, language) => bits | this.words.bit(2, language),
        this.words.bit(0, line.place.kind) | this.words.bit(1, line.form),
      ),
      grades: line.grades,
      clearedUntil: line.minors ? Math.min(...inside.map((when) => when.lastDay)) : NEVER,
      blocks: this.whenBlocks[need.index].filter((_, w) => need.whens[w].insidePeriod),
      at: line.place.kind === 'site' ? line.place.at : null,
      unit: place.unit,
    };
    list.each(question, (offer) => {
      for (const asked of required) if (skills.level(offers[offer], asked) < asked.level) return;
      found(offer);
    });
  }

  /** Whether the offer is free for that way of holding the need, with a look at the blocks of the week first. */
  isFree(offer: number, need: NeedFacts, when: number): boolean {
    const blocks = this.whenBlocks[need.index][when];
    if ((this.blocks[offer] & blocks) !== blocks || !need.whens[when].insidePeriod) return false;
    return isFree(this.facts, need, need.whens[when], this.facts.offers[offer]);
  }

  /** The shortest list that holds every offer with the category and one of the required skills. */
  private listFor(need: NeedFacts): OfferList | null {
    let key = need.line.category;
    let shortest = this.lists.get(key);
    for (const { skill } of need.required) {
      const other = `${need.line.category}\u0000${skill}`;
      const list = this.lists.get(other);
      if (list === undefined) return null;
      if (shortest === undefined || list.length < shortest.length) {
        shortest = list;
        key = other;
      }
    }
    if (shortest === undefined) return null;
    let ready = this.ready.get(key);
    if (ready === undefined) {
      ready = new OfferList(this.facts, shortest, this);
      this.ready.set(key, ready);
    }
    return ready;
  }

  /** Facts of an offer as numbers, for a list to lay out in its own order. */
  rowOf(offer: number): { traits: number; grades: number; cleared: number; blocks: number; reach: number } {
    return {
      traits: this.traits[offer],
      grades: this.grades[offer],
      cleared: this.cleared[offer],
      blocks: this.blocks[offer],
      reach: this.reach[offer],
    };
  }

  private read(offer: OfferFacts): void {
    const { index, line, volunteer, calendar } = offer;
    const { policy } = this.facts.menus;
    if (volunteer.engagements >= (volunteer.line.maxConcurrent ?? Infinity)) return;
    if (offer.engagements >= (line.maxConcurrent ?? Infinity)) return;
    this.put(line.category, index);
    for (const skill of offer.levels.keys()) this.put(`${line.category}\u0000${skill}`, index);
    let traits = (line.onsite ? this.words.bit(0, 'site') : 0) | (line.online ? this.words.bit(0, 'online') : 0);
    for (const name of line.forms) traits |= this.words.bit(1, name);
    for (const language of volunteer.line.languages) traits |= this.words.bit(2, language);
    this.traits[index] = traits;
    this.grades[index] = line.grades === 0 ? -1 : line.grades;
    this.cleared[index] = volunteer.line.clearedUntil ?? NEVER;
    this.blocks[index] = -1;
    if (!calendar.anyTime && calendar.dates.length === 0) {
      this.blocks[index] = 0;
      calendar.weekly.forEach((windows, weekday) => {
        for (const { from, to } of windows) this.blocks[index] |= blockBits(weekday, from, to);
      });
    }
    const limit = volunteer.line.travelLimitMetres;
    this.reach[index] = Infinity;
    if (volunteer.home === null || limit === null) return;
    this.reach[index] = (2 * Math.sin(Math.min(Math.PI / 2, arc(limit, policy.detour) / 2))) ** 2;
  }

  private put(key: string, offer: number): void {
    const list = this.lists.get(key);
    if (list === undefined) this.lists.set(key, [offer]);
    else list.push(offer);
  }

  private blocksOf(when: WhenFacts): number {
    const { days } = this.facts;
    let bits = 0;
    for (const { from, to } of when.occurrences) {
      for (let day = Math.max(0, Math.floor(from / DAY)); day < days.count && day * DAY < to; day++) {
        bits |= blockBits(days.weekday[day], Math.max(0, from - day * DAY), Math.min(DAY, to - day * DAY));
      }
    }
    return bits;
  }
}

/** Words of several kinds as bits of one number: up to 31 in all; the rest have no bit and are not filtered here. */
class Words {
  private readonly bits: Map<string, number>[];
  private readonly complete: boolean[];

  constructor(...kinds: Iterable<string>[]) {
    let used = 0;
    this.bits = kinds.map(() => new Map<string, number>());
    this.complete = kinds.map(() => true);
    kinds.forEach((words, kind) => {
      for (const word of words) {
        if (this.bits[kind].has(word)) continue;
        if (used < 31) this.bits[kind].set(word, 1 << used++);
        else this.complete[kind] = false;
      }
    });
  }

  bit(kind: number, word: string): number {
    return this.bits[kind].get(word) ?? 0;
  }

  knowsAll(kind: number): boolean {
    return this.complete[kind];
  }
}

/** Blocks of the week that [from, to) of a weekday touches. */
function blockBits(weekday: number, from: number, to: number): number {
  let bits = 0;
  for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) bits |= 1 << ((weekday - 1) * 4 + block);
  return bits;
}
