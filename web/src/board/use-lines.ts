import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { dayOf, fDay, fTime, fWeekday, weekdayOf } from '@/i18n/format';
import { useFreeText } from '@/i18n/words';
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
    [listed.data, i18n.language], // eslint-disable-line react-hooks/exhaustive-deps -- freeText follows the language
  );
  const pairs = useMemo(() => {
    const offerOf = new Map(offers.map((offer) => [offer.id, offer]));
    const needOf = new Map(asked.data?.map((need) => [need.id, need]));
    const when = ({ firstAt, meetings }: Line): string => {
      if (!firstAt) return t('when.agreed');
      const day = dayOf(firstAt);
      return meetings === 1
        ? `${fDay(day)} ${fTime(firstAt)}`
        : t('board.when', { weekday: fWeekday(weekdayOf(day)), time: fTime(firstAt), count: meetings });
    };
    return (lines.data ?? []).map(({ need, offer, volunteer, seat, reserveOrder, firstAt, ...line }): BoardPair => {
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
          when: when({ need, offer, volunteer, seat, reserveOrder, firstAt, ...line }),
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
    });
  }, [lines.data, offers, asked.data, i18n.language]); // eslint-disable-line react-hooks/exhaustive-deps -- t follows the language

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
