import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Result } from '@/app/rounds';
import { fNumber, fPercent } from '@/i18n/format';
import { Table } from '@/ui/table';

/** What is proven of the plan, and on whose word: a bound above the certificate’s own is the MIP solver’s. */
function proofWords(t: TFunction, { objective, bound, certifiedBound, gapPercent, provenOptimal }: Result): string {
  const gap = fPercent(gapPercent, 2);
  if (certifiedBound === undefined || bound <= certifiedBound)
    return provenOptimal ? t('round.best') : t('round.near', { gap });
  const own = fPercent((100 * (objective - certifiedBound)) / objective, 2);
  return provenOptimal ? t('round.best_solver', { own }) : t('round.near_solver', { gap, own });
}

/** How good the plan is, level by level, in plain words: what is filled, and what no plan whatever could exceed. */
export function Levels({ result }: { result: Result }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby="levels">
      <h2 id="levels">{t('round.levels')}</h2>
      <p>{proofWords(t, result)}</p>
      <Table
        caption={t('round.levels')}
        rows={result.levels.filter(({ seats }) => seats > 0)}
        keyOf={({ priority }) => String(priority)}
        columns={[
          {
            key: 'priority',
            label: t('round.priority'),
            head: true,
            cell: ({ priority }) => t(`priority.${priority}`),
          },
          {
            key: 'filled',
            label: t('round.level_filled'),
            end: true,
            cell: ({ filled, seats }) => (
              <span className="num">
                {fNumber(filled)} / {fNumber(seats)}
              </span>
            ),
          },
          {
            key: 'most',
            label: t('round.level_most'),
            cell: ({ filled, filledAtMost }) =>
              filledAtMost <= filled
                ? t('round.level_full')
                : t('round.level_more', { count: filledAtMost - filled, most: fNumber(filledAtMost) }),
          },
        ]}
      />
      <p className="muted small">{t('round.levels_hint')}</p>
    </section>
  );
}
