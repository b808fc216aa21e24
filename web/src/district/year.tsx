import { useTranslation } from 'react-i18next';
import { addDays, fDayFull, fMonthName, today } from '@/i18n/format';
import type { Holiday } from './holiday-form';
import type { Term } from './term-form';

const DAY = 86_400_000;
const days = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** The school year a day belongs to: 1 September to 31 August. */
export const schoolYearOf = (day: string): string =>
  `${Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0)}-09-01`;

/** A school year at a glance: terms as bands, holidays as notches in them, made-up workdays as rings. The tables say the same. */
export function SchoolYear({ start, terms, holidays }: { start: string; terms: Term[]; holidays: Holiday[] }) {
  const { t } = useTranslation();
  const end = addDays(`${Number(start.slice(0, 4)) + 1}-09-01`, -1);
  const length = days(start, end) + 1;
  const place = (from: string, to: string) => {
    const [first, last] = [Math.max(0, days(start, from)), Math.min(length - 1, days(start, to))];
    return { insetInlineStart: `${(first / length) * 100}%`, width: `${((last - first + 1) / length) * 100}%` };
  };
  const within = (from: string, to: string) => from <= end && to >= start;
  const madeUp = holidays.flatMap((holiday) => holiday.madeUp).filter(({ day }) => within(day, day));
  const now = today();
  return (
    <figure
      className="year"
      role="img"
      aria-label={t('district.year_said', { from: fDayFull(start), to: fDayFull(end) })}
    >
      <div className="year-months" aria-hidden="true">
        {Array.from({ length: 12 }, (_, k) => ((k + 8) % 12) + 1).map((month) => (
          <span key={month}>
            <span className="year-month-long">{fMonthName(month)}</span>
            <span className="year-month-short">{month}</span>
          </span>
        ))}
      </div>
      <div className="year-track" aria-hidden="true">
        {terms
          .filter(({ startsOn, endsOn }) => within(startsOn, endsOn))
          .map(({ id, name, startsOn, endsOn }) => (
            <span key={id} className="year-term" style={place(startsOn, endsOn)}>
              {name}
            </span>
          ))}
        {holidays
          .filter(({ startsOn, endsOn }) => within(startsOn, endsOn))
          .map(({ id, name, startsOn, endsOn }) => (
            <span key={id} className="year-off" style={place(startsOn, endsOn)} title={name} />
          ))}
        {madeUp.map(({ day }) => (
          <span key={day} className="year-worked" style={place(day, day)} />
        ))}
        {within(now, now) && <span className="year-now" style={place(now, now)} />}
      </div>
      <figcaption className="year-key small muted" aria-hidden="true">
        <span className="key-term">{t('district.key_term')}</span>
        <span className="key-off">{t('district.key_off')}</span>
        <span className="key-worked">{t('district.key_worked')}</span>
        <span className="key-now">{t('district.key_now')}</span>
      </figcaption>
    </figure>
  );
}
