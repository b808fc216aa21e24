import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { dayOf, fDay, fTime, fWeekday, weekdayOf } from '@/i18n/format';
import { useFreeText } from '@/i18n/words';
import type { BoardPair } from './model';

type Line = Schema<'ProposalDto'>;
/** Pages fetched at the most: ten thousand lines are more than anybody reviews. */
const MOST_PAGES = 50;
/** How long a decision waits before it is sent, so that it can be undone as if it had never been. */
const UNDO_MS = 8_000;

export type Decision = { kind: 'approve'; pair: BoardPair } | { kind: 'reject'; pair: BoardPair; reason: string };

async function everyPage<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < MOST_PAGES; i++) {
    const { items, nextCursor } = await page(cursor);
    all.push(...items);
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return all;
}

/** The lines of the board, and decisions that are shown at once, wait a moment for a change of mind, and are then sent. */
export function useBoard({
  roundId,
  schoolId,
  programmeId,
  enabled,
}: {
  roundId?: string;
  schoolId?: string;
  programmeId?: string;
  enabled: boolean;
}) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const freeText = useFreeText();
  const lines = useQuery({
    queryKey: ['proposals', { roundId, schoolId, programmeId }],
    enabled,
    queryFn: () =>
      everyPage((cursor) =>
        ask(api.GET('/api/proposals', { params: { query: { roundId, schoolId, programmeId, limit: 200, cursor } } })),
      ),
  });
  const offers = useQuery({
    queryKey: ['offers', 'board'],
    enabled,
    staleTime: 300_000,
    queryFn: () =>
      everyPage((cursor) =>
        ask(api.GET('/api/offers', { params: { query: { state: 'listed', limit: 200, cursor } } })),
      ),
  });
  const needs = useQuery({
    queryKey: ['needs', 'board'],
    enabled,
    staleTime: 300_000,
    queryFn: () =>
      everyPage((cursor) => ask(api.GET('/api/needs', { params: { query: { state: 'open', limit: 200, cursor } } }))),
  });

  const [waiting, setWaiting] = useState<Decision[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const latest = useRef<Decision[]>([]);
  latest.current = waiting;

  const send = useCallback(
    async (decision: Decision, keepalive = false): Promise<void> => {
      clearTimeout(timers.current.get(decision.pair.id));
      timers.current.delete(decision.pair.id);
      const { id, version } = decision.pair;
      try {
        await ask(
          decision.kind === 'approve'
            ? api.POST('/api/proposals/{id}/approve', { params: { path: { id } }, body: { version }, keepalive })
            : api.POST('/api/proposals/{id}/reject', {
                params: { path: { id } },
                body: { version, reason: decision.reason },
                keepalive,
              }),
        );
        client.setQueriesData<Line[]>({ queryKey: ['proposals'] }, (old) =>
          old?.map((line) =>
            line.id === id
              ? {
                  ...line,
                  state: decision.kind === 'approve' ? 'approved' : 'rejected',
                  version: version + 1,
                  rejectReason: decision.kind === 'reject' ? decision.reason : null,
                }
              : line,
          ),
        );
      } catch (error) {
        setFailure(error);
        void client.invalidateQueries({ queryKey: ['proposals'] });
      }
      setWaiting((before) => before.filter((one) => one !== decision));
    },
    [client],
  );

  const decide = useCallback(
    (decision: Decision) => {
      // Only the newest decision can be undone: those before it are sent now.
      for (const older of latest.current) void send(older);
      setWaiting((before) => [...before, decision]);
      timers.current.set(
        decision.pair.id,
        setTimeout(() => void send(decision), UNDO_MS),
      );
    },
    [send],
  );

  const undo = useCallback(() => {
    const last = latest.current.at(-1);
    if (!last || !timers.current.has(last.pair.id)) return;
    clearTimeout(timers.current.get(last.pair.id));
    timers.current.delete(last.pair.id);
    setWaiting((before) => before.filter((one) => one !== last));
  }, []);

  useEffect(() => {
    const flush = () => {
      for (const decision of latest.current) if (timers.current.has(decision.pair.id)) void send(decision, true);
    };
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [send]);

  const pinning = useMutation({
    mutationFn: ({ id, version, pinned }: BoardPair) => {
      const options = { params: { path: { id } }, body: { version } };
      return pinned
        ? ask(api.POST('/api/proposals/{id}/unpin', options))
        : ask(api.POST('/api/proposals/{id}/pin', options));
    },
    onSuccess: (changed) =>
      client.setQueriesData<Line[]>({ queryKey: ['proposals'] }, (old) =>
        old?.map((line) =>
          line.id === changed.id ? { ...line, pinned: changed.pinned, version: changed.version } : line,
        ),
      ),
    onError: (error) => {
      setFailure(error);
      void client.invalidateQueries({ queryKey: ['proposals'] });
    },
  });

  const pairs = useMemo(() => {
    const offerOf = new Map(offers.data?.map((offer) => [offer.id, offer]));
    const needOf = new Map(needs.data?.map((need) => [need.id, need]));
    const decided = new Map(waiting.map((decision) => [decision.pair.id, decision]));
    const when = ({ firstAt, meetings }: Line): string => {
      if (!firstAt) return t('when.agreed');
      const day = dayOf(firstAt);
      return meetings === 1
        ? `${fDay(day)} ${fTime(firstAt)}`
        : t('board.when', { weekday: fWeekday(weekdayOf(day)), time: fTime(firstAt), count: meetings });
    };
    return (lines.data ?? []).map((line): BoardPair => {
      const {
        id,
        version,
        state,
        pinned,
        reserveOrder,
        score,
        rejectReason,
        need,
        offer,
        volunteer,
        seat,
        meetings,
        firstAt,
      } = line;
      const found = offerOf.get(offer.id);
      const asked = needOf.get(need.id);
      return {
        id,
        version,
        pinned,
        reserve: reserveOrder,
        score,
        meetings,
        first: firstAt,
        rejectReason,
        parts: {},
        reasons: [],
        overrides: [],
        alternatives: [],
        state: decided.has(id) ? (decided.get(id)!.kind === 'approve' ? 'approved' : 'rejected') : state,
        need: {
          id: need.id,
          code: need.code,
          title: need.title,
          schoolName: need.schoolName,
          programmeName: need.programmeName,
          seat,
          seats: need.seats,
          priority: need.priority,
          careGroups: asked?.careGroups ?? [],
          urgent: asked?.urgent ?? false,
          when: when(line),
        },
        offer: {
          id: offer.id,
          title: offer.title,
          volunteerId: volunteer.id,
          volunteerName: volunteer.name,
          veteranGroup: found?.veteranGroup ?? null,
          when: found ? freeText(found.availability) : '',
        },
      };
    });
  }, [lines.data, offers.data, needs.data, waiting, i18n.language]); // eslint-disable-line react-hooks/exhaustive-deps -- t and freeText follow the language

  return {
    pairs,
    isPending: lines.isPending,
    error: lines.error,
    refetch: () => void client.invalidateQueries({ queryKey: ['proposals'] }),
    decide,
    undo,
    pending: waiting.at(-1) ?? null,
    failure,
    clearFailure: () => setFailure(null),
    pin: (pair: BoardPair) => pinning.mutate(pair),
    busy: pinning.isPending,
  };
}
