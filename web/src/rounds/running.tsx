import { useTranslation } from 'react-i18next';
import type { Round } from '@/app/rounds';
import { fNumber, fPercent } from '@/i18n/format';

const PHASES = ['load', 'candidates', 'flow', 'bound', 'dive', 'search', 'proof', 'explain'];

/** A round while it is worked out: where it is, what it has, and how far from the best it can be at the most. */
export function Running({ round }: { round: Round }) {
  const { t } = useTranslation();
  const { progress } = round;
  const step = progress ? PHASES.indexOf(progress.phase) + 1 : 0;
  const gap =
    progress?.objective && progress.bound !== null && progress.objective > 0
      ? (100 * (progress.objective - progress.bound)) / progress.objective
      : null;
  return (
    <section className="card stack" role="status">
      <h2>{t(round.cancelRequested ? 'round.stopping' : progress ? `phase.${progress.phase}` : 'round.waiting')}</h2>
      <progress max={PHASES.length} value={step} aria-label={t('round.progress')} />
      {progress && (
        <p className="muted num">
          {[
            progress.seats > 0 &&
              t('round.so_far', { filled: fNumber(progress.filled), seats: fNumber(progress.seats) }),
            gap !== null && t('round.gap_now', { gap: fPercent(Math.max(0, gap), 2) }),
            t('rounds.seconds', { count: Math.round(progress.seconds) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      <p className="muted small">{t('round.running_hint')}</p>
    </section>
  );
}
