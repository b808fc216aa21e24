import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { fWeekdayLong } from '@/i18n/format';
import { Button } from '@/ui/button';
import { DateField, isDay, Select, TextField } from '@/ui/field';
import { FactForm } from './save';

export type Holiday = Schema<'HolidayDto'>;

/** A holiday as it is announced: days off in a row, and the days worked for them. */
export function HolidayForm({ holiday, onDone }: { holiday: Holiday | null; onDone: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState({
    name: holiday?.name ?? '',
    startsOn: holiday?.startsOn ?? '',
    endsOn: holiday?.endsOn ?? '',
    madeUp: holiday?.madeUp ?? [],
  });
  const body = { ...typed, name: typed.name.trim() };
  const change = (i: number, patch: Partial<Holiday['madeUp'][number]>) =>
    setTyped({ ...typed, madeUp: typed.madeUp.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  return (
    <FactForm
      labels={{
        name: t('district.name'),
        startsOn: t('district.first_day_off'),
        endsOn: t('district.last_day_off'),
        madeUp: t('district.made_up'),
      }}
      onDone={onDone}
      check={() => ({
        ...(!body.name && { name: t('district_fault.name_missing') }),
        ...(!isDay(body.startsOn) && { startsOn: t('district_fault.no_day') }),
        ...(!isDay(body.endsOn) && { endsOn: t('district_fault.no_day') }),
        ...Object.fromEntries(
          body.madeUp.flatMap(({ day }, i) => (isDay(day) ? [] : [[`madeUp-${i}-day`, t('district_fault.no_day')]])),
        ),
      })}
      save={() =>
        holiday
          ? ask(
              api.PUT('/api/holidays/{id}', {
                params: { path: { id: holiday.id } },
                body: { ...body, version: holiday.version },
              }),
            )
          : ask(api.POST('/api/holidays', { body }))
      }
    >
      <TextField
        label={t('district.name')}
        name="name"
        maxLength={100}
        value={typed.name}
        onChange={(event) => setTyped({ ...typed, name: event.target.value })}
      />
      <DateField
        legend={t('district.first_day_off')}
        name="startsOn"
        value={typed.startsOn}
        onChange={(startsOn) => setTyped({ ...typed, startsOn })}
      />
      <DateField
        legend={t('district.last_day_off')}
        name="endsOn"
        value={typed.endsOn}
        onChange={(endsOn) => setTyped({ ...typed, endsOn })}
      />
      <div className="stack tight">
        <h3>{t('district.made_up')}</h3>
        <p className="hint">{t('district.made_up_hint')}</p>
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
            <Button
              kind="quiet"
              onClick={() => setTyped({ ...typed, madeUp: typed.madeUp.filter((_, at) => at !== i) })}
            >
              {t('ui.remove')}
              <span className="sr">{t('district.made_up_n', { n: i + 1 })}</span>
            </Button>
          </div>
        ))}
        <div>
          <Button onClick={() => setTyped({ ...typed, madeUp: [...typed.madeUp, { day: '', followsWeekday: 1 }] })}>
            {t('district.add_made_up')}
          </Button>
        </div>
      </div>
    </FactForm>
  );
}
