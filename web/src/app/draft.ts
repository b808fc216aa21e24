import { useCallback, useEffect, useRef, useState } from 'react';
import { queryClient, meQuery } from './session';

const keyOf = (name: string): string =>
  `liangdan.draft.${queryClient.getQueryData(meQuery.queryKey)?.accountId}.${name}`;

function kept<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
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
