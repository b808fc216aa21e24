import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { may, useMe } from '@/app/session';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';
import { ProblemNote } from '@/ui/states';
import type { Import } from '../imports';

/** What each column was taken for; a wrong guess is corrected here, and the file is read again. */
export function Columns({ run }: { run: Import }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const unknown = run.columns.filter(({ key }) => key === null).length;
  const keyOf = ({ sheet, column }: Import['columns'][number]) => `${sheet}\u0000${column}`;
  const changed = run.columns.filter(
    (one) => chosen[keyOf(one)] !== undefined && chosen[keyOf(one)] !== (one.key ?? ''),
  );
  const able = may(me, 'import.change') && (run.state === 'previewed' || run.state === 'failed');
  const sheets = [...new Set(run.columns.map(({ sheet }) => sheet))];
  const nameOf = (key: string | null) => {
    const choice = run.choices.find((one) => one.key === key);
    return choice ? (i18n.language === 'en' ? choice.english : choice.header) : t('imports.as_note');
  };
  const save = async () => {
    const mapping: Record<string, Record<string, string | null>> = {};
    for (const one of changed) (mapping[one.sheet] ??= {})[one.column] = chosen[keyOf(one)] || null;
    setBusy(true);
    try {
      client.setQueryData(
        ['import', run.id],
        await ask(
          api.PUT('/api/imports/{id}/columns', {
            params: { path: { id: run.id } },
            body: { version: run.version, mapping },
          }),
        ),
      );
      setChosen({});
      setError(null);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };
  return (
    <details className="card" open={unknown > 0 && run.state === 'previewed'}>
      <summary className="tall">
        <b>{t('imports.columns', { count: run.columns.length - unknown })}</b>
        {unknown > 0 && ` · ${t('imports.columns_unknown', { count: unknown })}`}
      </summary>
      <div className="stack">
        <p className="muted">{t('imports.columns_hint')}</p>
        {!!error && <ProblemNote error={error} onRetry={() => void client.invalidateQueries()} />}
        {sheets.map((sheet) => (
          <section key={sheet} className="stack tight" aria-label={sheet}>
            {sheets.length > 1 && <h3>{sheet}</h3>}
            <div className="column-map">
              {run.columns
                .filter((one) => one.sheet === sheet)
                .map((one) =>
                  able ? (
                    <Select
                      key={keyOf(one)}
                      label={one.header || t('imports.no_header')}
                      hint={t('imports.column', { letter: one.column })}
                      value={chosen[keyOf(one)] ?? one.key ?? ''}
                      onChange={(event) => setChosen({ ...chosen, [keyOf(one)]: event.target.value })}
                    >
                      <option value="">{t('imports.as_note')}</option>
                      {run.choices.map(({ key, required }) => (
                        <option key={key} value={key}>
                          {nameOf(key)}
                          {required && ` · ${t('imports.required')}`}
                        </option>
                      ))}
                    </Select>
                  ) : (
                    <p key={keyOf(one)}>
                      <b>{one.header || t('imports.no_header')}</b>
                      <br />
                      <span className="muted small">{t('imports.column', { letter: one.column })}</span> →{' '}
                      {nameOf(one.key)}
                    </p>
                  ),
                )}
            </div>
          </section>
        ))}
        {able && changed.length > 0 && (
          <div>
            <Button kind="main" busy={busy} onClick={() => void save()}>
              {t('imports.read_again', { count: changed.length })}
            </Button>
          </div>
        )}
      </div>
    </details>
  );
}
