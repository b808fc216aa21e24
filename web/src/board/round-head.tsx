import { useTranslation } from 'react-i18next';
import { filledOf, gapFigure, useDifference } from '@/app/rounds';
import type { Round } from '@/app/rounds';
import { fDay, fNumber } from '@/i18n/format';
import { Figure } from '@/ui/states';

/** In a line: what the round is about, and that its plan has been checked by code that shares nothing with the solver. */
export function RoundLine({ round }: { round: Round }) {
  const { t } = useTranslation();
  return (
    <>
      {t('need.from_to', { from: fDay(round.horizonFrom), to: fDay(round.horizonTo) })}
      {round.result?.verified && (
        <>
          {' · '}
          <span className="verified">
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M3 8.5l3.2 3.2L13 5" />
            </svg>
            {t('board.verified')}
          </span>
        </>
      )}
      {' · '}
      {t(`round_state.${round.state}`)}
    </>
  );
}

/** The figures that say how good a plan is. */
export function RoundFigures({ round }: { round: Round }) {
  const { t } = useTranslation();
  const difference = useDifference(round.id, undefined);
  const { result } = round;
  if (!result) return null;
  const first = result.levels[0];
  const found = difference.data;
  return (
    <div className="figs">
      <Figure value={`${fNumber(filledOf(result))} / ${fNumber(result.counts.seats)}`} label={t('round.seats')} />
      {first && first.seats > 0 && (
        <Figure value={`${fNumber(first.filled)} / ${fNumber(first.seats)}`} label={t('round.first_level')} />
      )}
      <Figure {...gapFigure(t, result)} />
      {found && found.withRoundId !== null && (
        <Figure value={fNumber(found.moved + found.added + found.gone)} label={t('board.changed')} />
      )}
    </div>
  );
}
