import { toLocal } from '../districts/local-time';
import type { DistrictDto } from '../districts/districts.dto';
import { DEFAULT_HABITS, type Setting } from '../sheets/expressions/types';

/** What the words of a workbook are read against: the district's day, habits, terms and holidays. */
export function settingOf({ timezone, settings, terms, calendar }: DistrictDto, now: Date): Setting {
  const day = (date: string): string => String(date).slice(0, 10);
  const today = toLocal(now, timezone).day;
  return {
    today,
    readOn: today,
    habits: {
      parts: { ...DEFAULT_HABITS.parts, ...settings.dayParts },
      lessonMinutes: settings.lessonMinutes,
      meetingMinutes: settings.defaultSessionMinutes,
      timetable: settings.timetable ?? null,
    },
    calendar: {
      terms: terms.map(({ name, startsOn, endsOn }) => ({ name, from: day(startsOn), to: day(endsOn) })),
      holidays: calendar
        .filter(({ kind }) => kind === 'holiday')
        .map((one) => ({ name: one.name, from: day(one.day), to: day(one.day) })),
      makeUpDays: calendar.flatMap((one) =>
        one.kind === 'workday' && one.followsWeekday ? [{ date: day(one.day), follows: one.followsWeekday }] : [],
      ),
    },
  };
}
