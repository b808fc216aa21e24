import { useTranslation } from 'react-i18next';
import { fWeekdayLong } from '@/i18n/format';
import { Button } from '@/ui/button';
import { FieldGroup } from '@/ui/field';
import type { Window } from '@/ui/week';

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Weekly times, one a line: weekday, from, to. */
export function Windows({ windows, onChange }: { windows: Window[]; onChange: (windows: Window[]) => void }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Window>) =>
    onChange(windows.map((window, i) => (i === at ? { ...window, ...part } : window)));
  return (
    <FieldGroup name="windows" legend={t('offerform.when_weekly')}>
      {windows.map((window, i) => (
        <div key={i} className="time-row">
          <select
            className="input short"
            aria-label={t('offerform.weekday', { n: i + 1 })}
            value={window.weekday}
            onChange={(event) => change(i, { weekday: Number(event.target.value) })}
          >
            {DAYS.map((day) => (
              <option key={day} value={day}>
                {fWeekdayLong(day)}
              </option>
            ))}
          </select>
          {(['from', 'to'] as const).map((end) => (
            <input
              key={end}
              type="time"
              className="input short"
              aria-label={t(`offerform.${end}`, { n: i + 1 })}
              value={window[end]}
              onChange={(event) => change(i, { [end]: event.target.value })}
            />
          ))}
          <Button kind="quiet" onClick={() => onChange(windows.filter((_, at) => at !== i))}>
            {t('ui.remove')}
            <span className="sr">{t('offerform.weekday', { n: i + 1 })}</span>
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() =>
            onChange([...windows, { weekday: ((windows.at(-1)?.weekday ?? 0) % 7) + 1, from: '14:00', to: '17:00' }])
          }
        >
          {t('offerform.add_window')}
        </Button>
      </div>
    </FieldGroup>
  );
}
