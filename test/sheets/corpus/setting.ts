import { TIMETABLE } from '../../../src/demo/district';
import { DEFAULT_HABITS, type Setting } from '../../../src/sheets/expressions/types';

/** The district of the corpus: first school day of the autumn term, with its holidays and a make-up day. */
export const SETTING: Setting = {
  today: '2026-09-01',
  habits: { ...DEFAULT_HABITS, timetable: TIMETABLE! },
  calendar: {
    terms: [
      { name: '2026秋', from: '2026-09-01', to: '2027-01-22' },
      { name: '2027春', from: '2027-02-22', to: '2027-07-02' },
    ],
    holidays: [{ name: '国庆', from: '2026-10-01', to: '2026-10-07' }],
    makeUpDays: [{ date: '2026-10-10', follows: 5 }],
  },
};

/** What is typed, and either what it means or `!code` of the refusal. */
export type Expression = [typed: string | number, meaning: string];
