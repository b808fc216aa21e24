import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { Button } from '@/ui/button';
import { ErrorSummary } from '@/ui/error-summary';
import { FormFaults } from '@/ui/field';
import { Note, ProblemNote } from '@/ui/states';
import type { RowDraft } from './draft';
import { DraftNote } from './draft-note';
import { same } from './merge';
import { fieldOf, useFaultText } from './refusal';
import type { Faults } from './refusal';

const isMoved = (error: unknown): boolean => error instanceof Problem && error.code === 'version_moved';

/**
 * The state of a form that is sent as one: what must be mended, and the sending, after which the draft is forgotten and
 * everything on the screens asked for again. What the server refuses is said at its field. When somebody else was
 * quicker, what stands there now is fetched at once and comes together with what was typed here.
 */
export function useSaveForm<T extends object, Saved>({
  draft,
  check,
  send,
  onSaved,
  names,
}: {
  draft: RowDraft<T>;
  /** What is wrong, by field, before anything is sent. */
  check: () => Faults;
  send: () => Promise<Saved>;
  onSaved: (saved: Saved) => void;
  /** What this form calls a field of the API by another name: see `fieldOf`. */
  names?: Record<string, string>;
}) {
  const client = useQueryClient();
  const text = useFaultText();
  const [faults, setFaults] = useState<Faults>({});
  const [before, setBefore] = useState(draft.now);
  const save = useMutation({
    mutationFn: send,
    onSuccess: (saved) => {
      draft.forget();
      void client.invalidateQueries();
      onSaved(saved);
    },
    onError: (error) => {
      if (isMoved(error)) {
        setBefore(draft.now);
        void client.invalidateQueries();
      } else if (error instanceof Problem && error.code === 'invalid')
        setFaults(Object.fromEntries(error.errors.map((fault) => [fieldOf(fault.pointer, names), text(fault)])));
    },
  });
  return {
    draft,
    faults,
    save,
    /** Fields in which somebody else was quicker. */
    overtaken: isMoved(save.error)
      ? (Object.keys(draft.now) as (keyof T & string)[]).filter((name) => !same(before[name], draft.now[name]))
      : [],
    submit: () => {
      const found = check();
      setFaults(found);
      save.reset();
      if (Object.keys(found).length === 0) save.mutate();
    },
    /** As it was before anything was typed. */
    drop: () => {
      draft.drop();
      setFaults({});
      save.reset();
    },
  };
}

/**
 * The form itself: what must be mended on top, then that a draft was found, then why it could not be sent; its fields;
 * and the one button.
 */
export function SaveForm<T>({
  form: { draft, faults, save, overtaken, submit },
  labels,
  says = {},
  button,
  more,
  loose,
  children,
}: {
  form: {
    draft: RowDraft<T>;
    faults: Faults;
    save: { error: unknown; isPending: boolean };
    overtaken: (keyof T & string)[];
    submit: () => void;
  };
  /** What the fields are called. */
  labels: Record<keyof T & string, string>;
  /** What is on record, in words: said of a field in which somebody else was quicker. */
  says?: Partial<Record<keyof T & string, string>>;
  button?: string;
  /** Beside the button. */
  more?: ReactNode;
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
        <ErrorSummary faults={faults} labels={labels} />
        <DraftNote draft={draft} labels={labels} />
        {isMoved(save.error) ? (
          <Note tone="wait" title={t('problem.version_moved')} alert>
            {overtaken.map((name) => (
              <p key={name}>{says[name] ? t('draft.now', { label: labels[name], now: says[name] }) : labels[name]}</p>
            ))}
            <p>{t('problem.moved_hint')}</p>
          </Note>
        ) : (
          !!save.error && Object.keys(faults).length === 0 && <ProblemNote error={save.error} onRetry={submit} />
        )}
        {children}
        <div className="cluster">
          <Button type="submit" kind="main" busy={save.isPending}>
            {button ?? t('ui.save')}
          </Button>
          {more}
        </div>
      </form>
    </FormFaults>
  );
}
