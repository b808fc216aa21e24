import { QueryClient, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, ask, onSignedOut } from '@/api/client';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problem';

export type Me = Schema<'MeDto'>;
export type Role = Me['grants'][number]['role'];

export const queryClient = new QueryClient({
  defaultOptions: {
    // Without a network, too, a request is made and fails: what waits is said, never left turning.
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 15_000,
      // A short break of the network mends itself; a refusal does not.
      retry: (count, error) => count < 3 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: true,
    },
    mutations: {
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof Problem && error.status === 0,
    },
  },
});

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Me | null> => {
    const { data, error, response } = await api.GET('/api/me');
    if (response.status === 401) return null;
    return ask(Promise.resolve({ data, error, response }));
  },
});

/** The person signed in. Only for screens behind the sign-in. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Problem('not_signed_in', 401, '', null);
  return data;
}

export const useMaybeMe = () => useQuery(meQuery);

export const roleOf = (me: Me): Role => {
  const order: Role[] = ['admin', 'coordinator', 'auditor', 'young_teacher', 'volunteer'];
  return order.find((role) => me.grants.some((grant) => grant.role === role)) ?? 'volunteer';
};

export const may = (me: Me, permission: string): boolean => me.permissions.includes(permission);

// --- two accounts in one browser --------------------------------------------------------------------------------------

const ACCOUNT = 'liangdan.account';

/** Says to the other windows of this browser, which share the cookie, who is signed in now; null: nobody. */
export function announce(accountId: string | null): void {
  try {
    localStorage.setItem(ACCOUNT, accountId ?? '');
  } catch {
    // Without storage the other windows find out with their next question.
  }
}

// What a window shows and holds belongs to the account it was opened by: under another one it begins anew.
addEventListener('storage', ({ key, newValue }) => {
  const me = queryClient.getQueryData(meQuery.queryKey);
  if (key === ACCOUNT && me && newValue !== me.accountId) location.reload();
});
// A page that the browser has kept may be that of somebody who has signed out since.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

// --- an ended session, while a page is open ---------------------------------------------------------------------------

let ended = false;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

// The page stays, a dialog asks for the password again.
onSignedOut(() => {
  if (ended || !queryClient.getQueryData(meQuery.queryKey)) return;
  ended = true;
  tell();
});

/** Called after signing in again: what had failed is asked for once more. */
export function markSignedIn(): void {
  ended = false;
  tell();
  void queryClient.invalidateQueries();
}

export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => ended,
  );
