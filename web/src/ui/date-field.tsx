import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Group, useField } from './field';

/** A day as three numbers: nothing to open, nothing to aim at. The value is `YYYY-MM-DD`, or what was typed when it is no day. */
export function DateField({
  legend,
  name,
  hint,
  error,
  value,
  onChange,
}: {
  legend: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { id, fault, props } = useField({ name, hint, error });
  const [year = '', month = '', day = ''] = value.split('-');
  const bare = (part: string) => part.replace(/^0+(?=\d)/, '');
  const set = (y: string, m: string, d: string) =>
    onChange(y || m || d ? `${y}-${m.length === 1 ? `0${m}` : m}-${d.length === 1 ? `0${d}` : d}` : '');
  const box = (label: string, part: string, size: number, change: (typed: string) => void, first = false) => (
    <label className="date-part">
      <span>{label}</span>
      <input
        className="input"
        inputMode="numeric"
        autoComplete="off"
        id={first ? id : undefined}
        size={size}
        maxLength={size}
        value={part}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => change(event.target.value.replace(/\D/g, ''))}
      />
    </label>
  );
  return (
    <Group {...{ id, legend, hint, fault }} describedBy={props['aria-describedby']}>
      <div className="date-parts">
        {box(t('form.year'), year, 4, (typed) => set(typed, month, day), true)}
        {box(t('form.month'), bare(month), 2, (typed) => set(year, typed, day))}
        {box(t('form.day'), bare(day), 2, (typed) => set(year, month, typed))}
      </div>
    </Group>
  );
}

/** True for a day that exists. */
export const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);
