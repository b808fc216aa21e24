/** How often: 每周两次, 每两周一次, 一学期4次, 2小时/周, twice a week. */
import { scanDuration } from './durations';
import { NUMBER, number } from './text';
import type { Found, TimeToken } from './token-types';
import type { Setting } from './types';

type Per = Extract<TimeToken, { type: 'frequency' }>['per'];
const PER: [RegExp, Per][] = [
  [/^(?:周|星期|礼拜|week)/i, 'week'],
  [/^(?:月|month)/i, 'month'],
  [/^季度/, 'quarter'],
  [/^(?:学期|term)/i, 'term'],
  [/^(?:学年|年|year)/i, 'year'],
];
const perOf = (word: string): Per => PER.find(([pattern]) => pattern.test(word))![1];
const EACH = '(?:每个?|一个?|(?:本|这)(?=学期|学年))(周|星期|礼拜|月|季度|学期|学年|年)';
const FORTNIGHT = new RegExp(`^(?:每个?)?(?:双|隔|两|2|每隔一)个?(?:周|星期)(?:各)?(${NUMBER})次`);
const TIMES = new RegExp(
  `^${EACH}(?:各|安排|开展|约|活动|不少于|至少|共)?(${NUMBER})(?:-(${NUMBER}))?(?:次|回|场(?:次)?)(?:课|活动)?`,
);
const AMOUNT = new RegExp(`^${EACH}(?:各|安排|约|需要?|共|不少于|至少|最少)? ?(?:${NUMBER}-(?=\\d))?`);
const SLASHED = new RegExp(`^(${NUMBER})次 ?\\/ ?(周|月|季度|学期)`);

/** How often something takes place, or how long in a week, a month or a term, at the start of tidy text. */
export function scanFrequency(rest: string, setting: Setting): Found {
  const token = (times: number, per: Per, minutes: number | null = null): TimeToken => ({
    type: 'frequency',
    times,
    minutes,
    per,
  });
  let m = FORTNIGHT.exec(rest);
  if (m) return { token: token(number(m[1]), 'fortnight'), length: m[0].length };
  m = TIMES.exec(rest);
  if (m)
    return {
      token: token(number(m[3] ?? m[2]), perOf(m[1])),
      length: m[0].length,
      note: m[3] ? 'upper_end' : undefined,
    };
  m = AMOUNT.exec(rest);
  if (m && !/^[一二三四五六日天](?![个课节小分十])/.test(rest.slice(m[0].length))) {
    const amount = scanDuration(rest.slice(m[0].length), setting.habits);
    if (amount)
      return {
        token: token(1, perOf(m[1]), amount.minutes),
        length: m[0].length + amount.length,
        note: m[0].endsWith('-') ? 'upper_end' : undefined,
      };
  }
  m = SLASHED.exec(rest);
  if (m) return { token: token(number(m[1]), perOf(m[2])), length: m[0].length };
  const amount = scanDuration(rest, setting.habits);
  m = amount && /^ ?(?:\/|每|per ?|a ?)(周|week|月|month|学期|term)/i.exec(rest.slice(amount.length));
  if (amount && m) return { token: token(1, perOf(m[1]), amount.minutes), length: amount.length + m[0].length };
  m = /^(once|twice|(\d+) times) (?:a|per) (week|month|term)/i.exec(rest);
  if (!m) return null;
  return {
    token: token(m[2] ? Number(m[2]) : m[1].toLowerCase() === 'once' ? 1 : 2, perOf(m[3])),
    length: m[0].length,
  };
}
