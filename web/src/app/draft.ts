import { useCallback, useEffect, useRef, useState } from 'react';
import { clashes, merge, same } from './merge';
import { queryClient, meQuery } from './session';

const PREFIX = 'liangdan.draft.';

const keyOf = (name: string): string =>
  `${PREFIX}${queryClient.getQueryData(meQuery.queryKey)?.accountId ?? 'visitor'}.${name}`;

function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

/** Who signs out on purpose leaves nothing behind for the next person at the desk. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

/**
 * What somebody types, kept in this window until it has been sent: a break of the network, a session that ends, going
 * away and coming back lose nothing. `forget` is called when it has been sent. Kept apart for each account.
 */
export function useDraft<T>(name: string, start: T): [typed: T, set: (typed: T) => void, forget: () => void] {
  const key = keyOf(name);
  const [typed, setTyped] = useState<T>(() => kept<T>(key) ?? start);
  const touched = useRef(false);
  useEffect(() => {
    if (!touched.current) return;
    try {
      sessionStorage.setItem(key, JSON.stringify(typed));
    } catch {
      // A full store loses nothing that is on the screen.
    }
  }, [key, typed]);
  const set = useCallback((next: T) => {
    touched.current = true;
    setTyped(next);
  }, []);
  const forget = useCallback(() => {
    touched.current = false;
    sessionStorage.removeItem(key);
  }, [key]);
  return [typed, set, forget];
}

/** What somebody has typed over a row, while others may change the row. */
export interface RowDraft<T> {
  typed: T;
  set: (change: Partial<T>) => void;
  /** What is on record. */
  now: T;
  /** It has been sent. */
  forget: () => void;
  /** Back to what is on record. */
  drop: () => void;
  /** What is shown was typed on an earlier visit and never sent. */
  found: boolean;
  /** Fields that others changed, too, since they were changed here. */
  clashing: (keyof T & string)[];
}

/**
 * A draft over a row of which `now` is what is on record (for a new row, what it starts with). When the row moves, fields
 * not touched here follow it, so that sending the draft never takes back what others did without its being said.
 */
export function useRowDraft<T extends object>(name: string, now: T): RowDraft<T> {
  const [{ base, mine }, keep, forget] = useDraft(name, { base: now, mine: now });
  const typed = merge(base, mine, now);
  const [kept] = useState(() => !same(typed, now));
  const clashing = clashes(base, mine, now);
  return {
    typed,
    now,
    set: (change) => {
      const still = Object.fromEntries(clashing.map((field) => [field, base[field]]));
      keep({ base: { ...now, ...still }, mine: { ...typed, ...change } });
    },
    forget,
    drop: () => {
      keep({ base: now, mine: now });
      forget();
    },
    found: kept && !same(typed, now),
    clashing,
  };
}
