/** Words of a cell about times that are neither days nor clocks: 或, vacations, weeks of the term, 共8次, 任选一天, 单周, 每两周. */
import { LONGEST_TERM_WEEKS, TO_THE_END } from './teaching-weeks';
import { NUMBER, number } from './text';
import type { Found } from './token-types';
import { parityOf } from './weekday-words';

export function scanWords(rest: string): Found {
  let m = /^ ?(或者?是?|或|\bor\b|\/或) ?/i.exec(rest);
  if (m) return { token: { type: 'or' }, length: m[0].length };
  m = /^ ?([、,;/\n+&]|以及|及|和|与|and\b) ?/i.exec(rest);
  if (m)
    return {
      token: { type: 'separator', strong: /[;\n]/.test(m[0]), joins: !/[,;/\n]/.test(m[0]) },
      length: m[0].length,
    };
  m =
    /^(?:除)?(?:国家)?(?:法定)?(?:节假日|节日|假日|寒暑假|寒假|暑假|假期)(?:和寒暑假|、寒暑假)?(?:以外|之外|除外|外|不安排|休息|顺延)/.exec(
      rest,
    );
  if (m) return { token: { type: 'kind', kind: 'school', all: true }, length: m[0].length };
  m =
    /^(?!(?:暑假|暑期|寒假)(?:期间)?的?(?:第|前|最后).{1,2}周)(暑假|暑期|寒假|寒暑假|节假日|法定节假日|假期|summer holidays?|winter holidays?|holidays)(期间|里|中|内)?/i.exec(
      rest,
    );
  if (m)
    return {
      token: {
        type: 'kind',
        kind: /^(暑|summer)/i.test(m[1]) ? 'summer' : /^(寒假|winter)/i.test(m[1]) ? 'winter' : 'holidays',
        all: false,
      },
      length: m[0].length,
    };
  // 寒暑假每天上午，平时周二下午
  m = /^(?:平时|平日)的?(?=每?个?(?:周|星期|礼拜)|每[天月\d]|[单双]周)/.exec(rest);
  if (m) return { token: { type: 'kind', kind: null, all: false }, length: m[0].length };
  m = /^(学期内|学期中|上课期间|开学期间|在校期间|教学周(内)?|学期期间|in term)/i.exec(rest);
  if (m) return { token: { type: 'kind', kind: 'school', all: true }, length: m[0].length };
  m = new RegExp(`^第?(${NUMBER})(?:周)?(?:-|至|到)第?(${NUMBER})(?:教学)?周`).exec(rest);
  if (m) {
    const weeks: [number, number] = [number(m[1]), number(m[2])];
    if (weeks[0] < 1 || weeks[1] < weeks[0]) return { code: 'ends_before_start' };
    return weeks[1] <= LONGEST_TERM_WEEKS
      ? { token: { type: 'weeks', weeks: [weeks] }, length: m[0].length }
      : { code: 'week_beyond_term' };
  }
  // 第2周至期末
  m = new RegExp(`^第(${NUMBER})周?(?:-|至|到)(?:本?学期末|学期结束|期末)`).exec(rest);
  if (m && number(m[1]) >= 1 && number(m[1]) <= LONGEST_TERM_WEEKS)
    return {
      token: { type: 'weeks', weeks: [[number(m[1]), TO_THE_END]] },
      length: m[0].length,
      note: 'teaching_weeks',
    };
  // 第2周、第4周 · 第2、4、6周; 第2、4周三 could also mean the second and fourth Wednesday.
  m = new RegExp(
    `^(?:开学(?:以后|之后|后)?的?|每学期(?:的)?)?(?:第|(?=\\d{1,2}(?:、\\d{1,2})+周(?:周|星期|礼拜)))(${NUMBER}(?:个?(?:教学)?周)?(?:[、,和及/]第?${NUMBER}(?:个?(?:教学)?周)?)+)(?<=周)(?![一二三四五六日天](?!年)|[、,至到-]?第?${NUMBER}周)`,
  ).exec(rest);
  if (m) {
    const weeks = m[1].split(/[、,和及/]/).map((part) => number(part.replace(/第|个|教学|周/g, '')));
    if (weeks.some((week) => week > LONGEST_TERM_WEEKS)) return { code: 'week_beyond_term' };
    return weeks.every((week, i) => week >= 1 && (i === 0 || week > weeks[i - 1]))
      ? {
          token: { type: 'weeks', weeks: weeks.map((week) => [week, week]) },
          length: m[0].length,
          note: 'teaching_weeks',
        }
      : { code: 'out_of_range' };
  }
  m = new RegExp(
    `^(?:开学(?:以后|之后|后)?的?|每学期(?:的)?)?(?:第(${NUMBER})(?:个)?(?:教学)?周|前(${NUMBER})周)(起|开始|以后|之后|后)?(?![一二三四五六日天]?[、,至到-]?第?${NUMBER}周)`,
  ).exec(rest);
  if (m) {
    const first = m[2] ? 1 : number(m[1]);
    const last = m[3] ? TO_THE_END : number(m[2] ?? m[1]);
    if (number(m[2] ?? m[1]) > LONGEST_TERM_WEEKS) return { code: 'week_beyond_term' };
    return first >= 1
      ? { token: { type: 'weeks', weeks: [[first, last]] }, length: m[0].length, note: 'teaching_weeks' }
      : { code: 'out_of_range' };
  }
  m = new RegExp(
    `^(?:(?:一共|总共|总计|合计|共计|共|全部|分)(?:开展|安排|上|进行|举行)?|(?=${NUMBER}[次场](?:课|活动|讲座)?:))(${NUMBER})(?:次|场|讲|期)(?:课|活动|讲座)?`,
  ).exec(rest);
  if (m) {
    const times = number(m[1]);
    return times >= 1 && times <= 366
      ? { token: { type: 'total', times }, length: m[0].length }
      : { code: 'out_of_range' };
  }
  m =
    /^(?:[之当]?中|里|内)?(?:的)?(?:任选其一|任意?选?(?:其中)?(?:的)?([一两二三1-3])(?:天|次|个时间段?|个时段)|可?选其一|可?选([一两二三1-3])天|其中(?:的)?([一两二三1-3])天|其一)(?:即可|均可|都可以?|就行)?/.exec(
      rest,
    );
  if (m) {
    const said = m[1] ?? m[2] ?? m[3] ?? '一';
    return { token: { type: 'choose', days: said === '两' ? 2 : number(said) }, length: m[0].length };
  }
  m = /^(?:均可以?|皆可|都可以?|都行)/.exec(rest);
  if (m) return { token: { type: 'either' }, length: m[0].length };
  m = /^(单周?[、,/和及]?双周)(均可?|都可?)?/.exec(rest);
  if (m) return { token: { type: 'interval', interval: 1 }, length: m[0].length };
  return null;
}

export function scanRelative(rest: string): Found {
  const behind = /^ ?\((?:每|逢)?(单|双|单数|双数)周\)/.exec(rest);
  if (behind) return { token: { type: 'parity', parity: parityOf(behind[1]), behind: true }, length: behind[0].length };
  let m = /^(?:每个?)?(单|双|奇数|偶数|单数|双数)周(?:的)?/.exec(rest);
  if (m) return { token: { type: 'parity', parity: parityOf(m[1]), behind: false }, length: m[0].length };
  m = new RegExp(`^(?:每隔一?|隔一?|每)(?:(${NUMBER})个?)?(?:周|星期|礼拜)的?`).exec(rest);
  if (m) {
    const said = m[1] ? number(m[1]) : null;
    const every = /^每(?!隔)/.test(m[0]) ? (said ?? 1) : said === null ? 2 : said + 1;
    return every >= 1 && every <= 8
      ? { token: { type: 'interval', interval: every }, length: m[0].length }
      : { code: 'not_understood' };
  }
  m = /^(biweekly|fortnightly|every other week|every two weeks)/i.exec(rest);
  return m && { token: { type: 'interval', interval: 2 }, length: m[0].length };
}
