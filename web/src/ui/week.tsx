import { useTranslation } from 'react-i18next';
import { fWeekday, fWeekdayLong } from '@/i18n/format';

export interface Window {
  weekday: number;
  from: string;
  to: string;
}

/** A week at a glance: when somebody is free. The same in words for whoever does not see it, and where bars have no room. */
export function Week({ windows }: { windows: Window[] }) {
  const { t } = useTranslation();
  if (windows.length === 0) return null;
  const [start, end] = [7, 21];
  const hour = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;
  return (
    <figure className="week">
      <div className="week-grid" aria-hidden="true">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <div className="week-day" key={day}>
            <span>{fWeekday(day)}</span>
            <div className="week-bar">
              {windows
                .filter(({ weekday }) => weekday === day)
                .map(({ from, to }) => (
                  <b
                    key={from}
                    style={{
                      left: `${(100 * Math.max(0, hour(from) - start)) / (end - start)}%`,
                      width: `${(100 * (Math.min(end, hour(to)) - Math.max(start, hour(from)))) / (end - start)}%`,
                    }}
                  >
                    {from}–{to}
                  </b>
                ))}
            </div>
          </div>
        ))}
      </div>
      <ul className="plain week-words">
        {windows.map(({ weekday, from, to }) => (
          <li key={`${weekday}${from}`}>{t('when.window', { day: fWeekdayLong(weekday), from, to })}</li>
        ))}
      </ul>
    </figure>
  );
}
