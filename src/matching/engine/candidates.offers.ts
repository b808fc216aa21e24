import { arc } from './candidates.grid';
import { Words } from './candidates.words';
import type { Facts, OfferFacts, WhenFacts } from './facts';
import type { NeedLine } from './menus';

/** Earlier than any day: cleared never, or asked by nobody. */
export const NEVER = -0x80000000;
/** A week in 28 blocks of six hours. */
const BLOCK = 360;
/** Kinds of words. */
const [PLACE, FORM, LANGUAGE] = [0, 1, 2];

/** The facts of every offer that a look at numbers can decide, in columns. */
export class OfferTable {
  /** Where it is given, its forms and languages, as bits. */
  readonly traits: Int32Array;
  readonly grades: Int32Array;
  /** Last day of the clearance. */
  readonly cleared: Int32Array;
  /** Blocks of the week in which it is free at some time; all, where more than the week decides. */
  readonly blocks: Int32Array;
  /** Home as a unit vector, and the square of the straight line through the earth that the travel limit allows. */
  readonly homes: Float64Array;
  /** 1: the volunteer has nothing agreed and is excluded from nothing. */
  readonly untied: Uint8Array;
  /** Codes of the rules that the columns decide for all needs. */
  readonly decides: readonly string[];
  private readonly words: Words;

  constructor(private readonly facts: Facts) {
    const { offers, needs } = facts;
    this.words = new Words(['site', 'online'], formsOf(needs), languagesOf(needs));
    this.decides = ['onsite_or_online', 'form', 'language'].filter((_, kind) => this.words.knowsAll(kind));
    this.traits = new Int32Array(offers.length);
    this.grades = new Int32Array(offers.length);
    this.cleared = new Int32Array(offers.length);
    this.blocks = new Int32Array(offers.length);
    this.homes = new Float64Array(offers.length * 4);
    this.untied = new Uint8Array(offers.length);
    for (const offer of offers) this.read(offer);
  }

  /** Bits that an offer must have to suit the need. */
  traitsAsked(line: NeedLine): number {
    const { words } = this;
    return words.bit(PLACE, line.place.kind) | words.bit(FORM, line.form) | words.bitsOf(LANGUAGE, line.languages);
  }

  /** Blocks of the week that a way of holding a need touches. */
  blocksOf(when: WhenFacts): number {
    const { slots } = this.facts;
    let bits = 0;
    for (let k = 0; k < when.slots.length; k++) {
      const slot = when.slots[k];
      bits |= blockBits(slots.weekdays[slot], slots.froms[slot], slots.tos[slot]);
    }
    return bits;
  }

  private read({ index, line, volunteer, calendar }: OfferFacts): void {
    const { words } = this;
    const place = (line.onsite ? words.bit(PLACE, 'site') : 0) | (line.online ? words.bit(PLACE, 'online') : 0);
    this.traits[index] = place | words.bitsOf(FORM, line.forms) | words.bitsOf(LANGUAGE, volunteer.line.languages);
    this.grades[index] = line.grades === 0 ? -1 : line.grades;
    this.cleared[index] = volunteer.line.clearedUntil ?? NEVER;
    this.untied[index] = volunteer.engagements === 0 && !volunteer.excludes ? 1 : 0;
    let blocks = 0;
    if (calendar.anyTime || calendar.dates.length > 0) blocks = -1;
    else
      for (let weekday = 1; weekday <= 7; weekday++)
        for (const { from, to } of calendar.weekly[weekday]) blocks |= blockBits(weekday, from, to);
    this.blocks[index] = blocks;
    const { home } = volunteer;
    const limit = volunteer.line.travelLimitMetres;
    const { homes } = this;
    homes[4 * index + 3] = Infinity;
    if (home === null) return;
    homes[4 * index] = home.x;
    homes[4 * index + 1] = home.y;
    homes[4 * index + 2] = home.z;
    if (limit === null) return;
    homes[4 * index + 3] = (2 * Math.sin(Math.min(Math.PI / 2, arc(limit, this.facts.menus.policy.detour) / 2))) ** 2;
  }
}

function formsOf(needs: Facts['needs']): Set<string> {
  const forms = new Set<string>();
  for (const { line } of needs) forms.add(line.form);
  return forms;
}

function languagesOf(needs: Facts['needs']): Set<string> {
  const languages = new Set<string>();
  for (const { line } of needs) for (const language of line.languages) languages.add(language);
  return languages;
}

/** Blocks of the week that [from, to) of a weekday touches. */
function blockBits(weekday: number, from: number, to: number): number {
  let bits = 0;
  for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) bits |= 1 << ((weekday - 1) * 4 + block);
  return bits;
}
