import { useQuery } from '@tanstack/react-query';
import { useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Button } from '@/ui/button';
import { FormFaults, Radios, TextField } from '@/ui/field';
import { ProblemNote } from '@/ui/states';

export interface Picked {
  id: string;
  name: string;
  hint?: string;
}

/**
 * One of many lines of the server, found by typing (characters, pinyin, initials, a code): the best matches stand below as
 * large rows, and the chosen one can be put back.
 */
export function Picker({
  label,
  hint,
  name,
  value,
  onChange,
  find,
}: {
  label: string;
  hint?: string;
  name: string;
  value: Picked | null;
  onChange: (picked: Picked | null) => void;
  find: (search: string) => Promise<Picked[]>;
}) {
  const { t } = useTranslation();
  const fault = useContext(FormFaults)[name];
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['pick', name, search],
    enabled: search !== '' && value === null,
    queryFn: () => find(search),
  });
  if (value)
    return (
      <div className="field">
        <span className="legend">{label}</span>
        <p className="cluster">
          <b>{value.name}</b>
          {value.hint && <span className="muted">{value.hint}</span>}
          <Button onClick={() => onChange(null)}>{t('ui.change')}</Button>
        </p>
      </div>
    );
  return (
    <div className="stack tight">
      <TextField
        label={label}
        hint={hint}
        name={name}
        type="search"
        autoComplete="off"
        maxLength={100}
        error={fault}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {found.error && <ProblemNote error={found.error} onRetry={() => void found.refetch()} />}
      <div role="status">{found.data?.length === 0 && <p className="muted">{t('ui.nothing_found')}</p>}</div>
      {!!found.data?.length && search && (
        <Radios
          legend={<span className="sr">{label}</span>}
          name={`${name}-found`}
          value={null}
          onChange={(id) => onChange(found.data.find((one) => one.id === id) ?? null)}
          choices={found.data.map((one) => ({ value: one.id, label: one.name, hint: one.hint }))}
        />
      )}
    </div>
  );
}

/** Volunteers by name, pinyin, initials or code, for a `Picker`. */
export const volunteersLike = (search: string): Promise<Picked[]> =>
  ask(api.GET('/api/volunteers', { params: { query: { search, limit: 6 } } })).then(({ items }) =>
    items.map(({ id, name, code, areaName }) => ({ id, name, hint: [code, areaName].filter(Boolean).join(' · ') })),
  );
