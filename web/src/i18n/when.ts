import { useTranslation } from 'react-i18next';
import { readRecurrence, weeksBetween } from '@/app/recurrence';
import type { Recurrence } from '@/app/recurrence';
import { addDays, fDay, fWeekday, today } from './format';
import { useDistrict } from './words';
import type { Need, Offer } from './words';

type Alternative = Need['alternatives'][number];
type Weekly = Alternative['weekly'][number];
type Dated = Alternative['dates'][number];
/** When a need takes place. What its period says already is not said again of its times. */
export type Times = Pick<Need, 'alternatives' | 'weeklyMinutes'> & Partial<Pick<Need, 'periodFrom' | 'periodTo'>>;

/** 单周 or 双周 of a term; null outside of terms. The week `after` weeks after the one of `day`. */
export function useTermWeek(): (day: string | undefined, after?: number) => 'odd' | 'even' | null {
  const terms = useDistrict()?.terms;
  return (day, after = 0) => {
    const term = day && terms?.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
    if (!term) return null;
    return (weeksBetween(term.startsOn, day) + after) % 2 === 0 ? 'odd' : 'even';
  };
}

/**
 * A recurrence in words. `free`: of somebody's free time, which has an end on the clock, and goes through terms, so that
 * every second week is neither odd nor even.
 */
function useRecurrenceText() {
  const { t } = useTranslation();
  const termWeek = useTermWeek();
  const join = (words: string[]) => words.join(t('form.and'));
  const every = (interval: number, days: number[], from: string, week: 'odd' | 'even' | null): string => {
    if (interval === 1 && days.length === 7) return `${t('when.every_day')} ${from}`;
    return t(
      interval === 1 ? 'when.weekly' : interval > 2 ? 'when.every' : week ? `when.${week}` : 'when.fortnightly',
      {
        days: join([...days].sort().map(fWeekday)),
        from,
        every: interval,
      },
    );
  };
  const monthly = ({ interval, weekdays, monthDays, from }: Recurrence): string => {
    const days = [
      ...weekdays.map(({ weekday, nth }) => {
        const day = fWeekday(weekday);
        if (nth === null) return day;
        return nth < -1
          ? t('when.nth_from_last', { n: -nth, day })
          : t(`when.nth_${nth < 0 ? 'last' : nth}` as never, { day });
      }),
      ...monthDays.map((n) =>
        n > 0
          ? t('when.month_day', { n })
          : n === -1
            ? t('when.month_day_last')
            : t('when.month_day_from_last', { n: -n }),
      ),
    ];
    return t(interval === 1 ? 'when.monthly' : 'when.every_months', { days: join(days), from, every: interval });
  };
  const recurrenceText = (text: string, period: { from?: string; to?: string }, free = false): string => {
    const found = readRecurrence(text);
    if (!found) return t('when.irregular');
    const { freq, interval, weekdays, start, until, count, except } = found;
    const from = free ? `${found.from}–${found.to}` : found.from;
    const days = weekdays.map(({ weekday }) => weekday);
    const rule =
      freq === 'MONTHLY'
        ? monthly({ ...found, from })
        : freq === 'WEEKLY' || interval === 1
          ? every(interval, days.length ? days : [1, 2, 3, 4, 5, 6, 7], from, free ? null : termWeek(start))
          : t('when.every_days', { every: interval, from });
    // The first occurrence after the beginning, the last before the end of the period say nothing new.
    const step = interval * (freq === 'MONTHLY' ? 31 : freq === 'WEEKLY' ? 7 : 1);
    const late = !period.from || start >= addDays(period.from, step);
    const early = until && (!period.to || until <= addDays(period.to, -step));
    const more = [
      late && early
        ? t('need.from_to', { from: fDay(start), to: fDay(until) })
        : late
          ? t('when.since', { day: fDay(start) })
          : early
            ? t('when.until', { day: fDay(until) })
            : '',
      count ? t('when.count', { count }) : '',
      except.length > 2 ? t('when.off_count', { count: except.length }) : '',
      except.length && except.length <= 2 ? t('when.off', { days: join(except.map(fDay)) }) : '',
    ].filter(Boolean);
    return more.length ? t('when.with', { rule, more: more.join(t('form.comma')) }) : rule;
  };
  return { every, recurrenceText };
}

