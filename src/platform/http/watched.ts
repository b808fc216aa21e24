import { distinctUntilChanged, exhaustMap, map, takeUntil, takeWhile, timer } from 'rxjs';
import type { Observable } from 'rxjs';

/** Between two looks at something that somebody watches. */
const WATCH_MS = 500;

/**
 * Server-sent events of a row of long work: what `look` finds, each time it has changed, the last one included, while it
 * `goes` on. It ends when the row is gone and when `stopping` says so, because open streams would keep the server from closing.
 */
export const watched = <T>(
  look: () => Promise<T | null>,
  goes: (found: T) => boolean,
  stopping: Observable<unknown>,
): Observable<{ data: T }> =>
  timer(0, WATCH_MS).pipe(
    exhaustMap(look),
    takeWhile((found): found is Awaited<T> & T => found !== null),
    distinctUntilChanged((one, other) => JSON.stringify(one) === JSON.stringify(other)),
    takeWhile(goes, true),
    map((data) => ({ data })),
    takeUntil(stopping),
  );
