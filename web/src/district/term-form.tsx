import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { fDayFull } from '@/i18n/format';
import { DateField, isDay } from '@/ui/date-field';
import { TextField } from '@/ui/field';

export type Term = Schema<'TermDto'>;

/** What is on record of a term or a holiday, as it is read. */
export const saysOf = ({ name, startsOn, endsOn }: Pick<Term, 'name' | 'startsOn' | 'endsOn'>) => ({
  name,
  startsOn: fDayFull(startsOn),
  endsOn: fDayFull(endsOn),
});

export function TermForm({ term, onDone }: { term: Term | null; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`term.${term?.id ?? 'new'}`, {
    name: term?.name ?? '',
    startsOn: term?.startsOn ?? '',
    endsOn: term?.endsOn ?? '',
  });
  const { typed, set } = draft;
  const body = { ...typed, name: typed.name.trim() };
  const form = useSaveForm({
    draft,
    check: () => ({
      ...(!body.name && { name: t('district_fault.name_missing') }),
      ...(!isDay(body.startsOn) && { startsOn: t('district_fault.no_day') }),
      ...(!isDay(body.endsOn) && { endsOn: t('district_fault.no_day') }),
    }),
    send: () =>
      term
        ? ask(
            api.PUT('/api/terms/{id}', {
              params: { path: { id: term.id } },
              body: { ...body, version: term.version },
            }),
          )
        : ask(api.POST('/api/terms', { body })),
    onSaved: onDone,
  });
  const labels = { name: t('district.name'), startsOn: t('district.first_day'), endsOn: t('district.last_day') };
  return (
    <SaveForm form={form} labels={labels} says={term ? saysOf(term) : undefined}>
      <TextField
        label={labels.name}
        hint={t('district.term_hint')}
        name="name"
        maxLength={100}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <DateField
        legend={labels.startsOn}
        name="startsOn"
        value={typed.startsOn}
        onChange={(startsOn) => set({ startsOn })}
      />
      <DateField legend={labels.endsOn} name="endsOn" value={typed.endsOn} onChange={(endsOn) => set({ endsOn })} />
    </SaveForm>
  );
}
