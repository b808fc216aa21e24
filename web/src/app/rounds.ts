import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { fPercent } from '@/i18n/format';

export type Round = Schema<'RoundDto'>;
export type Result = NonNullable<Round['result']>;

/** Those with a result that has not been set aside. */
export const solvedOf = (rounds: Round[]): Round[] =>
  rounds.filter(({ result, state }) => result && state !== 'discarded');

/** The last rounds; `solved` are those with a result that has not been set aside, the newest first. */
export function useRounds() {
  const rounds = useQuery({
    queryKey: ['rounds', 'others'],
    queryFn: () => ask(api.GET('/api/rounds', { params: { query: { limit: 50 } } })),
  });
  return { ...rounds, solved: solvedOf(rounds.data?.items ?? []) };
}

/** What a round changes against another one, or against the last that was published. */
export const useDifference = (id: string | undefined, other: string | undefined) =>
  useQuery({
    queryKey: ['round', id, 'difference', other],
    enabled: !!id,
    queryFn: () =>
      ask(
        api.GET('/api/rounds/{id}/difference', {
          params: { path: { id: id! }, query: { with: other, limit: 200 } },
        }),
      ),
  });

export const filledOf = (result: Result): number => result.levels.reduce((sum, { filled }) => sum + filled, 0);

/** How far the plan may be from the best there is; where nothing is between them, on whose word. */
export const gapWords = (t: TFunction, { provenOptimal, provenBy, gapPercent }: Result): string =>
  provenOptimal
    ? t(provenBy === 'solver' ? 'rounds.optimal_solver' : 'rounds.optimal')
    : `≤ ${fPercent(gapPercent, 2)}`;

/** The same as a figure with its label. */
export const gapFigure = (t: TFunction, { provenOptimal, provenBy, gapPercent }: Result) =>
  provenOptimal
    ? { value: t('round.gap_best'), label: t(provenBy === 'solver' ? 'round.gap_solver' : 'round.gap_proven') }
    : { value: `≤ ${fPercent(gapPercent, 2)}`, label: t('round.gap') };

export const usePolicies = () =>
  useQuery({ queryKey: ['policies'], staleTime: 600_000, queryFn: () => ask(api.GET('/api/policies')) });
