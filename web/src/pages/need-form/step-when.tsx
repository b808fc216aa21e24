import { useTranslation } from 'react-i18next';
import { fWeekdayLong } from '@/i18n/format';
import { Button } from '@/ui/button';
import { DateField, Radios, Select, TextField } from '@/ui/field';
import type { Filled, StepProps } from './draft';

export function When({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const time = (label: string, value: string, change: (value: string) => void) => (
    <TextField
      label={label}
      type="time"
      className="short"
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
  const weekly = (i: number, patch: Partial<Filled['weekly'][number]>) =>
    set({ weekly: filled.weekly.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  const dated = (i: number, patch: Partial<Filled['dates'][number]>) =>
    set({ dates: filled.dates.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  return (
    <>
      <DateField
        legend={t('needform.period_from')}
        name="periodFrom"
        value={filled.periodFrom}
        onChange={(periodFrom) => set({ periodFrom })}
      />
      <DateField
        legend={t('needform.period_to')}
        name="periodTo"
        value={filled.periodTo}
        onChange={(periodTo) => set({ periodTo })}
      />
      {filled.form !== 'goods' && (
        <>
          <Radios
            legend={t('needform.time_kind')}
            name="timeKind"
            value={filled.timeKind}
            onChange={(kind) =>
              set({
                timeKind: kind as Filled['timeKind'],
                ...(kind === 'dates' &&
                  filled.dates.length === 0 && { dates: [{ day: filled.periodFrom, from: '10:00', to: '11:00' }] }),
              })
            }
            choices={([...(filled.kept ? (['kept'] as const) : []), 'weekly', 'dates', 'agreed'] as const).map(
              (value) => ({
                value,
                label: t(`needform.time_${value}`),
              }),
            )}
          />
          {filled.timeKind === 'weekly' && (
            <div className="stack tight" id="f-weekly" tabIndex={-1}>
              {filled.weekly.map((row, i) => (
                <div className="time-row" key={i} role="group" aria-label={t('needform.time_n', { n: i + 1 })}>
                  <Select
                    label={t('needform.weekday')}
                    value={String(row.weekday)}
                    onChange={(event) => weekly(i, { weekday: Number(event.target.value) })}
                  >
                    {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                      <option key={day} value={day}>
                        {fWeekdayLong(day)}
                      </option>
                    ))}
                  </Select>
                  {time(t('needform.from'), row.from, (from) => weekly(i, { from }))}
                  {time(t('needform.to'), row.to, (to) => weekly(i, { to }))}
                  {filled.weekly.length > 1 && (
                    <Button kind="quiet" onClick={() => set({ weekly: filled.weekly.filter((_, at) => at !== i) })}>
                      {t('ui.remove')}
                    </Button>
                  )}
                </div>
              ))}
              <div>
                <Button
                  onClick={() =>
                    set({
                      weekly: [
                        ...filled.weekly,
                        { ...filled.weekly.at(-1)!, weekday: ((filled.weekly.at(-1)?.weekday ?? 0) % 7) + 1 },
                      ],
                    })
                  }
                >
                  {t('needform.more_times')}
                </Button>
              </div>
            </div>
          )}
          {filled.timeKind === 'dates' && (
            <div className="stack" id="f-dates" tabIndex={-1}>
              {filled.dates.map((row, i) => (
                <div className="time-row" key={i} role="group" aria-label={t('needform.time_n', { n: i + 1 })}>
                  <DateField
                    legend={t('needform.day')}
                    name={`day-${i}`}
                    value={row.day}
                    onChange={(day) => dated(i, { day })}
                  />
                  {time(t('needform.from'), row.from, (from) => dated(i, { from }))}
                  {time(t('needform.to'), row.to, (to) => dated(i, { to }))}
                  {filled.dates.length > 1 && (
                    <Button kind="quiet" onClick={() => set({ dates: filled.dates.filter((_, at) => at !== i) })}>
                      {t('ui.remove')}
                    </Button>
                  )}
                </div>
              ))}
              <div>
                <Button onClick={() => set({ dates: [...filled.dates, { ...filled.dates.at(-1)! }] })}>
                  {t('needform.more_times')}
                </Button>
              </div>
            </div>
          )}
          {filled.timeKind === 'agreed' && (
            <TextField
              label={t('needform.weekly_minutes')}
              name="weeklyMinutes"
              inputMode="numeric"
              className="short"
              value={filled.weeklyMinutes}
              onChange={(event) => set({ weeklyMinutes: event.target.value })}
            />
          )}
        </>
      )}
    </>
  );
}
