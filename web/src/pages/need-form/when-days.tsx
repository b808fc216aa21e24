import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { recursOn } from '@/app/recurrence';
import { fDay, fWeekday, weekdayOf } from '@/i18n/format';
import { alternativeOf, choiceFault, recurrenceOf } from './times';
import type { Choice, Period } from './times';

const dayText = (day: string) => `${fDay(day)} ${fWeekday(weekdayOf(day))}`;

/**
 * What days the times make, holidays left out and made-up workdays in, as the server counts them; a day on which there is
 * nothing is taken off the list here.
 */
export function Days({
  choice,
  period,
  except,
}: {
  choice: Choice;
  period: Period;
  except: (rule: number, days: string[]) => void;
}) {
  const { t } = useTranslation();
  const { periodFrom, periodTo } = period;
  const sound = choiceFault(choice, period) === null;
  // Asked with every day in, so that the list stays while days are taken off it.
  const whole = choice.rules.map((rule) => (rule.except.length ? { ...rule, except: [], given: null } : rule));
  const times = JSON.stringify({
    periodFrom,
    periodTo,
    alternatives: [alternativeOf({ ...choice, rules: whole }, period)],
  });
  const [asked, setAsked] = useState(times);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(times), 300);
    return () => clearTimeout(timer);
  }, [times]);
  const found = useQuery({
    queryKey: ['need-days', asked],
    enabled: sound && asked === times,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
    queryFn: async () => (await ask(api.POST('/api/needs/days', { body: JSON.parse(asked) })))[0].days,
  });
  if (!sound || !found.data) return null;
  const lines = whole.map((rule) => (rule.sealed ? null : recurrenceOf(rule, period)));
  const all = found.data.map(({ day, from }) => {
    // A day that follows another weekday, or was given by itself, comes from no line.
    const line = lines.findIndex((one) => one !== null && one.from === from && recursOn(one, day));
    return { day, from, line, off: choice.rules[line]?.except.includes(day) ?? false };
  });
  const days = all.filter(({ off }) => !off);
  const toggle = ({ day, line, off }: (typeof all)[number]) => {
    const own = choice.rules[line].except;
    except(line, off ? own.filter((other) => other !== day) : [...own, day].sort());
  };
  const said =
    days.length === 0
      ? t('needform.days_none')
      : days.length <= 3
        ? t('needform.days_few', { count: days.length, days: days.map(({ day }) => fDay(day)).join(t('form.and')) })
        : t('needform.days_many', {
            count: days.length,
            first: days
              .slice(0, 3)
              .map(({ day }) => fDay(day))
              .join(t('form.and')),
            last: fDay(days.at(-1)!.day),
          });
  return (
    <div className="stack tight">
      <p role="status">{said}</p>
      {all.length > 0 && choice.rules.length > 0 && (
        <details>
          <summary>{t('needform.days_each')}</summary>
          <fieldset className="field">
            <legend className="small muted">{t('needform.days_hint')}</legend>
            <div className="choices inline days">
              {all.map((one) => (
                <label className="choice" key={`${one.day}${one.from}`}>
                  <input type="checkbox" checked={!one.off} disabled={one.line < 0} onChange={() => toggle(one)} />
                  <span>
                    {one.off ? <s>{dayText(one.day)}</s> : dayText(one.day)} {choice.rules.length > 1 && one.from}
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        </details>
      )}
    </div>
  );
}
