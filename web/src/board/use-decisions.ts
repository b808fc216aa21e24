import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, ask } from '@/api/client';
import type { BoardPair } from './model';
import type { Line } from './use-lines';

/** How long a decision waits before it is sent, so that it can be undone as if it had never been. */
const UNDO_MS = 8_000;

export type Decision = { kind: 'approve'; pair: BoardPair } | { kind: 'reject'; pair: BoardPair; reason: string };

/** Decisions are shown at once, wait a moment for a change of mind, and are then sent. Leaving the page sends them. */
export function useDecisions(lines: BoardPair[]) {
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<Decision[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latest = useRef<Decision[]>([]);
  latest.current = waiting;

  const patch = useCallback(
    (id: string, change: Partial<Line>) =>
      client.setQueriesData<Line[]>({ queryKey: ['proposals'] }, (old) =>
        old?.map((line) => (line.id === id ? { ...line, ...change } : line)),
      ),
    [client],
  );
  const fail = useCallback(
    (error: unknown) => {
      setFailure(error);
      void client.invalidateQueries({ queryKey: ['proposals'] });
    },
    [client],
  );

  const send = useCallback(
    async (decision: Decision, keepalive = false): Promise<void> => {
      clearTimeout(timers.current.get(decision.pair.id));
      timers.current.delete(decision.pair.id);
      const { id, version } = decision.pair;
      try {
        const changed = await ask(
          decision.kind === 'approve'
            ? api.POST('/api/proposals/{id}/approve', { params: { path: { id } }, body: { version }, keepalive })
            : api.POST('/api/proposals/{id}/reject', {
                params: { path: { id } },
                body: { version, reason: decision.reason },
                keepalive,
              }),
        );
        patch(id, { state: changed.state, version: changed.version, rejectReason: changed.rejectReason });
      } catch (error) {
        fail(error);
      }
      setWaiting((before) => before.filter((one) => one !== decision));
    },
    [patch, fail],
  );

  const decide = useCallback(
    (decision: Decision) => {
      // Only the newest decision can be undone: those before it are sent now.
      for (const older of latest.current) if (timers.current.has(older.pair.id)) void send(older);
      setWaiting((before) => [...before, decision]);
      timers.current.set(
        decision.pair.id,
        setTimeout(() => void send(decision), UNDO_MS),
      );
    },
    [send],
  );

  /** Takes the newest decision back and returns its line. */
  const undo = useCallback((): BoardPair | null => {
    const last = latest.current.at(-1);
    if (!last || !timers.current.has(last.pair.id)) return null;
    clearTimeout(timers.current.get(last.pair.id));
    timers.current.delete(last.pair.id);
    setWaiting((before) => before.filter((one) => one !== last));
    return last.pair;
  }, []);

  /** Sends what waits; to be awaited before anything that builds on it. */
  const flush = useCallback(
    (keepalive = false) =>
      Promise.all(latest.current.filter(({ pair }) => timers.current.has(pair.id)).map((one) => send(one, keepalive))),
    [send],
  );
  useEffect(() => {
    const leave = () => void flush(true);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [flush]);

  const pinning = useMutation({
    mutationFn: ({ id, version, pinned }: BoardPair) => {
      const options = { params: { path: { id } }, body: { version } };
      return pinned
        ? ask(api.POST('/api/proposals/{id}/unpin', options))
        : ask(api.POST('/api/proposals/{id}/pin', options));
    },
    onSuccess: ({ id, pinned, version }) => patch(id, { pinned, version }),
    onError: fail,
  });

  const pairs = useMemo(() => {
    if (waiting.length === 0) return lines;
    const decided = new Map(waiting.map((decision) => [decision.pair.id, decision.kind]));
    return lines.map((line) => {
      const kind = decided.get(line.id);
      return kind ? { ...line, state: kind === 'approve' ? ('approved' as const) : ('rejected' as const) } : line;
    });
  }, [lines, waiting]);

  return {
    /** The lines as they will be once everything has been sent. */
    pairs,
    decide,
    undo,
    flush,
    /** The newest decision, while it can still be undone. */
    pending: waiting.at(-1) ?? null,
    failure,
    clearFailure: () => setFailure(null),
    pin: pinning.mutate,
    pinning: pinning.isPending,
  };
}
