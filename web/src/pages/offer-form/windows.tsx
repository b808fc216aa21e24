import { useTranslation } from 'react-i18next';
import { fWeekday } from '@/i18n/format';
import { useFreeText } from '@/i18n/when';
import { useDistrict } from '@/i18n/words';
import { Button } from '@/ui/button';
import { FieldGroup } from '@/ui/field';
import { NTH } from './window-rows';
import type { WindowRow } from './window-rows';

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Free times, one a line: in which weeks, on which weekday, from when to when. */
export function Windows({ windows, onChange }: { windows: WindowRow[]; onChange: (windows: WindowRow[]) => void }) {
  const { t } = useTranslation();
  const free = useFreeText();
  const change = (at: number, part: Partial<WindowRow>) =>
    onChange(windows.map((window, i) => (i === at ? { ...window, given: undefined, ...part } : window)));
  return (
    <FieldGroup name="windows" legend={t('offerform.when_weekly')}>
      {windows.map((window, i) => (
        <div key={i} className="time-row" role="group" aria-label={t('offerform.window', { n: i + 1 })}>
          {window.sealed ? (
            <div className="stack tight">
              <b>
                {free({
                  anyTime: false,
                  weekly: [],
                  recurrences: [window.sealed],
                  dates: [],
                  daysOff: [],
                  holidays: 'same',
                })}
              </b>
              <p className="hint">{t('needform.sealed')}</p>
            </div>
          ) : (
            <WindowFields n={i + 1} window={window} change={(part) => change(i, part)} />
          )}
          <Button kind="quiet" onClick={() => onChange(windows.filter((_, at) => at !== i))}>
            {t('ui.remove')}
            <span className="sr">{t('offerform.window', { n: i + 1 })}</span>
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

function WindowFields({
  n,
  window,
  change,
}: {
  n: number;
  window: WindowRow;
  change: (part: Partial<WindowRow>) => void;
}) {
  const { t } = useTranslation();
  const terms = useDistrict()?.terms ?? [];
  // Without a term nobody can tell odd weeks from even ones.
  const alternating = (['odd', 'even'] as const).filter((weeks) => terms.length > 0 || window.weeks === weeks);
  return (
    <>
      <div className="time-pair">
        <select
          className="input"
          aria-label={t('offerform.weeks', { n })}
          value={window.weeks ?? window.nth ?? ''}
          onChange={({ target: { value } }) =>
            change({
              weeks: value === 'odd' || value === 'even' ? value : undefined,
              nth: NTH.find((nth) => String(nth) === value),
            })
          }
        >
          <option value="">{t('needform.weeks_every')}</option>
          {alternating.map((weeks) => (
            <option key={weeks} value={weeks}>
              {t(`needform.weeks_${weeks}`)}
            </option>
          ))}
          {NTH.map((nth) => (
            <option key={nth} value={nth}>
              {t(`needform.month_${nth < 0 ? 'last' : nth}` as never)}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label={t('offerform.weekday', { n })}
          value={window.weekday}
          onChange={(event) => change({ weekday: Number(event.target.value) })}
        >
          {DAYS.map((day) => (
            <option key={day} value={day}>
              {fWeekday(day)}
            </option>
          ))}
        </select>
      </div>
      <div className="time-pair">
        {(['from', 'to'] as const).map((end) => (
          <input
            key={end}
            type="time"
            className="input short"
            aria-label={t(`offerform.${end}`, { n })}
            value={window[end]}
            onChange={(event) => change({ [end]: event.target.value })}
          />
        ))}
      </div>
    </>
  );
}
