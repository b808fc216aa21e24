import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Note } from '@/ui/states';
import type { RowDraft } from './draft';

/** Above a form: that an earlier visit's words are in it, and which of them somebody else has changed meanwhile. */
export function DraftNote<T>({
  draft: { found, clashing, drop },
  labels,
}: {
  draft: Pick<RowDraft<T>, 'found' | 'clashing' | 'drop'>;
  /** What the fields are called. */
  labels: Record<keyof T & string, string>;
}) {
  const { t } = useTranslation();
  if (!found && clashing.length === 0) return null;
  return (
    <Note tone="wait" title={t(clashing.length ? 'draft.clash' : 'draft.found')} alert={clashing.length > 0}>
      {clashing.length > 0 && (
        <p>{t('draft.clash_hint', { fields: clashing.map((field) => labels[field]).join(t('form.and')) })}</p>
      )}
      <div>
        <Button onClick={drop}>{t('draft.drop')}</Button>
      </div>
    </Note>
  );
}
