import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useDraft } from '@/app/draft';
import { Button } from '@/ui/button';
import { ErrorSummary, FormFaults, Radios, TextArea } from '@/ui/field';
import { ProblemNote } from '@/ui/states';

type Engagement = Schema<'EngagementDetailDto'>;

/** How it went, by one side. */
export function EvaluateForm({
  engagement,
  side,
  onDone,
}: {
  engagement: Engagement;
  side?: 'school' | 'volunteer';
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped, forget] = useDraft(`evaluation.${engagement.id}`, {
    rating: null as string | null,
    again: null as string | null,
    comment: '',
  });
  const { rating, again, comment } = typed;
  const [faults, setFaults] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/engagements/{id}/evaluate', {
          params: { path: { id: engagement.id } },
          body: { side, rating: Number(rating), again: again === 'yes', comment },
        }),
      ),
    onSuccess: () => {
      forget();
      void client.invalidateQueries();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = {
      ...(!rating && { rating: t('engagement.fault_rating') }),
      ...(!again && { again: t('engagement.fault_again') }),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <FormFaults value={faults}>
      <form className="stack" onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        {save.error && (
          <ProblemNote
            error={save.error}
            onRetry={() => {
              save.reset();
              void client.invalidateQueries();
            }}
          />
        )}
        <Radios
          legend={t('engagement.rating_legend')}
          name="rating"
          value={rating}
          onChange={(value) => setTyped({ ...typed, rating: value })}
          choices={['5', '4', '3', '2', '1'].map((value) => ({ value, label: t(`engagement.rating_${value}`) }))}
        />
        <Radios
          legend={t('engagement.again')}
          name="again"
          inline
          value={again}
          onChange={(value) => setTyped({ ...typed, again: value })}
          choices={['yes', 'no'].map((value) => ({ value, label: t(`ui.${value}`) }))}
        />
        <TextArea
          label={t('engagement.comment')}
          optional
          name="comment"
          maxLength={2000}
          value={comment}
          onChange={(event) => setTyped({ ...typed, comment: event.target.value })}
        />
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
