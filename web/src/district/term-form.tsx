import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { DateField, isDay, TextField } from '@/ui/field';
import { FactForm } from './save';

export type Term = Schema<'TermDto'>;

export function TermForm({ term, onDone }: { term: Term | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({
    name: term?.name ?? '',
    startsOn: term?.startsOn ?? '',
    endsOn: term?.endsOn ?? '',
  });
  const body = { ...typed, name: typed.name.trim() };
  return (
    <FactForm
      labels={{ name: t('district.name'), startsOn: t('district.first_day'), endsOn: t('district.last_day') }}
      onDone={onDone}
      check={() => ({
        ...(!body.name && { name: t('district_fault.name_missing') }),
        ...(!isDay(body.startsOn) && { startsOn: t('district_fault.no_day') }),
        ...(!isDay(body.endsOn) && { endsOn: t('district_fault.no_day') }),
      })}
      save={() =>
        term
          ? ask(
              api.PUT('/api/terms/{id}', {
                params: { path: { id: term.id } },
                body: { ...body, version: term.version },
              }),
            )
          : ask(api.POST('/api/terms', { body }))
      }
    >
      <TextField
        label={t('district.name')}
        hint={t('district.term_hint')}
        name="name"
        maxLength={100}
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.target.value })}
      />
      <DateField
        legend={t('district.first_day')}
        name="startsOn"
        value={typed.startsOn}
        onChange={(startsOn) => setTyped({ ...typed, startsOn })}
      />
      <DateField
        legend={t('district.last_day')}
        name="endsOn"
        value={typed.endsOn}
        onChange={(endsOn) => setTyped({ ...typed, endsOn })}
      />
    </FactForm>
  );
}
