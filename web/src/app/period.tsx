import { useTranslation } from 'react-i18next';
import { useFilters } from '@/app/lists';
import { fDay, today } from '@/i18n/format';
import { useDistrict } from '@/i18n/words';
import { Select } from '@/ui/field';

export interface Period {
  from: string;
  to: string;
}

/** The span a page is about, in the address: a term of the district, a year, or (with `ever`) everything. */
export function usePeriod(): Period | null {
  const [{ from, to }] = useFilters();
  const terms = useDistrict()?.terms;
  if (from && to) return { from, to };
  if (!terms) return null;
  const now = today();
  const term = terms.findLast(({ startsOn }) => startsOn <= now) ?? terms.at(0);
  return term
    ? { from: term.startsOn, to: term.endsOn }
    : { from: `${now.slice(0, 4)}-01-01`, to: `${now.slice(0, 4)}-12-31` };
}

export function PeriodSelect({ period }: { period: Period }) {
  const { t } = useTranslation();
  const [, setFilters] = useFilters();
  const terms = useDistrict()?.terms ?? [];
  const years = [...new Set(terms.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn]).map((day) => day.slice(0, 4)))];
  const value = `${period.from}/${period.to}`;
  const choices = [
    ...terms.toReversed().map(({ name, startsOn, endsOn }) => ({ value: `${startsOn}/${endsOn}`, label: name })),
    ...years
      .sort()
      .reverse()
      .map((year) => ({ value: `${year}-01-01/${year}-12-31`, label: t('period.year', { year }) })),
  ];
  return (
    <Select
      label={t('period.label')}
      value={value}
      onChange={(event) => {
        const [from, to] = event.target.value.split('/');
        setFilters({ from, to });
      }}
    >
      {!choices.some((choice) => choice.value === value) && (
        <option value={value}>{t('need.from_to', { from: fDay(period.from), to: fDay(period.to) })}</option>
      )}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </Select>
  );
}
