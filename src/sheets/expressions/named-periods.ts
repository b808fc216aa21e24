/** Periods that have a name: terms, school years and teaching weeks of the district, vacations between its terms, years and their halves. */
import { dayNumber, daysInMonth, dayText } from './days';
import { termOf } from './relative';
import { firstMonday } from './teaching-weeks';
import { NUMBER, number } from './text';
import { type DateRange, type Refusal, type Setting, type Term, refused } from './types';

/** A period at the start of a text. */
export interface ScannedRange {
  range: DateRange;
  rest: string;
  /** One day. */
  single: boolean;
  note?: string;
}

export type Scanned = ScannedRange | { refusal: Refusal } | null;

/** A term, a school year, teaching weeks or a vacation; the refusal says which of them the district's calendar does not have. */
export const scanNamedPeriod = (text: string, setting: Setting): Scanned =>
  schoolYear(text, setting) ??
  teachingWeeks(text, termOf(setting)) ??
  vacationWeeks(text, setting) ??
  namedTerm(text, setting);

/** 2026—2027学年, 本学年: from its first term to its second, where the district has both. */
function schoolYear(text: string, setting: Setting): Scanned {
  const m = /^(?:(\d{4})(?:-(\d{4}))?学年(?:度)?|(?:本|全|整个?)学年)(?:内|期间)?(?!.?(?:第|上|下)) ?/.exec(text);
  if (!m) return null;
  const { terms } = setting.calendar;
  const autumn = ({ from }: { from: string }): boolean => Number(from.slice(5, 7)) >= 7;
  const current = termOf(setting);
  const year = m[1] ? Number(m[1]) : current && Number(current.from.slice(0, 4)) - (autumn(current) ? 0 : 1);
  const first = terms.find((term) => autumn(term) && term.from.startsWith(`${year}-`));
  const second = terms.find((term) => !autumn(term) && term.from.startsWith(`${(year ?? 0) + 1}-`));
  if (!first || !second || (m[2] && Number(m[2]) !== year! + 1))
    return refused('unknown_term', 'expected_range', { value: m[0].trim() });
  return {
    range: { from: first.from, to: second.to },
    rest: text.slice(m[0].length),
    single: false,
    note: 'term_meant',
  };
}

/** 第5—15周, 第3周 of a term, as a period. */
function teachingWeeks(text: string, term: Term | null): ScannedRange | null {
  const m =
    new RegExp(`^(?:开学(?:以后|之后|后)?)?第?(${NUMBER})周?(?:-|至|到)第?(${NUMBER})(?:教学)?周$`).exec(text) ??
    new RegExp(`^(?:开学(?:以后|之后|后)?)?第(${NUMBER})(?:教学)?周$`).exec(text);
  if (!m || !term) return null;
  const monday = firstMonday(dayNumber(term.from));
  const [first, last] = [number(m[1]), number(m[2] ?? m[1])];
  const from = dayText(Math.max(monday + 7 * (first - 1), dayNumber(term.from)));
  const to = dayText(Math.min(monday + 7 * last - 1, dayNumber(term.to)));
  if (first < 1 || last < first || from > to) return null;
  return { range: { from, to }, rest: '', single: false, note: 'teaching_weeks' };
}

function namedTerm(text: string, setting: Setting): Scanned {
  const vacation = vacationAt(text, setting);
  if (vacation) return vacation;
  const m =
    /^(\d{4}-\d{4}学年(?:度)?(?:第[一二12]|上|下)学期|\d{4}年?(?:春季?|秋季?)(?:学期)?|(?:本|这|全|整)(?:个)?学期(?:内|期间)?|(?:春季?|秋季?)学期|第[一二12]学期|上学期|下学期|term|this term)(?![a-z]) ?/i.exec(
      text,
    );
  if (!m) return null;
  const said = m[1];
  const { terms } = setting.calendar;
  const current = terms.find((term) => term.to >= setting.today);
  let found = /^(本|这|全|整|term|this)/i.test(said) ? current : undefined;
  if (!found && !/^(本|这|全|整|term|this)/i.test(said)) {
    const autumn = /秋|第[一1]|上学期/.test(said);
    const year = /^(\d{4})/.exec(said)?.[1];
    const start = year && /学年/.test(said) && !autumn ? String(Number(year) + 1) : year;
    found = terms.find(
      (term) =>
        Number(term.from.slice(5, 7)) >= 7 === autumn &&
        (start ? term.from.startsWith(start) : term.to >= setting.today),
    );
  }
  if (!found) return refused('unknown_term', 'expected_range', { value: said });
  const rest = text.slice(m[0].length);
  // 下学期第3-10周
  const weeks = teachingWeeks(rest.replace(/^(?:的|,|、| )/, ''), found);
  if (weeks) return weeks;
  return { range: { from: found.from, to: found.to }, rest, single: false };
}

