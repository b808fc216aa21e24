import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { may, useMe } from '@/app/session';
import { Button } from '@/ui/button';
import { ErrorSummary } from '@/ui/error-summary';
import { Checks, FormFaults } from '@/ui/field';
import { ProblemNote } from '@/ui/states';
import type { Import } from '../imports';

/** Confirm, throw away, undo. What is left out has to be said, so that nothing goes missing by accident. */
export function Decide({ run, refresh }: { run: Import; refresh: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const path = { params: { path: { id: run.id } } };
  const { version, state } = run;
  if (!may(me, 'import.change')) return null;
  const deeds: (Deed | false)[] = [
    ['received', 'reading', 'previewed', 'failed'].includes(state) && {
      key: 'discard',
      kind: 'stop',
      label: t('imports.discard'),
      ask: { title: t('imports.discard'), text: t('imports.discard_text') },
      run: () => ask(api.POST('/api/imports/{id}/discard', { ...path, body: { version } })),
    },
    state === 'written' && {
      key: 'undo',
      kind: 'stop',
      label: t('imports.undo'),
      ask: { title: t('imports.undo'), text: t('imports.undo_text') },
      run: () => ask(api.POST('/api/imports/{id}/undo', { ...path, body: { version } })),
    },
  ];
  const shown = deeds.filter((deed) => deed !== false);
  if (shown.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="decide">
      <h2 id="decide">{t(state === 'written' ? 'imports.after' : 'imports.decide')}</h2>
      {state === 'previewed' && run.counts && <Confirm run={run} counts={run.counts} refresh={refresh} />}
      <Deeds of={run.id} deeds={shown} refresh={refresh} />
    </section>
  );
}

function Confirm({
  run,
  counts,
  refresh,
}: {
  run: Import;
  counts: NonNullable<Import['counts']>;
  refresh: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [leaveOut, setLeaveOut] = useState<string[]>([]);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const choices = (['faulty', 'duplicate'] as const).filter((heap) => counts[heap] > 0);
  const confirm = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/imports/{id}/confirm', {
          params: { path: { id: run.id } },
          body: {
            version: run.version,
            skipFaulty: leaveOut.includes('faulty'),
            skipDuplicates: leaveOut.includes('duplicate'),
          },
        }),
      ),
    onSuccess: (taken) => client.setQueryData(['import', run.id], taken),
    // What came in since the preview is marked in it now.
    onError: refresh,
  });
  if (run.sameFileAs) return <p>{t('imports.same_file')}</p>;
  if (counts.accepted === 0) return <p>{t('imports.nothing')}</p>;
  return (
    <FormFaults value={faults}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const all = choices.every((heap) => leaveOut.includes(heap));
          setFaults(all ? {} : { 'leave-out': t('imports.leave_out_missing') });
          if (all) confirm.mutate();
        }}
      >
        <ErrorSummary faults={faults} />
        {confirm.error && <ProblemNote error={confirm.error} onRetry={refresh} />}
        {choices.length > 0 ? (
          <Checks
            legend={t('imports.leave_out')}
            hint={t('imports.leave_out_hint')}
            name="leave-out"
            values={leaveOut}
            onChange={setLeaveOut}
            choices={choices.map((heap) => ({
              value: heap,
              label: t(`imports.leave_${heap}`, { count: counts[heap] }),
            }))}
          />
        ) : (
          <p>{t('imports.all_good')}</p>
        )}
        <div>
          <Button type="submit" kind="main" busy={confirm.isPending}>
            {t('imports.confirm', { count: counts.accepted })}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
