import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { fWeekdayLong } from '@/i18n/format';
import { Button } from '@/ui/button';
import { DateField, isDay } from '@/ui/date-field';
import { FieldGroup, Select } from '@/ui/field';
import { namedDays, NamedDaysFields, namedDaysFaults, saysOf } from './named-days';

export type Holiday = Schema<'HolidayDto'>;

/** A holiday as it is announced: days off in a row, and the days worked for them. */
export function HolidayForm({ holiday, onDone }: { holiday: Holiday | null; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`holiday.${holiday?.id ?? 'new'}`, {
    ...namedDays(holiday),
    madeUp: holiday?.madeUp ?? [],
  });
  const { typed, set } = draft;
  const body = { ...typed, name: typed.name.trim() };
  const change = (i: number, patch: Partial<Holiday['madeUp'][number]>) =>
    set({ madeUp: typed.madeUp.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  const form = useSaveForm({
    draft,
    check: () => ({
      ...namedDaysFaults(t, body),
      ...Object.fromEntries(
        body.madeUp.flatMap(({ day }, i) => (isDay(day) ? [] : [[`madeUp-${i}-day`, t('district_fault.no_day')]])),
      ),
    }),
    send: () =>
      holiday
        ? ask(
            api.PUT('/api/holidays/{id}', {
              params: { path: { id: holiday.id } },
              body: { ...body, version: holiday.version },
            }),
          )
        : ask(api.POST('/api/holidays', { body })),
    onSaved: onDone,
  });
  const labels = {
    name: t('district.name'),
    startsOn: t('district.first_day_off'),
    endsOn: t('district.last_day_off'),
    madeUp: t('district.made_up'),
  };
  return (
    <SaveForm form={form} labels={labels} says={holiday ? saysOf(holiday) : undefined}>
      <NamedDaysFields labels={labels} typed={typed} set={set} />
      <FieldGroup name="madeUp" legend={labels.madeUp} hint={t('district.made_up_hint')}>
        {typed.madeUp.map((row, i) => (
          <div className="time-row" key={i} role="group" aria-label={t('district.made_up_n', { n: i + 1 })}>
            <DateField
              legend={t('district.made_up_day')}
              name={`madeUp-${i}-day`}
              value={row.day}
              onChange={(day) => change(i, { day })}
            />
            <Select
              label={t('district.follows')}
              name={`madeUp-${i}-followsWeekday`}
              value={String(row.followsWeekday)}
              onChange={(event) => change(i, { followsWeekday: Number(event.target.value) })}
            >
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <option key={day} value={day}>
                  {fWeekdayLong(day)}
                </option>
              ))}
            </Select>
            <Button kind="quiet" onClick={() => set({ madeUp: typed.madeUp.filter((_, at) => at !== i) })}>
              {t('ui.remove')}
              <span className="sr">{t('district.made_up_n', { n: i + 1 })}</span>
            </Button>
          </div>
        ))}
        <div>
          <Button onClick={() => set({ madeUp: [...typed.madeUp, { day: '', followsWeekday: 1 }] })}>
            {t('district.add_made_up')}
          </Button>
        </div>
      </FieldGroup>
    </SaveForm>
  );
}
