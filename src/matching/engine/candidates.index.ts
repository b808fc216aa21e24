import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import { EARTH_RADIUS } from './geo';
import { isFree } from './rules';
import { DAY } from './time';

/** Bits of onsite and online. */
const ONSITE = 1;
const ONLINE = 2;
/** Bytes the table of levels may take. */
const LARGEST_TABLE = 1 << 26;
const NEVER = -0x80000000;
/** A week in 28 blocks of six hours. */
const BLOCK = 360;

/**
 * Offers by category and required skill, each list laid out on a grid of latitude and longitude, with the cheap facts
 * of every offer as bits and numbers. What it leaves out certainly breaks a hard rule; what it lets through is judged
 * by the rules themselves.
 */
export class OfferIndex {
  /** Codes of the hard rules that every offer surely respects that is called back and found free. */
  readonly decides: ReadonlySet<string>;
  private readonly lists = new Map<string, number[]>();
  private readonly ready = new Map<string, OfferList>();
  private readonly forms: Bits;
  private readonly languages: Bits;
  private readonly skills = new Map<string, number>();
  /** Level of every offer in every skill that some need requires; null: too many of both, left to the rule. */
  private readonly levels: Uint8Array | null;
  private readonly form: Int32Array;
  private readonly spoken: Int32Array;
  private readonly grades: Int32Array;
  private readonly kind: Uint8Array;
  private readonly cleared: Int32Array;
  private readonly blocks: Int32Array;
  private readonly home: Float64Array;
  /** Square of the straight line through the earth that the travel limit allows; Infinity: no limit to check. */
  private readonly reach: Float64Array;
  private readonly whenBlocks: Int32Array[];

  constructor(private readonly facts: Facts) {
    const { offers } = facts;
    const count = offers.length;
    this.forms = new Bits(facts.needs.map((n) => n.line.form));
    this.languages = new Bits(facts.needs.flatMap((n) => n.line.languages));
    this.form = new Int32Array(count);
    this.spoken = new Int32Array(count);
    this.grades = new Int32Array(count);
    this.kind = new Uint8Array(count);
    this.cleared = new Int32Array(count);
    this.blocks = new Int32Array(count);
    this.home = new Float64Array(count * 3);
    this.reach = new Float64Array(count);
    for (const { required } of facts.needs) {
      for (const { skill } of required) if (!this.skills.has(skill)) this.skills.set(skill, this.skills.size);
    }
    this.levels = this.skills.size * count > LARGEST_TABLE ? null : new Uint8Array(this.skills.size * count);
    for (const offer of offers) this.read(offer);
    const decided = ['consent', 'category', 'grades', 'onsite_or_online', 'availability', 'concurrent'];
    if (this.levels !== null) decided.push('required_skills');
    if (this.forms.all) decided.push('form');
    if (this.languages.all) decided.push('language');
    this.decides = new Set(decided);
    this.whenBlocks = facts.needs.map((n) => Int32Array.from(n.whens, (when) => this.blocksOf(when)));
  }

  /** Calls back with every offer that may suit the need. */
  each(need: NeedFacts, found: (offer: number) => void): void {
    const { line, place } = need;
    if (line.consentMissing || need.whens.every((when) => !when.insidePeriod)) return;
    const list = this.listFor(need);
    if (list === null) return;
    const form = this.forms.of(line.form);
    const spoken = line.languages.reduce((bits, language) => bits | this.languages.of(language), 0);
    const kind = place.online ? ONLINE : ONSITE;
    const clearedUntil = line.minors ? Math.min(...need.whens.map((when) => when.lastDay)) : NEVER;
    const { unit } = place;
    const { levels } = this;
    const required = need.required.map(({ skill }) => this.skills.get(skill)!);
    const asked = need.required.map(({ level }) => level);
    const width = this.skills.size;
    const judge = (offer: number) => {
      if ((this.form[offer] & form) !== form || (this.spoken[offer] & spoken) !== spoken) return;
      if ((this.kind[offer] & kind) === 0 || this.cleared[offer] < clearedUntil) return;
      if ((line.grades & ~this.grades[offer]) !== 0) return;
      if (levels !== null) {
        for (let k = 0; k < required.length; k++) if (levels[offer * width + required[k]] < asked[k]) return;
      }
      if (unit !== null && this.reach[offer] !== Infinity) {
        const dx = unit.x - this.home[offer * 3];
        const dy = unit.y - this.home[offer * 3 + 1];
        const dz = unit.z - this.home[offer * 3 + 2];
        if (dx * dx + dy * dy + dz * dz > this.reach[offer]) return;
      }
      found(offer);
    };
    if (unit === null) for (const offer of list.offers) judge(offer);
    else list.near(line.place.kind === 'site' ? line.place.at : null, judge);
  }

