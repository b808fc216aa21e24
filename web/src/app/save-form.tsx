import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { ErrorSummary, FormFaults } from '@/ui/field';
import { ProblemNote } from '@/ui/states';
import type { RowDraft } from './draft';
import { DraftNote } from './draft-note';

/**
 * A form that is sent as one: what must be mended on top, then that a draft was found, then why it could not be sent;
 * its fields; and the one button. `check` says what is wrong, by field, before anything is sent.
 */
export function SaveForm<T>({
  faults,
  setFaults,
  check,
  draft,
  labels,
  save,
  onRetry,
  button,
  loose,
  children,
}: {
  faults: Record<string, string>;
  setFaults: (faults: Record<string, string>) => void;
  check: () => Record<string, string>;
  draft: RowDraft<T>;
  /** What the fields are called. */
  labels: Record<keyof T & string, string>;
  save: { error: unknown; isPending: boolean; mutate: () => void };
  /** What to do about a refusal that is no fault of a field. */
  onRetry?: () => void;
  button?: string;
  /** A page rather than a dialog. */
  loose?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = check();
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <FormFaults value={faults}>
      <form className={loose ? 'stack loose' : 'stack'} onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        <DraftNote draft={draft} labels={labels} />
        {!!save.error && Object.keys(faults).length === 0 && <ProblemNote error={save.error} onRetry={onRetry} />}
        {children}
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {button ?? t('ui.save')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
