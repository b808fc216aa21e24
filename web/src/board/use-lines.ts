import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { dayOf, fDay, fTime, fWeekday, weekdayOf } from '@/i18n/format';
import { useFreeText } from '@/i18n/when';
import type { Offer } from '@/i18n/words';
import type { BoardOffer, BoardPair } from './model';

export type Line = Schema<'ProposalDto'>;
/** Pages fetched at the most: ten thousand lines are more than anybody reviews. */
const MOST_PAGES = 50;

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

/** Every line of a round (or of all sources), with what the two menus say about both ends, and the whole resources menu. */
export function useLines(roundId: string | undefined, enabled: boolean) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const freeText = useFreeText();
  const lines = useQuery({
    queryKey: ['proposals', { roundId }],
    enabled,
    queryFn: () =>
      everyPage((cursor) => ask(api.GET('/api/proposals', { params: { query: { roundId, limit: 200, cursor } } }))),
  });
  const listed = useQuery({
    queryKey: ['offers', 'board'],
    enabled,
    staleTime: 300_000,
    queryFn: () =>
      everyPage((cursor) =>
        ask(api.GET('/api/offers', { params: { query: { state: 'listed', limit: 200, cursor } } })),
      ),
  });
  const asked = useQuery({
    queryKey: ['needs', 'board'],
    enabled,
    staleTime: 300_000,
    queryFn: () =>
      everyPage((cursor) => ask(api.GET('/api/needs', { params: { query: { state: 'open', limit: 200, cursor } } }))),
  });

  const offers = useMemo(
    () =>
      (listed.data ?? [])
        .filter(({ staleSince }) => staleSince === null)
        .map((offer: Offer): BoardOffer => ({
          id: offer.id,
          title: offer.title,
          volunteerId: offer.volunteerId,
          volunteerName: offer.volunteerName,
          veteranGroup: offer.veteranGroup,
          categoryId: offer.categoryId,
          when: freeText(offer.availability),
        })),
    [listed.data, i18n.language], // freeText follows the language.
  );
  // A decision changes one line: only that one is put into words again.
  const toPair = useMemo(() => {
    const known = new WeakMap<Line, BoardPair>();
    const offerOf = new Map(offers.map((offer) => [offer.id, offer]));
    const needOf = new Map(asked.data?.map((need) => [need.id, need]));
    const when = ({ firstAt, meetings }: Line): string => {
      if (!firstAt) return t('when.agreed');
      const day = dayOf(firstAt);
      return meetings === 1
        ? `${fDay(day)} ${fTime(firstAt)}`
        : t('board.when', { weekday: fWeekday(weekdayOf(day)), time: fTime(firstAt), count: meetings });
    };
    const put = (line: Line): BoardPair => {
      const { need, offer, volunteer, seat, reserveOrder, firstAt } = line;
      const open = needOf.get(need.id);
      return {
        id: line.id,
        version: line.version,
        state: line.state,
        pinned: line.pinned,
        reserve: reserveOrder,
        score: line.score,
        rejectReason: line.rejectReason,
        roundId: line.roundId,
        meetings: line.meetings,
        first: firstAt,
        need: {
          ...need,
          seat,
          categoryId: open?.categoryId ?? '',
          careGroups: open?.careGroups ?? [],
          urgent: open?.urgent ?? false,
          when: when(line),
        },
        offer: offerOf.get(offer.id) ?? {
          id: offer.id,
          title: offer.title,
          volunteerId: volunteer.id,
          volunteerName: volunteer.name,
          veteranGroup: null,
          categoryId: '',
          when: '',
        },
      };
    };
    return (line: Line): BoardPair => {
      let pair = known.get(line);
      if (!pair) known.set(line, (pair = put(line)));
      return pair;
    };
  }, [offers, asked.data, i18n.language]); // t follows the language.
  const pairs = useMemo(() => (lines.data ?? []).map(toPair), [lines.data, toPair]);

  return {
    pairs,
    offers,
    isPending: lines.isPending,
    error: lines.error,
    refetch: () => void client.invalidateQueries({ queryKey: ['proposals'] }),
  };
}

/** What is asked for of one line: parts of the score, reasons, who else could. */
export const useDetail = (line: { id: string; version: number } | undefined) =>
  useQuery({
    queryKey: ['proposal', line?.id, line?.version],
    enabled: !!line,
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/proposals/{id}', { params: { path: { id: line!.id } } })),
  });
