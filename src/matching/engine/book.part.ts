import { type Lines, FREE } from './book.lines';
import { NO_LIMIT, type Problem } from './problem';

/** One need of a part: how many of its seats the part may fill, at least how many when any, and by which pairs. */
export interface PartNeed {
  need: number;
  seats: number;
  minimum: number;
  pairs: readonly number[];
}

/** A part of the book as a problem, and which numbers of the book its needs, options, volunteers and pairs have. */
export interface Part {
  problem: Problem;
  needs: Int32Array;
  volunteers: Int32Array;
  pairs: Int32Array;
}

/** Some needs and volunteers as a problem of their own; pairs with other volunteers are left out. */
export function partOf(book: Lines, needs: readonly PartNeed[], volunteers: readonly number[]): Part {
  const { months } = book.first;
  const place = new Map<number, number>();
  const offerPlace = new Map<number, number>();
  const offerOf: number[] = [];
  const owner: number[] = [];
  volunteers.forEach((j, x) => {
    place.set(j, x);
    for (const f of book.volunteers[j].offers) {
      offerPlace.set(f, offerOf.push(f) - 1);
      owner.push(x);
    }
  });
  const optionStart = [0];
  const occurrenceStart = [0];
  const from: number[] = [];
  const to: number[] = [];
  const pairStart = [0];
  const pairs: number[] = [];
  const options: number[] = [];
  needs.forEach(({ need, pairs: own }, x) => {
    for (const times of book.needs[need].options) {
      for (const [begin, end] of times) {
        from.push(begin);
        to.push(end);
      }
      occurrenceStart.push(from.length);
    }
    for (const p of own) {
      if (!place.has(book.volunteer[p])) continue;
      pairs.push(p);
      options.push(optionStart[x] + book.option[p]);
    }
    pairStart.push(pairs.length);
    optionStart.push(occurrenceStart.length - 1);
  });
  const lines = volunteers.map((j) => book.volunteers[j]);
  const loadStart = [0];
  for (const { loads } of lines) loadStart.push(loadStart[loadStart.length - 1] + loads.length);
  const loadCost = new Int32Array(loadStart[lines.length]);
  lines.forEach(({ loads }, x) => loadCost.set(loads, loadStart[x]));
  const own = offerOf.map((f) => book.offers[f]);
  const problem: Problem = {
    months,
    needs: {
      count: needs.length,
      seats: Int32Array.from(needs, (x) => x.seats),
      minimum: Int32Array.from(needs, (x) => x.minimum),
      penalty: Float64Array.from(needs, (x) => book.needs[x.need].penalty),
      level: Uint8Array.from(needs, (x) => book.needs[x.need].level),
      optionStart: Int32Array.from(optionStart),
      pairStart: Int32Array.from(pairStart),
    },
    options: {
      count: occurrenceStart.length - 1,
      occurrenceStart: Int32Array.from(occurrenceStart),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
    },
    volunteers: {
      count: lines.length,
      people: Int32Array.from(lines, (x) => x.people),
      capacity: Int32Array.from(lines, (x) => x.capacity),
      loadStart: Int32Array.from(loadStart),
      loadCost,
      monthlyMinutes: rows(
        lines.map((x) => x.minutes),
        months,
        NO_LIMIT,
      ),
    },
    offers: {
      count: own.length,
      volunteer: Int32Array.from(owner),
      capacity: Int32Array.from(own, (x) => x.capacity),
      monthlyMinutes: rows(
        own.map((x) => x.minutes),
        months,
        NO_LIMIT,
      ),
      stock: own.every((x) => x.stock === NO_LIMIT) ? new Int32Array(0) : Int32Array.from(own, (x) => x.stock),
    },
    pairs: {
      count: pairs.length,
      option: Int32Array.from(options),
      offer: Int32Array.from(pairs, (p) => offerPlace.get(book.offer[p])!),
      cost: Int32Array.from(pairs, (p) => book.cost[p]),
      minutes: rows(
        pairs.map((p) => book.minutes[p]),
        months,
        0,
      ),
      pieces: pairs.every((p) => book.pieces[p] === 0)
        ? new Int32Array(0)
        : Int32Array.from(pairs, (p) => book.pieces[p]),
      pinned: pairs.every((p) => book.fixed[p] === FREE)
        ? new Uint8Array(0)
        : Uint8Array.from(pairs, (p) => (book.fixed[p] === FREE ? 0 : 1)),
    },
    conflicts: conflictsOf(book, pairs),
  };
  return {
    problem,
    needs: Int32Array.from(needs, (x) => x.need),
    volunteers: Int32Array.from(volunteers),
    pairs: Int32Array.from(pairs),
  };
}

function conflictsOf(book: Lines, pairs: readonly number[]): Problem['conflicts'] {
  const known = (p: number) => p < book.first.pairs.count && !book.retimed.has(book.need[p]);
  // One more than the number in the part; 0: not in it.
  const place = new Int32Array(book.need.length);
  pairs.forEach((p, x) => (place[p] = x + 1));
  const { start: from, other: list } = book.first.conflicts;
  // By volunteer what events have brought or given other times: few, and all that has to be looked at beside what is known.
  const fresh = new Map<number, readonly number[]>();
  const freshOf = (j: number): readonly number[] => {
    let own = fresh.get(j);
    if (own === undefined) fresh.set(j, (own = book.volunteers[j].pairs.filter((q) => !known(q))));
    return own;
  };
  const start = new Int32Array(pairs.length + 1);
  const other: number[] = [];
  pairs.forEach((p, x) => {
    const isKnown = known(p);
    if (isKnown && from.length > 0)
      for (let y = from[p]; y < from[p + 1]; y++) {
        const q = place[list[y]];
        if (q > 0 && known(list[y])) other.push(q - 1);
      }
    const j = book.volunteer[p];
    for (const q of isKnown ? freshOf(j) : book.volunteers[j].pairs) {
      if (place[q] > 0 && clash(book, p, q)) other.push(place[q] - 1);
    }
    start[x + 1] = other.length;
  });
  return other.length === 0
    ? { start: new Int32Array(0), other: new Int32Array(0) }
    : { start, other: Int32Array.from(other) };
}

/** Whether one person cannot hold both pairs, from their times and the way between. */
function clash(book: Lines, p: number, q: number): boolean {
  const i = book.need[p];
  const k = book.need[q];
  if (i === k) return false;
  const mine = book.needs[i].options[book.option[p]];
  const theirs = book.needs[k].options[book.option[q]];
  if (mine.length === 0 || theirs.length === 0) return false;
  const way = book.travel(i, k, book.volunteer[p]);
  let x = 0;
  for (const [begin, end] of mine) {
    while (x < theirs.length && theirs[x][1] + way <= begin) x++;
    if (x < theirs.length && theirs[x][0] < end + way) return true;
  }
  return false;
}

/** Rows of equal length as one array; empty when no row says anything. */
function rows(list: readonly (ArrayLike<number> | null)[], months: number, absent: number): Int32Array {
  if (list.every((row) => row === null)) return new Int32Array(0);
  const all = new Int32Array(list.length * months).fill(absent);
  list.forEach((row, x) => row !== null && all.set(row, x * months));
  return all;
}
