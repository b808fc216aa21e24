import type { Book } from './book';
import type { PartNeed } from './book.part';
import type { LocalBound } from './local-bound';
import type { LocalPlan } from './local-plan';
import { inNumbersOf, solveSmall } from './part-solve';

/** A plan, its book, and the prices that prove how good it is. */
export interface Local {
  readonly book: Book;
  readonly plan: LocalPlan;
  readonly bound: LocalBound;
}

/** Volunteers who may move when something happens. */
const SIZE = 60;

/** Volunteers to set free: those named, and breadth first those who could serve the needs named or take over from them. */
export function around(
  { book, plan, bound }: Local,
  needs: readonly number[],
  volunteers: readonly number[],
): Set<number> {
  const free = new Set<number>();
  const seen = new Set(needs);
  const queue = [...needs];
  const enter = (j: number) => {
    if (free.has(j) || !book.volunteers[j].here) return;
    free.add(j);
    for (const p of plan.held[j])
      if (!seen.has(book.need[p])) {
        seen.add(book.need[p]);
        queue.push(book.need[p]);
      }
  };
  // A volunteer with time to spare: what it could do and nobody does, comes into sight as well.
  for (const j of volunteers.slice(0, SIZE)) {
    enter(j);
    for (const p of book.volunteers[j].pairs) {
      const i = book.need[p];
      if (seen.has(i) || plan.usedBy[i].length >= book.needs[i].seats) continue;
      seen.add(i);
      queue.push(i);
    }
  }
  for (let head = 0; head < queue.length && free.size < SIZE; head++) {
    const i = queue[head];
    if (!book.needs[i].here) continue;
    for (const p of plan.usedBy[i]) enter(book.volunteer[p]);
    const others = book.needs[i].pairs.map((p) => ({ p, cost: book.cost[p] + bound.rent(book.volunteer[p]) }));
    others.sort((a, b) => a.cost - b.cost || a.p - b.p);
    for (const { p } of others) if (free.size < SIZE) enter(book.volunteer[p]);
  }
  // Nobody may be left alone with a minimum: its people are free together or not at all.
  for (const i of needs) if (book.needs[i].here) for (const p of plan.usedBy[i]) free.add(book.volunteer[p]);
  for (const j of free)
    for (const p of plan.held[j])
      if (book.needs[book.need[p]].minimum > 1) for (const q of plan.usedBy[book.need[p]]) free.add(book.volunteer[q]);
  return free;
}

/** Solves the part of these volunteers again, everybody else staying; null: nothing better than what there is. */
export function solvePart(
  { book, plan, bound }: Local,
  free: ReadonlySet<number>,
): { comes: number[]; goes: number[] } | null {
  if (free.size === 0) return null;
  const needs: PartNeed[] = [];
  const seen = new Set<number>();
  for (const j of free)
    for (const p of book.volunteers[j].pairs) {
      const i = book.need[p];
      if (seen.has(i)) continue;
      seen.add(i);
      const staying = plan.usedBy[i].filter((q) => !free.has(book.volunteer[q]));
      const seats = book.needs[i].seats - staying.length;
      if (seats <= 0) continue;
      const pairs =
        staying.length === 0
          ? book.needs[i].pairs
          : book.needs[i].pairs.filter((q) => book.option[q] === book.option[staying[0]]);
      needs.push({ need: i, seats, minimum: Math.max(1, book.needs[i].minimum - staying.length), pairs });
    }
  needs.sort((a, b) => a.need - b.need);
  const part = book.part(
    needs,
    [...free].sort((a, b) => a - b),
  );
  const before: number[] = [];
  for (const j of free) before.push(...plan.held[j]);
  const place = new Map(Array.from(part.pairs, (p, x) => [p, x]));
  const start = new Set(before.flatMap((p) => place.get(p) ?? []));
  const chosen = inNumbersOf(part, () => solveSmall(part, start, bound.pricesOf(part)));
  const now = new Set(chosen.map((x) => part.pairs[x]));
  const was = new Set(before);
  return { comes: [...now].filter((p) => !was.has(p)), goes: before.filter((p) => !now.has(p)) };
}