  /** Whether the offer is free for that way of holding the need, with a look at the blocks of the week first. */
  isFree(offer: number, need: NeedFacts, when: number): boolean {
    const blocks = this.whenBlocks[need.index][when];
    if ((this.blocks[offer] & blocks) !== blocks) return false;
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
    if (ready === undefined) this.ready.set(key, (ready = new OfferList(this.facts, shortest)));
    return ready;
  }

  private read(offer: OfferFacts): void {
    const { index, line, volunteer, calendar } = offer;
    const { policy } = this.facts.menus;
    if (volunteer.engagements >= (volunteer.line.maxConcurrent ?? Infinity)) return;
    if (offer.engagements >= (line.maxConcurrent ?? Infinity)) return;
    this.put(line.category, index);
    for (const skill of offer.levels.keys()) this.put(`${line.category}\u0000${skill}`, index);
    if (this.levels !== null) {
      for (const [skill, level] of offer.levels) {
        const number = this.skills.get(skill);
        if (number !== undefined) this.levels[index * this.skills.size + number] = level;
      }
    }
    for (const name of line.forms) this.form[index] |= this.forms.of(name);
    for (const language of volunteer.line.languages) this.spoken[index] |= this.languages.of(language);
    this.grades[index] = line.grades === 0 ? -1 : line.grades;
    this.kind[index] = (line.onsite ? ONSITE : 0) | (line.online ? ONLINE : 0);
    this.cleared[index] = volunteer.line.clearedUntil ?? NEVER;
    this.blocks[index] = -1;
    if (!calendar.anyTime && calendar.dates.length === 0) {
      this.blocks[index] = 0;
      calendar.weekly.forEach((windows, weekday) => {
        for (const { from, to } of windows) this.blocks[index] |= blockBits(weekday, from, to);
      });
    }
    const { home } = volunteer;
    const limit = volunteer.line.travelLimitMetres;
    this.reach[index] = Infinity;
    if (home === null || limit === null) return;
    this.home.set([home.x, home.y, home.z], index * 3);
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

/** Up to 31 different words as bits; with more, the rest have no bit and are not filtered here. */
class Bits {
  private readonly bits = new Map<string, number>();
  /** Every word has a bit. */
  readonly all: boolean = true;

  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (this.bits.has(word)) continue;
      if (this.bits.size < 31) this.bits.set(word, 1 << this.bits.size);
      else this.all = false;
    }
  }

  of(word: string): number {
    return this.bits.get(word) ?? 0;
  }
}

/** One list of the index on a grid, so that a need looks at its neighbourhood only. */
class OfferList {
  /** Offers whose reach says nothing about where they are, or more than the grid is laid out for. */
  private readonly everywhere: number[] = [];
  private readonly gridded: Int32Array;
  private readonly keys: Float64Array;
  private readonly cell: number = 1;
  private readonly south: number = 0;
  private readonly west: number = 0;
  private readonly columns: number = 1;
  private readonly rows: number = 0;
  private readonly latitudeReach: number = 0;
  private readonly angle: number = 0;
  private readonly flattest: number = 1;

