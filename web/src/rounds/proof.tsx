import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Round } from '@/app/rounds';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Note, ProblemNote } from '@/ui/states';

/** The proof, checked again on request from what is stored. */
export function Proof({ round }: { round: Round }) {
  const { t } = useTranslation();
  const verify = useMutation({
    mutationFn: () => ask(api.POST('/api/rounds/{id}/verify', { params: { path: { id: round.id } } })),
  });
  const good = verify.data?.ok && verify.data.inputUnchanged;
  return (
    <section className="card stack" aria-labelledby="proof">
      <h2 id="proof">{t('round.proof')}</h2>
      <p>{t('round.proof_text')}</p>
      {verify.error && <ProblemNote error={verify.error} />}
      {verify.data && (
        <Note tone={good ? 'good' : 'stop'} title={t(good ? 'round.proof_ok' : 'round.proof_bad')}>
          <p className="num">
            {t('round.proof_figures', {
              objective: verify.data.objective === null ? '—' : fNumber(verify.data.objective),
              bound: verify.data.bound === null ? '—' : fNumber(verify.data.bound),
            })}
          </p>
        </Note>
      )}
      <div className="no-print">
        <Button busy={verify.isPending} onClick={() => verify.mutate()}>
          {t('round.verify')}
        </Button>
      </div>
    </section>
  );
}
