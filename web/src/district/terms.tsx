import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fDayFull, today } from '@/i18n/format';
import { Tag } from '@/ui/states';
import { Table } from '@/ui/table';
import { FactDeeds } from './fact-deeds';
import type { Term } from './term-form';

const WEEK = 7 * 86_400_000;

export function Terms({ terms, able, onChange }: { terms: Term[]; able: boolean; onChange: (term: Term) => void }) {
  const { t } = useTranslation();
  const now = today();
  return (
    <Table
      caption={t('district.terms')}
      rows={terms}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'name',
          label: t('district.name'),
          head: true,
          cell: ({ name, startsOn, endsOn }) => (
            <>
              {name} {startsOn <= now && now <= endsOn && <Tag tone="good">{t('district.this_term')}</Tag>}
            </>
          ),
        },
        { key: 'from', label: t('district.first_day'), cell: ({ startsOn }) => fDayFull(startsOn) },
        { key: 'to', label: t('district.last_day'), cell: ({ endsOn }) => fDayFull(endsOn) },
        {
          key: 'weeks',
          label: t('district.length'),
          cell: ({ startsOn, endsOn }) =>
            t('district.weeks', { count: Math.ceil((Date.parse(endsOn) - Date.parse(startsOn) + 1) / WEEK) }),
        },
        ...(able
          ? [
              {
                key: 'do',
                label: t('district.what_to_do'),
                cell: (term: Term) => (
                  <FactDeeds
                    id={term.id}
                    name={term.name}
                    onChange={() => onChange(term)}
                    remove={() =>
                      ask(
                        api.DELETE('/api/terms/{id}', {
                          params: { path: { id: term.id }, query: { version: term.version } },
                        }),
                      )
                    }
                    text={t('district.remove_term_text')}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
