import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import type { Fault } from '@/api/problem';
import { fDay } from '@/i18n/format';
import { Button } from '@/ui/button';
import { ErrorSummary, FormFaults } from '@/ui/field';
import { Note, ProblemNote } from '@/ui/states';

/** `/settings/timetable/lessons/1/from` is the field `timetable-lessons-1-from`. */
export const nameOf = (pointer: string): string => pointer.replace(/^\/(settings\/)?/, '').replaceAll('/', '-');

/** Days in a parameter read as the rest of the page. */
const said = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? fDay(value) : value;

/** The sentence of a fault of the district's own facts. */
export function useFaultText(): (fault: Fault) => string {
  const { t, i18n } = useTranslation();
  return ({ code, params = {} }) => {
    const key = `district_fault.${code}`;
    const facts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, said(value)]));
    return i18n.exists(key) ? t(key, facts) : t('district_fault.other');
  };
}

/**
 * A form of one fact of the district. What the server refuses stands at its field; if somebody else was quicker, what
 * stands there now is said, and nothing is overwritten.
 */
export function FactForm({
  check,
  save,
  labels,
  onDone,
  children,
}: {
  /** What is wrong already here, by field. */
  check: () => Record<string, string>;
  save: () => Promise<unknown>;
  /** Words of the fields, for what somebody else has changed. */
  labels: Record<string, string>;
  onDone: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const text = useFaultText();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const act = useMutation({
    mutationFn: save,
    onSuccess: () => {
      void client.invalidateQueries();
      onDone();
    },
    onError: (error) => {
      if (error instanceof Problem && error.code === 'invalid')
        setFaults(Object.fromEntries(error.errors.map((fault) => [nameOf(fault.pointer), text(fault)])));
    },
  });
  const moved = act.error instanceof Problem && act.error.code === 'version_moved' ? act.error : null;
  return (
    <FormFaults value={faults}>
      <form
        className="stack"
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          const found = check();
          setFaults(found);
          act.reset();
          if (Object.keys(found).length === 0) act.mutate();
        }}
      >
        <ErrorSummary faults={faults} />
        {moved && (
          <Note tone="wait" title={t('problem.version_moved')} alert>
            {moved.errors
              .filter(({ pointer }) => labels[nameOf(pointer)])
              .map(({ pointer, params }) => (
                <p key={pointer}>
                  {t('district.now', { label: labels[nameOf(pointer)], now: said(params?.now) ?? t('ui.none') })}
                </p>
              ))}
            <div>
              <Button onClick={() => void client.invalidateQueries().then(onDone)}>{t('ui.reload')}</Button>
            </div>
          </Note>
        )}
        {act.error && !moved && Object.keys(faults).length === 0 && <ProblemNote error={act.error} />}
        {children}
        <div>
          <Button type="submit" kind="main" busy={act.isPending}>
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
