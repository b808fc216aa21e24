import type { FieldFault } from '../platform/errors/app-error';
import type { FaultCode } from '../platform/errors/fault-codes';
import type { DistrictSettings } from './settings';

interface Range {
  from: number;
  to: number;
}

/** Contradictions in a district's settings, by JSON pointer below `/settings`. `programmes`: the codes there are. */
export function settingsFaults(settings: DistrictSettings, programmes: readonly string[]): FieldFault[] {
  const faults: FieldFault[] = [];
  const bad = (pointer: string, code: FaultCode, params?: FieldFault['params']): void =>
    void faults.push({ pointer: `/settings${pointer}`, code, params });
  const { answerDays, remindDaysBefore, dayParts, timetable, hours } = settings;
  if (remindDaysBefore >= answerDays) bad('/remindDaysBefore', 'too_early', { answerDays });
  for (const code of Object.keys(settings.checkInDays))
    if (code !== 'default' && !programmes.includes(code)) bad(`/checkInDays/${code}`, 'unknown_programme');
  if (!('default' in settings.checkInDays)) bad('/checkInDays/default', 'required');
  for (const [part, range] of Object.entries(dayParts)) backwards(range, `/dayParts/${part}`, bad);
  if (timetable) timetableFaults(timetable, bad);
  const { rounding, stars } = hours;
  rounding.forEach(({ upTo, counts }, i) => {
    const before = rounding[i - 1];
    if (before && upTo <= before.upTo) bad(`/hours/rounding/${i}/upTo`, 'must_rise');
    if (before && counts < before.counts) bad(`/hours/rounding/${i}/counts`, 'must_rise');
  });
  if (rounding.at(-1)?.upTo !== 60) bad(`/hours/rounding/${rounding.length - 1}/upTo`, 'must_end_at', { minutes: 60 });
  stars.forEach((star, i) => i > 0 && star <= stars[i - 1] && bad(`/hours/stars/${i}`, 'must_rise'));
  return faults;
}

type Bad = (pointer: string, code: FaultCode, params?: FieldFault['params']) => void;

function backwards({ from, to }: Range, pointer: string, bad: Bad): boolean {
  if (to > from) return false;
  bad(`${pointer}/to`, 'ends_before_start');
  return true;
}

/** Lessons stand one after the other; a break or the early reading lies beside them, not in one. */
function timetableFaults(
  { lessons, earlyReading, longBreak }: NonNullable<DistrictSettings['timetable']>,
  bad: Bad,
): void {
  lessons.forEach((lesson, i) => {
    const at = `/timetable/lessons/${i}`;
    if (!backwards(lesson, at, bad) && i > 0 && lesson.from < lessons[i - 1].to)
      bad(`${at}/from`, 'overlaps_lesson', { lesson: i });
  });
  for (const [key, pause] of Object.entries({ earlyReading, longBreak })) {
    if (!pause || backwards(pause, `/timetable/${key}`, bad)) continue;
    const lesson = lessons.findIndex(({ from, to }) => pause.from < to && from < pause.to);
    if (lesson >= 0) bad(`/timetable/${key}/from`, 'overlaps_lesson', { lesson: lesson + 1 });
  }
}
