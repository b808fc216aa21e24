import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { Button } from '@/ui/button';
import { ErrorSummary, FormFaults } from '@/ui/field';
import { ProblemNote } from '@/ui/states';
import type { RowDraft } from './draft';
import { DraftNote } from './draft-note';

type Faults = Record<string, string>;

/**
 * The state of a form that is sent as one: what must be mended, and the sending, after which the draft is forgotten and
 * everything on the screens asked for again.
 */
export function useSaveForm<T, Saved>({
  draft,
  check,
  send,
  onSaved,
  refused,
}: {
  draft: RowDraft<T>;
  /** What is wrong, by field, before anything is sent. */
  check: () => Faults;
  send: () => Promise<Saved>;
  onSaved: (saved: Saved) => void;
  /** What the server found wrong, by field. */
  refused?: (errors: Problem['errors']) => Faults;
}) {
  const client = useQueryClient();
  const [faults, setFaults] = useState<Faults>({});
  const save = useMutation({
    mutationFn: send,
    onSuccess: (saved) => {
      draft.forget();
      void client.invalidateQueries();
      onSaved(saved);
    },
    onError: (error) => {
      if (refused && error instanceof Problem) setFaults(refused(error.errors));
    },
  });
  return {
    draft,
    faults,
    save,
    submit: () => {
      const found = check();
      setFaults(found);
      if (Object.keys(found).length === 0) save.mutate();
    },
  };
}

/**
 * The same sentence at every field the server refused; `/skills/0` is the field `skills`. `fields`: what this form calls a
 * field of the API (`sessionMinutes`, `availability/weekly`), where it has another name for it.
 */
export const sameFault =
  (sentence: string, fields: Record<string, string> = {}) =>
  (errors: Problem['errors']): Faults =>
    Object.fromEntries(
      errors.map(({ pointer }) => {
        const [, field, part] = pointer.split('/');
        return [fields[`${field}/${part}`] ?? fields[field] ?? field, sentence];
      }),
    );

/**
 * The form itself: what must be mended on top, then that a draft was found, then why it could not be sent; its fields;
 * and the one button.
 */
export function SaveForm<T>({
  form: { draft, faults, save, submit },
  labels,
  onRetry,
  button,
  loose,
  children,
}: {
  form: {
    draft: RowDraft<T>;
    faults: Faults;
    save: { error: unknown; isPending: boolean; reset: () => void };
    submit: () => void;
  };
  /** What the fields are called. */
  labels: Record<keyof T & string, string>;
  /** What to do about a refusal that is no fault of a field. */
  onRetry?: () => void;
  button?: string;
  /** A page rather than a dialog. */
  loose?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <FormFaults value={faults}>
      <form className={loose ? 'stack loose' : 'stack'} onSubmit={onSubmit} noValidate>
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
