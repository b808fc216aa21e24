import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { namedDays, NamedDaysFields, namedDaysFaults, saysOf } from './named-days';

export type Term = Schema<'TermDto'>;

export function TermForm({ term, onDone }: { term: Term | null; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`term.${term?.id ?? 'new'}`, namedDays(term));
  const { typed, set } = draft;
  const body = { ...typed, name: typed.name.trim() };
  const form = useSaveForm({
    draft,
    check: () => namedDaysFaults(t, body),
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
      <NamedDaysFields labels={labels} hint={t('district.term_hint')} typed={typed} set={set} />
    </SaveForm>
  );
}
