import { addDays, toLocal } from '../districts/local-time';
import type { DistrictDto } from '../districts/districts.dto';
import { DEFAULT_HABITS, type Setting } from '../sheets/expressions/types';

/** Holidays from their days: 国庆节后 begins behind the last of them. */
function whole(days: { name: string; day: string }[]): Setting['calendar']['holidays'] {
  const found: Setting['calendar']['holidays'] = [];
  for (const { name, day } of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const before = found.find((one) => one.name === name && addDays(one.to, 1) === day);
    if (before) before.to = day;
    else found.push({ name, from: day, to: day });
  }
  return found;
}

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
      holidays: whole(calendar.filter(({ kind }) => kind === 'holiday').map((one) => ({ ...one, day: day(one.day) }))),
      makeUpDays: calendar.flatMap((one) =>
        one.kind === 'workday' && one.followsWeekday ? [{ date: day(one.day), follows: one.followsWeekday }] : [],
      ),
    },
  };
}