/** One choice of times in words, without a limit of length: 每周二、周四 16:30，停 10月6日. */
export function useAlternativeText(): (alternative: Alternative, period?: { from?: string; to?: string }) => string {
  const { t } = useTranslation();
  const termWeek = useTermWeek();
  const { every, recurrenceText } = useRecurrenceText();
  const join = (words: string[]) => words.join(t('form.and'));
  const weeklyText = (weekly: Weekly[], start?: string): string[] => {
    const groups = new Map<string, Weekly[]>();
    for (const rule of weekly) {
      const key = `${rule.from}-${rule.to}-${rule.everyWeeks ?? 1}-${rule.startWeek ?? 0}`;
      groups.set(key, [...(groups.get(key) ?? []), rule]);
    }
    return [...groups.values()].map((group) => {
      const { from, everyWeeks = 1, startWeek = 0 } = group[0];
      const said = every(
        everyWeeks,
        group.map(({ weekday }) => weekday),
        from,
        termWeek(start, startWeek),
      );
      return startWeek >= everyWeeks
        ? t('when.with', { rule: said, more: t('when.from_week', { n: startWeek + 1 }) })
        : said;
    });
  };
  const datesText = (dates: Dated[]): string[] =>
    dates.length > 1
      ? [t('when.dates', { first: fDay(dates[0].day), count: dates.length })]
      : dates.map(({ day, from }) => `${fDay(day)} ${from}`);
  return ({ dates, weekly, recurrences = [] }, period = {}) =>
    join([
      ...weeklyText(weekly, period.from),
      ...recurrences.map((text) => recurrenceText(text, period)),
      ...datesText(dates),
    ]);
}

/** When a need takes place: every choice of times, or (`brief`) the first, and how many more there are. */
export function useWhenText(): (times: Times, brief?: 'brief') => string {
  const { t } = useTranslation();
  const one = useAlternativeText();
  return ({ alternatives, weeklyMinutes, periodFrom, periodTo }, brief) => {
    if (alternatives.length === 0)
      return weeklyMinutes ? t('when.agreed_weekly', { minutes: weeklyMinutes }) : t('when.agreed');
    const said = (alternative: Alternative) => one(alternative, { from: periodFrom, to: periodTo });
    if (brief && alternatives.length > 1)
      return t('when.choices', { first: said(alternatives[0]), count: alternatives.length - 1 });
    return alternatives.map(said).join(t('when.or'));
  };
}

/** When an offer can be given, in a line. */
export function useFreeText(): (availability: Offer['availability']) => string {
  const { t } = useTranslation();
  const { recurrenceText } = useRecurrenceText();
  const weekly = (windows: Offer['availability']['weekly']): string => {
    const days = [...new Set(windows.map(({ weekday }) => weekday))].sort();
    const part = windows.every(({ to }) => to <= '12:30')
      ? 'morning'
      : windows.every(({ from }) => from >= '12:00')
        ? 'afternoon'
        : 'day';
    const workdays = days.length === 5 && days.every((day) => day <= 5);
    return t(`when.free_${part}`, {
      days: workdays
        ? t('when.workdays')
        : days.length === 7
          ? t('when.every_day')
          : days.map(fWeekday).join(t('form.and')),
    });
  };
  /** 单周周三 14:00–16:00: those with the same weeks and clock together. */
  const alternating = (windows: Offer['availability']['weekly']): string[] => {
    const groups = new Map<string, typeof windows>();
    for (const one of windows) {
      const key = `${one.weeks} ${one.from}–${one.to}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].map((group) => {
      const [{ weeks, from, to }] = group;
      const days = group.map(({ weekday }) => fWeekday(weekday)).join(t('form.and'));
      return t(`when.${weeks!}`, { days, from: `${from}–${to}` });
    });
  };
  return ({ anyTime, weekly: windows, recurrences = [], dates }) => {
    if (anyTime) return t('when.any');
    const plain = windows.filter(({ weeks }) => !weeks);
    const said = [
      ...(plain.length ? [weekly(plain)] : []),
      ...alternating(windows.filter(({ weeks }) => weeks)),
      ...recurrences.map((text) => recurrenceText(text, { from: today() }, true)),
    ];
    if (said.length) return said.join(t('when.also'));
    return dates.length ? t('when.dates', { first: fDay(dates[0].day), count: dates.length }) : t('when.none');
  };
}