  constructor(
    facts: Facts,
    readonly offers: number[],
  ) {
    const { detour } = facts.menus.policy;
    const lines = (offer: number) => facts.offers[offer].volunteer.line;
    const limited = offers.filter((o) => lines(o).home !== null && lines(o).travelLimitMetres !== null);
    const limits = limited.map((o) => lines(o).travelLimitMetres!).sort((a, b) => a - b);
    // A few volunteers with a car must not make the neighbourhood of all others large.
    const largest = limits.length < 64 ? -1 : limits[Math.floor(limits.length * 0.95)];
    const inside: number[] = [];
    for (const o of offers) {
      const { home, travelLimitMetres } = lines(o);
      if (home !== null && travelLimitMetres !== null && travelLimitMetres <= largest) inside.push(o);
      else this.everywhere.push(o);
    }
    this.gridded = new Int32Array(inside.length);
    this.keys = new Float64Array(inside.length);
    if (inside.length === 0) return;
    const latitudes = inside.map((o) => lines(o).home!.latitude);
    const longitudes = inside.map((o) => lines(o).home!.longitude);
    this.south = least(latitudes);
    this.west = least(longitudes);
    const angle = arc(largest, detour);
    this.latitudeReach = degrees(angle);
    this.cell = Math.max(this.latitudeReach / 3, 1e-4);
    const flattest = Math.cos(
      (Math.max(...[least(latitudes), -least(latitudes.map((l) => -l))].map(Math.abs)) * Math.PI) / 180,
    );
    this.angle = angle;
    this.flattest = flattest;
    this.columns = Math.floor((-least(longitudes.map((l) => -l)) - this.west) / this.cell) + 1;
    this.rows = Math.floor((-least(latitudes.map((l) => -l)) - this.south) / this.cell) + 1;
    const keyed = inside.map((o, k) => ({
      o,
      key: this.row(latitudes[k]) * this.columns + this.column(longitudes[k]),
    }));
    keyed.sort((a, b) => a.key - b.key || a.o - b.o);
    keyed.forEach(({ o, key }, k) => {
      this.gridded[k] = o;
      this.keys[k] = key;
    });
  }

  near(at: { latitude: number; longitude: number } | null, judge: (offer: number) => void): void {
    for (const offer of this.everywhere) judge(offer);
    if (at === null || this.gridded.length === 0) {
      for (const offer of this.gridded) judge(offer);
      return;
    }
    // hav(angle) ≥ cos φ₁ · cos φ₂ · hav(difference of longitude), on whichever of the two latitudes is flattest.
    const cosine = Math.cos((at.latitude * Math.PI) / 180) * this.flattest;
    const ratio = cosine <= 0 ? 1 : Math.sin(Math.min(Math.PI, this.angle) / 2) / Math.sqrt(cosine);
    const reach = ratio >= 1 ? 360 : degrees(2 * Math.asin(ratio));
    const first = Math.max(0, this.row(at.latitude - this.latitudeReach));
    const last = Math.min(this.rows - 1, this.row(at.latitude + this.latitudeReach));
    const wraps = at.longitude - reach < -180 || at.longitude + reach > 180;
    const left = wraps ? 0 : Math.max(0, this.column(at.longitude - reach));
    const right = wraps ? this.columns - 1 : Math.min(this.columns - 1, this.column(at.longitude + reach));
    if (left > right) return;
    for (let row = first; row <= last; row++) {
      const end = row * this.columns + right;
      for (let k = this.firstAt(row * this.columns + left); k < this.keys.length && this.keys[k] <= end; k++) {
        judge(this.gridded[k]);
      }
    }
  }

  private row(latitude: number): number {
    return Math.floor((latitude - this.south) / this.cell);
  }

  private column(longitude: number): number {
    return Math.floor((longitude - this.west) / this.cell);
  }

  /** First position whose key is not smaller. */
  private firstAt(key: number): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Angle at the centre of the earth under the longest great circle a way of `metres` allows, with room for rounding. */
function arc(metres: number, detour: number): number {
  return Math.min(Math.PI, (metres + 1) / detour / EARTH_RADIUS);
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI + 1e-9;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

/** Blocks of the week that [from, to) of a weekday touches. */
function blockBits(weekday: number, from: number, to: number): number {
  let bits = 0;
  for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) bits |= 1 << ((weekday - 1) * 4 + block);
  return bits;
}
