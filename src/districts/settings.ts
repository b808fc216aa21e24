/** What a district decides for itself; stored as data, changed without a release. */
export interface DistrictSettings {
  /** Days a volunteer has to answer an invitation, and days before that a reminder is due. */
  answerDays: number;
  remindDaysBefore: number;
  /** Days after the start of a term at which a line nobody has confirmed goes stale. */
  staleAfterDays: number;
  /** Days between check-ins by programme code; `default` for the others. */
  checkInDays: Record<string, number>;
  /** Days before its end at which a clearance is shown as expiring. */
  clearanceWarningDays: number;
  /** What people mean by a part of the day, minutes from midnight, and by a lesson. */
  dayParts: Record<'morning' | 'afternoon' | 'evening' | 'whole_day' | 'after_school', { from: number; to: number }>;
  lessonMinutes: number;
  /** When lessons and breaks are, minutes from midnight; lesson n is `lessons[n - 1]`. Without it 第3节 in a workbook is refused. */
  timetable?: {
    lessons: { from: number; to: number }[];
    earlyReading: { from: number; to: number } | null;
    longBreak: { from: number; to: number } | null;
  };
  /** Length of a session whose end nobody has given. */
  defaultSessionMinutes: number;
  /** How service becomes hours on the record and the certificate. */
  hours: HoursRule;
}

/** Whole hours count; the rest of an hour counts as the first step that reaches it says. */
export interface HoursRule {
  /** Minutes beyond the whole hours, up to and with `upTo`, count as `counts` minutes; ascending, the last reaches 60. */
  rounding: { upTo: number; counts: number }[];
  /** Working days on which what was recorded is shown before it counts. */
  shownWorkdays: number;
  /** Counted hours at which each star is given; ascending. */
  stars: number[];
}

export const DEFAULT_SETTINGS: DistrictSettings = {
  answerDays: 7,
  remindDaysBefore: 2,
  staleAfterDays: 14,
  checkInDays: { default: 30, caring_pair: 14 },
  clearanceWarningDays: 60,
  dayParts: {
    morning: { from: 8 * 60, to: 12 * 60 },
    afternoon: { from: 13 * 60, to: 17 * 60 },
    evening: { from: 18 * 60, to: 20 * 60 },
    whole_day: { from: 8 * 60, to: 17 * 60 },
    after_school: { from: 16 * 60 + 30, to: 18 * 60 },
  },
  lessonMinutes: 40,
  defaultSessionMinutes: 60,
  hours: {
    rounding: [
      { upTo: 15, counts: 0 },
      { upTo: 45, counts: 30 },
      { upTo: 60, counts: 60 },
    ],
    shownWorkdays: 3,
    stars: [100, 300, 600, 1000, 1500],
  },
};
