/** How often: 每周两次, 每两周一次, 每学期4次, 2小时/周, twice a week. */
import { scanDuration } from './durations';
import { NUMBER, number } from './text';
import type { Found } from './token-types';
import type { Setting } from './types';

export function scanFrequency(rest: string, setting: Setting): Found {
  let m = new RegExp(`^(?:每个?)?(双|隔|每两|每2|每隔一)(?:个)?(?:周|星期)(?:各)?(${NUMBER})次`).exec(rest);
  if (m)
    return { token: { type: 'frequency', times: number(m[2]), minutes: null, per: 'fortnight' }, length: m[0].length };
  m = new RegExp(
    `^(?:每个?)(周|星期|礼拜|月|学期|学年|年)(?:各|安排|开展|约|活动|不少于|至少)?(${NUMBER})(?:-(${NUMBER}))?(?:次|回|场(?:次)?)(?:课|活动)?`,
  ).exec(rest);
  if (m) {
    const per = /周|星期|礼拜/.test(m[1]) ? 'week' : m[1] === '月' ? 'month' : m[1] === '学期' ? 'term' : 'year';
    return {
      token: { type: 'frequency', times: number(m[3] ?? m[2]), minutes: null, per },
      length: m[0].length,
      note: m[3] ? 'upper_end' : undefined,
    };
  }
  m = /^(?:每个?)(周|星期|礼拜|月|学期)(?:各|安排|约|需|需要|共)? ?/.exec(rest);
  if (m && !/^[一二三四五六日天](?![个课节小分十])/.test(rest.slice(m[0].length))) {
    const amount = scanDuration(rest.slice(m[0].length), setting.habits);
    if (amount) {
      const per = m[1] === '月' ? 'month' : m[1] === '学期' ? 'term' : 'week';
      return {
        token: { type: 'frequency', times: 1, minutes: amount.minutes, per },
        length: m[0].length + amount.length,
      };
    }
  }
  m = new RegExp(`^(${NUMBER})次 ?\\/ ?(周|月|学期)`).exec(rest);
  if (m)
    return {
      token: {
        type: 'frequency',
        times: number(m[1]),
        minutes: null,
        per: m[2] === '周' ? 'week' : m[2] === '月' ? 'month' : 'term',
      },
      length: m[0].length,
    };
  const amount = scanDuration(rest, setting.habits);
  if (amount) {
    m = /^ ?(?:\/|每|per ?|a ?)(周|week|月|month|学期|term)/i.exec(rest.slice(amount.length));
    if (m) {
      const per = /周|week/i.test(m[1]) ? 'week' : /月|month/i.test(m[1]) ? 'month' : 'term';
      return {
        token: { type: 'frequency', times: 1, minutes: amount.minutes, per },
        length: amount.length + m[0].length,
      };
    }
  }
  m = /^(once|twice|(\d+) times) (?:a|per) (week|month|term)/i.exec(rest);
  if (m) {
    const times = m[2] ? Number(m[2]) : m[1].toLowerCase() === 'once' ? 1 : 2;
    return {
      token: { type: 'frequency', times, minutes: null, per: m[3].toLowerCase() as 'week' | 'month' | 'term' },
      length: m[0].length,
    };
  }
  return null;
}
