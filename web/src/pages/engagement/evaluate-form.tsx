import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { Radios, TextArea } from '@/ui/field';

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
  const draft = useRowDraft(`evaluate.${engagement.id}.${side ?? 'own'}`, {
    rating: null as string | null,
    again: null as string | null,
    comment: '',
  });
  const { typed, set } = draft;
  const { rating, again, comment } = typed;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => ({
      ...(!rating && { rating: t('engagement.fault_rating') }),
      ...(!again && { again: t('engagement.fault_again') }),
    }),
    send: () =>
      ask(
        api.POST('/api/engagements/{id}/evaluate', {
          params: { path: { id: engagement.id } },
          body: { side, rating: Number(rating), again: again === 'yes', comment },
        }),
      ),
    onSaved: onDone,
  });
  const labels = {
    rating: t('engagement.rating_legend'),
    again: t('engagement.again'),
    comment: t('engagement.comment'),
  };
  return (
    <SaveForm form={form} labels={labels}>
      <Radios
        legend={labels.rating}
        name="rating"
        value={rating}
        onChange={(value) => set({ rating: value })}
        choices={['5', '4', '3', '2', '1'].map((value) => ({ value, label: t(`engagement.rating_${value}`) }))}
      />
      <Radios
        legend={labels.again}
        name="again"
        inline
        value={again}
        onChange={(value) => set({ again: value })}
        choices={['yes', 'no'].map((value) => ({ value, label: t(`ui.${value}`) }))}
      />
      <TextArea
        label={labels.comment}
        optional
        name="comment"
        maxLength={2000}
        value={comment}
        onChange={(event) => set({ comment: event.target.value })}
      />
    </SaveForm>
  );
}
