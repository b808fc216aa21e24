import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fDay, fDayLong, fWeekdayLong } from '@/i18n/format';
import { Table } from '@/ui/table';
import { FactDeeds } from './fact-deeds';
import type { Holiday } from './holiday-form';

const daysOff = ({ startsOn, endsOn }: Holiday): number => (Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000 + 1;

export function Holidays({
  holidays,
  able,
  onChange,
}: {
  holidays: Holiday[];
  able: boolean;
  onChange: (holiday: Holiday) => void;
}) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t('district.holidays')}
      rows={holidays}
      keyOf={({ id }) => id}
      columns={[
        { key: 'name', label: t('district.name'), head: true, cell: ({ name }) => name },
        {
          key: 'days',
          label: t('district.days_off'),
          cell: (holiday) =>
            holiday.startsOn === holiday.endsOn
              ? fDayLong(holiday.startsOn)
              : t('district.span', {
                  from: fDay(holiday.startsOn),
                  to: fDay(holiday.endsOn),
                  count: daysOff(holiday),
                }),
        },
        {
          key: 'worked',
          label: t('district.made_up'),
          cell: ({ madeUp }) =>
            madeUp.length === 0 ? (
              <span className="muted">{t('ui.none')}</span>
            ) : (
              madeUp.map(({ day, followsWeekday }) => (
                <span key={day} className="nowrap">
                  {t('district.worked', { day: fDay(day), weekday: fWeekdayLong(followsWeekday) })}
                  <br />
                </span>
              ))
            ),
        },
        ...(able
          ? [
              {
                key: 'do',
                label: t('district.what_to_do'),
                cell: (holiday: Holiday) => (
                  <FactDeeds
                    id={holiday.id}
                    name={`${holiday.name} ${holiday.startsOn.slice(0, 4)}`}
                    onChange={() => onChange(holiday)}
                    remove={() =>
                      ask(
                        api.DELETE('/api/holidays/{id}', {
                          params: { path: { id: holiday.id }, query: { version: holiday.version } },
                        }),
                      )
                    }
                    text={t('district.remove_holiday_text')}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