/** 寒假第一周, 暑假前两周, 寒假最后一周: seven days each, from the first day of the vacation or to its last. */
function vacationWeeks(text: string, setting: Setting): Scanned {
  const m = new RegExp(
    `^((?:\\d{4}年?)?(?:暑假|暑期|寒假))(?:期间)?的?(?:第(${NUMBER})周(?![-至到、和]|起|开始|后)|前(${NUMBER})周|最后(${NUMBER})?周)`,
  ).exec(text);
  const vacation = m && vacationAt(m[1], setting);
  if (!m || !vacation || 'refusal' in vacation) return vacation;
  const { from, to } = vacation.range as { from: string; to: string };
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const begin = m[2] ? first + 7 * (number(m[2]) - 1) : m[3] ? first : last - 7 * number(m[4] ?? '一') + 1;
  const end = m[2] ? begin + 6 : m[3] ? first + 7 * number(m[3]) - 1 : last;
  if (!(begin >= first && begin <= end && end <= last))
    return refused('out_of_range', 'expected_range', { value: m[0] });
  return {
    range: { from: dayText(begin), to: dayText(end) },
    rest: text.slice(m[0].length),
    single: false,
    note: 'vacation_weeks',
  };
}

/** 暑假 and 寒假 lie between two terms the district knows. */
function vacationAt(text: string, setting: Setting): Scanned {
  const m = /^(?:(\d{4})年?)?(暑假|暑期|寒假)(?:期间)?$/.exec(text);
  if (!m) return null;
  const terms = [...setting.calendar.terms].sort((a, b) => (a.from < b.from ? -1 : 1));
  for (let i = 1; i < terms.length; i++) {
    const from = dayText(dayNumber(terms[i - 1].to) + 1);
    const to = dayText(dayNumber(terms[i].from) - 1);
    const summer = Number(to.slice(5, 7)) >= 7 && Number(from.slice(5, 7)) >= 5;
    if (summer === m[2].startsWith('暑') && (m[1] ? to.startsWith(m[1]) : to >= setting.today))
      return { range: { from, to }, rest: '', single: false };
  }
  return refused('unknown_term', 'expected_range', { value: m[0] });
}

/** 2026年下半年, 上半年, 第四季度: the months of the year that is named or runs; 2026年, all of it; 年底前, by its end. */
export function scanYearPart(text: string, { today }: Setting): ScannedRange | null {
  const m = /^(?:(\d{4})年|今年|本年)?(上|下)半年$/.exec(text);
  const quarter = /^(?:(\d{4})年|今年|本年)?第?([一二三四1-4])季度$/.exec(text);
  if (quarter) {
    const [ofYear, last] = [quarter[1] ?? today.slice(0, 4), 3 * number(quarter[2])];
    const month = (one: number): string => `${ofYear}-${String(one).padStart(2, '0')}`;
    const range = { from: `${month(last - 2)}-01`, to: `${month(last)}-${daysInMonth(Number(ofYear), last)}` };
    return range.to >= today ? { range, rest: '', single: false } : null;
  }
  const whole = /^(\d{4})年(?:全年|度)?$/.exec(text);
  if (whole) return { range: { from: `${whole[1]}-01-01`, to: `${whole[1]}-12-31` }, rest: '', single: false };
  const end = /^(?:(\d{4})年|今年|本年|年)?[底末](?:之前|以前|前)$/.exec(text);
  if (end && /年/.test(text))
    return {
      range: { from: null, to: `${end[1] ?? today.slice(0, 4)}-12-31` },
      rest: '',
      single: false,
      note: 'edge_of_month',
    };
  const year = m?.[1] ?? today.slice(0, 4);
  const range =
    m?.[2] === '上' ? { from: `${year}-01-01`, to: `${year}-06-30` } : { from: `${year}-07-01`, to: `${year}-12-31` };
  return m && range.to >= today ? { range, rest: '', single: false } : null;
}
