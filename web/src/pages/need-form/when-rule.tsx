import { useTranslation } from 'react-i18next';
import { addDays, fWeekday } from '@/i18n/format';
import { useAlternativeText, useTermWeek } from '@/i18n/when';
import { DateField } from '@/ui/date-field';
import { Checks, Select, TextField } from '@/ui/field';
import { phaseOf } from './times';
import type { Period, Rule } from './times';

export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      label={label}
      type="time"
      className="short"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** One weekly or monthly line: in which weeks, on which weekdays, from when to when, and in which part of the period. */
export function RuleFields({
  name,
  rule,
  period,
  change,
}: {
  /** Of the line, for the names of its fields. */
  name: string;
  rule: Rule;
  period: Period;
  change: (patch: Partial<Rule>) => void;
}) {
  const { t } = useTranslation();
  const text = useAlternativeText();
  const weeks = useWeeks(rule, period);
  if (rule.sealed)
    return (
      <div className="stack tight">
        <b>{text({ dates: [], weekly: [], ...rule.given }, { from: period.periodFrom, to: period.periodTo })}</b>
        <p className="hint">{t('needform.sealed')}</p>
      </div>
    );
  return (
    <>
      <Select
        label={t('needform.weeks')}
        value={weeks.value}
        onChange={(event) => change(weeks.meaning(event.target.value))}
      >
        {weeks.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Checks
        legend={t('needform.weekday')}
        name={`${name}-weekdays`}
        inline
        values={rule.weekdays.map(String)}
        onChange={(values) => change({ weekdays: values.map(Number).sort() })}
        choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: fWeekday(day) }))}
      />
      <TimeField label={t('needform.from')} value={rule.from} onChange={(from) => change({ from })} />
      <TimeField label={t('needform.to')} value={rule.to} onChange={(to) => change({ to })} />
      <details className="time-part" open={!!(rule.first || rule.last) || undefined}>
        <summary>{t('needform.part')}</summary>
        <div className="cluster">
          <DateField
            legend={t('needform.part_first')}
            name={`${name}-first`}
            value={rule.first}
            onChange={(first) => change({ first })}
          />
          <DateField
            legend={t('needform.part_last')}
            name={`${name}-last`}
            value={rule.last}
            onChange={(last) => change({ last })}
          />
        </div>
      </details>
    </>
  );
}

/** Every week, odd or even weeks of the term, every third week, or the nth weekday of a month: one choice of a list. */
function useWeeks(rule: Rule, period: Period) {
  const { t } = useTranslation();
  const termWeek = useTermWeek();
  const phase = phaseOf(rule, period);
  const second = [0, 1].map((after) => {
    const week = termWeek(period.periodFrom, after);
    return {
      value: `2.${after}`,
      week,
      label: week ? t(`needform.weeks_${week}`) : t('needform.weeks_second', { n: after + 1 }),
    };
  });
  if (second[0].week === 'even') second.reverse();
  const own = rule.nth !== null ? `m${rule.nth}` : rule.every === 1 ? '1' : `${rule.every}.${phase}`;
  const options = [
    { value: '1', label: t('needform.weeks_every') },
    ...second,
    ...[3, 4].map((every) => ({ value: `${every}.0`, label: t('needform.weeks_n', { every }) })),
    ...[1, 2, 3, 4, -1].map((nth) => ({ value: `m${nth}`, label: t(`needform.month_${nth < 0 ? 'last' : nth}`) })),
  ];
  if (!options.some(({ value }) => value === own))
    options.push({ value: own, label: t('needform.weeks_n_from', { every: rule.every, n: phase + 1 }) });
  return {
    value: own,
    options,
    meaning: (value: string): Partial<Rule> => {
      if (value.startsWith('m')) return { nth: Number(value.slice(1)), every: 1, anchor: null };
      const [every, after = 0] = value.split('.').map(Number);
      return { nth: null, every, anchor: every > 1 ? addDays(period.periodFrom, 7 * after) : null };
    },
  };
}
