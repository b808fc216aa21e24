import { useTranslation } from 'react-i18next';
import { addDays, today } from '@/i18n/format';
import type { Offer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { DateField, isDay } from '@/ui/date-field';
import { FieldGroup, TextField } from '@/ui/field';

type Window = Offer['availability']['dates'][number];
type Off = Offer['availability']['daysOff'][number];

/** Single days on which one is free, besides the weekly times. */
export function Dates({ dates, onChange }: { dates: Window[]; onChange: (dates: Window[]) => void }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Window>) =>
    onChange(dates.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <Rows
      name="dates"
      legend={t('offerform.dates')}
      rows={dates}
      onRemove={(at) => onChange(dates.filter((_, i) => i !== at))}
      add={t('offerform.add_date')}
      onAdd={() => {
        const { day, from = '14:00', to = '17:00' } = dates.at(-1) ?? {};
        const next = day && isDay(day) ? addDays(day, 7) : addDays(today(), 14);
        onChange([...dates, { day: next, from, to }]);
      }}
    >
      {(one, i) => (
        <>
          <DateField
            legend={t('needform.day')}
            name={`date-${i}`}
            value={one.day}
            onChange={(day) => change(i, { day })}
          />
          {(['from', 'to'] as const).map((end) => (
            <TextField
              key={end}
              type="time"
              className="short"
              label={t(`needform.${end}`)}
              value={one[end]}
              onChange={(event) => change(i, { [end]: event.target.value })}
            />
          ))}
        </>
      )}
    </Rows>
  );
}

/** Days on which one is away. */
export function DaysOff({ daysOff, onChange }: { daysOff: Off[]; onChange: (daysOff: Off[]) => void }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Off>) =>
    onChange(daysOff.map((one, i) => (i === at ? { ...one, ...part } : one)));
  return (
    <Rows
      name="daysOff"
      legend={t('offer.days_off')}
      rows={daysOff}
      onRemove={(at) => onChange(daysOff.filter((_, i) => i !== at))}
      add={t('offerform.add_days_off')}
      onAdd={() => onChange([...daysOff, { from: addDays(today(), 14), to: addDays(today(), 20) }])}
    >
      {(one, i) =>
        (['from', 'to'] as const).map((end) => (
          <DateField
            key={end}
            legend={t(`offerform.off_${end}`)}
            name={`off-${end}-${i}`}
            value={one[end]}
            onChange={(day) => change(i, { [end]: day })}
          />
        ))
      }
    </Rows>
  );
}

/** Rows of one kind, each with a way to take it out, and one to add another. */
function Rows<T>({
  name,
  legend,
  rows,
  onRemove,
  add,
  onAdd,
  children,
}: {
  name: string;
  legend: string;
  rows: T[];
  onRemove: (at: number) => void;
  add: string;
  onAdd: () => void;
  children: (row: T, at: number) => React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <FieldGroup name={name} legend={legend} optional>
      {rows.map((row, i) => (
        <div key={i} className="time-row" role="group" aria-label={`${legend} ${i + 1}`}>
          {children(row, i)}
          <Button kind="quiet" onClick={() => onRemove(i)}>
            {t('ui.remove')}
            <span className="sr">
              {legend} {i + 1}
            </span>
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={onAdd}>{add}</Button>
      </div>
    </FieldGroup>
  );
}
