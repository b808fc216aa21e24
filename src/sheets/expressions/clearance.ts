/** The yearly check for contact with minors, as offices note it in one cell. Missing clearance means not cleared. */
import { parseDate, scanDate, saidSpan } from './dates';
import { squeeze, tidy } from './text';
import { type Setting, type Understood, refused, understood } from './types';

export interface Clearance {
  number: string | null;
  checkedOn: string | null;
  /** Last valid day. */
  until: string | null;
}

/** What is said of a check whose last valid day nobody wrote. */
export const VALID_A_YEAR = 'valid_a_year';
const FOR_A_YEAR = [VALID_A_YEAR];

/**
 * 有效期至2027-03-04 · 2026年3月5日查询 · 2026-03-05至2027-03-04 · 未查 (null). A lone date is the last valid day when
 * `lone` says so (a column headed 有效期至), else the day of the check, valid for a year less a day.
 */
export function parseClearance(
  input: string | number,
  setting: Setting,
  lone: 'until' | 'checked',
): Understood<Clearance | null> {
  const text = tidy(String(input));
  const bad = (code: string): ReturnType<typeof refused> =>
    refused(code, 'expected_clearance', { value: text.slice(0, 60) });
  if (
    /^(无|未查询?|未办理?|否|没有|未通过|不合格|待查询?|待办理?|(正在)?(查询|办理|审核)中?(?<=中|^正在.+)|no|none|not cleared|未)$/i.test(
      squeeze(text),
    )
  )
    return understood(null);
  if (typeof input === 'number' || /^\d{5}$/.test(text)) {
    const date = parseDate(input, setting);
    if (!date.ok) return bad('not_a_date');
    return lone === 'until'
      ? understood({ number: null, checkedOn: null, until: date.value })
      : understood(checked(date.value, null), FOR_A_YEAR);
  }
  const numbered = /(?:编号|证号|文号|no\.?|number)[:： ]*([A-Za-z0-9\u4e00-\u9fff()-]{3,30})/i.exec(text);
  const rest = (numbered ? text.replace(numbered[0], ' ') : text).replace(/\(?有效期(?:一|1)年\)?/, ' ');
  const dates: { date: string; at: number; end: number }[] = [];
  let month = false;
  for (let at = 0; at < rest.length; at++) {
    if (!/[\d一二〇]/.test(rest[at])) continue;
    const said = scanDate(rest.slice(at), false);
    month ||= said !== null && said.year !== null && said.day === null;
    if (!said || said.day === null) continue;
    const span = saidSpan(said, setting);
    if (!span) return bad('no_such_date');
    dates.push({ date: span[0], at, end: at + said.length });
    at += said.length - 1;
  }
  if (dates.length === 0)
    return bad(month || /查|通过|合格|有|是|√|yes|ok|已/i.test(text) ? 'date_missing' : 'not_a_date');
  if (dates.length > 2) return bad('not_a_date');
  const between =
    rest.slice(0, dates[0].at) +
    rest.slice(dates[0].end, dates[1]?.at ?? rest.length) +
    (dates[1] ? rest.slice(dates[1].end) : '');
  if (
    !/^[ ,;()、:/\-至到]*((入职|准入|从业|无犯罪|犯罪记录|无犯罪记录|无违法犯罪记录|违法)?(查询|核查|审查|通过|合格|证明|记录|查|办理|办|开具|出具)|无犯罪|已|于|日期|有效期?|截止|截至|到期|日|前?有效|止|至|到|valid|until|checked|on|passed|[ ,;()、:\-])*$/i.test(
      between,
    )
  )
    return bad('not_understood');
  const id = numbered?.[1] ?? null;
  if (dates.length === 2) {
    if (dates[1].date < dates[0].date) return bad('ends_before_start');
    return understood({ number: id, checkedOn: dates[0].date, until: dates[1].date });
  }
  const [{ date }] = dates;
  if (/有效|至|到期|截|止|until|valid/i.test(between)) return understood({ number: id, checkedOn: null, until: date });
  if (lone === 'until' && !/查|通过|合格|开具|出具|checked|passed/i.test(between))
    return understood({ number: id, checkedOn: null, until: date });
  return understood(checked(date, id), /有效期(?:一|1)年/.test(text) ? [] : FOR_A_YEAR);
}

function checked(date: string, id: string | null): Clearance {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCFullYear(next.getUTCFullYear() + 1);
  return { number: id, checkedOn: date, until: new Date(next.getTime() - 86_400_000).toISOString().slice(0, 10) };
}
