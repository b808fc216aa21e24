import type { Book } from './book';
import type { ChangeReason, PairChange, PlanEvent } from './events';

/**
 * Pairs that came and went by an event (null: by solving again), by need, each with its reasons. `log`: p came, ~p went,
 * in order.
 */
export function explained(book: Book, event: PlanEvent | null, log: readonly number[]): PairChange[] {
  const net = new Map<number, number>();
  for (const code of log) {
    const p = code >= 0 ? code : ~code;
    net.set(p, (net.get(p) ?? 0) + (code >= 0 ? 1 : -1));
  }
  const comes = [...net].filter(([, x]) => x > 0).map(([p]) => p);
  const goes = [...net].filter(([, x]) => x < 0).map(([p]) => p);
  const change = (pair: number, kind: PairChange['change']): PairChange => ({
    change: kind,
    pair,
    need: book.need[pair],
    volunteer: book.volunteer[pair],
    reasons: reasonsOf(book, event, pair, kind === 'comes' ? goes : comes, kind === 'comes'),
  });
  const changes = [...goes.map((p) => change(p, 'goes')), ...comes.map((p) => change(p, 'comes'))];
  return changes.sort((a, b) => a.need - b.need || a.pair - b.pair);
}

/** What happened to a pair itself, otherwise what it makes room for or what makes room for it (`opposite`). */
function reasonsOf(
  book: Book,
  event: PlanEvent | null,
  pair: number,
  opposite: readonly number[],
  came: boolean,
): ChangeReason[] {
  const need = book.need[pair];
  const volunteer = book.volunteer[pair];
  if (event !== null && concerns(book, event, need, volunteer, came)) return [{ code: event.kind }];
  const reasons: ChangeReason[] = [];
  for (const p of opposite) {
    if (book.need[p] === need && book.volunteer[p] === volunteer) return [{ code: 'other_way' }];
    if (book.need[p] === need) reasons.push({ code: came ? 'takes_over' : 'replaced', volunteer: book.volunteer[p] });
    if (book.volunteer[p] === volunteer)
      reasons.push({ code: came ? 'freed_from' : 'serves_elsewhere', need: book.need[p] });
  }
  return reasons.length > 0 ? reasons : [{ code: came ? 'seat_filled' : 'seat_left_open' }];
}

function concerns(book: Book, event: PlanEvent, need: number, volunteer: number, came: boolean): boolean {
  switch (event.kind) {
    case 'need_added':
      return came && need === book.needs.length - 1;
    case 'volunteer_added':
      return came && volunteer === book.volunteers.length - 1;
    case 'need_changed':
      return need === event.id;
    case 'volunteer_changed':
      return volunteer === event.id;
    case 'need_withdrawn':
      return need === event.id;
    case 'volunteer_left':
      return volunteer === event.id;
    case 'pair_declined':
      return !came && need === event.need && volunteer === event.volunteer;
    default:
      return came && need === event.need && volunteer === event.volunteer;
  }
}
