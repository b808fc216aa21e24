/** A TimeSpec as one canonical Chinese sentence that `parseTimes` reads back to the same spec. */
import { TO_THE_END } from './teaching-weeks';
import type { ClockRange, DateRange, DayPart, TimeRule, TimeSpec } from './types';

const SIGNS = ['', '一', '二', '三', '四', '五', '六', '日'];
const PARTS: Record<DayPart, string> = {
  morning: '上午',
  noon: '中午',
  afternoon: '下午',
  after_school: '放学后',
  evening: '晚上',
  whole_day: '全天',
};
const KINDS = { school: '', holidays: '节假日', summer: '暑假', winter: '寒假' };

export function formatTimes(spec: TimeSpec): string {
  return sentence(spec, formatRule);
}

/** The same for a cell that is read again: what was given as a recurrence stays that text. */
export function writeTimes(spec: TimeSpec): string {
  return sentence(spec, (rule, ...how) => rule.recurrence?.replaceAll('\n', ' ') ?? formatRule(rule, ...how));
}

function sentence(spec: TimeSpec, write: (rule: TimeRule, ranged: boolean, ordinary: boolean) => string): string {
  if (spec.kind === 'any_time') return '随时';
  if (spec.kind === 'agreed')
    return `${spec.within ? `${rangeOfDays(spec.within)} ` : ''}${spec.weeklyMinutes === null ? '待定' : `每周${spec.weeklyMinutes}分钟`}`;
  const ranged = spec.alternatives.flat().some((rule) => rule.range !== null);
  const said = spec.alternatives
    .map((rules) => rules.map((rule, i) => write(rule, ranged, isOrdinary(rule, rules[i - 1]))).join('；'))
    .join(' 或 ');
  const except = spec.alternatives.flat().find((rule) => rule.except)?.except ?? [];
  return except.length > 0 ? `${said}（${except.map(formatRange).join('、')}除外）` : said;
}

/** Behind a rule of the vacations one of any day must say so, or it would inherit them. */
const isOrdinary = (rule: TimeRule, before: TimeRule | undefined): boolean =>
  rule.days === null && /^(?:holidays|summer|winter)$/.test(before?.days ?? '');

/** 2026-09-01至2027-01-10, 2026-09-01起, 至2027-01-10, 长期. */
export function formatRange(range: DateRange): string {
  if (range.from === null) return range.to === null ? '长期' : `至${range.to}`;
  if (range.to === null) return `${range.from}起`;
  return range.from === range.to ? range.from : `${range.from}至${range.to}`;
}

export function formatClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function formatRule(rule: TimeRule, ranged: boolean, ordinary: boolean): string {
  const times = rule.times.map(formatTime).join('、');
  if (rule.kind === 'dates') return `${rule.dates.join('、')} ${times}`;
  // A rule without a period must say so, or it would inherit its neighbour's.
  const range = rule.range ? `${rangeOfDays(rule.range)} ` : ranged ? '长期 ' : '';
  const [first, last] = rule.weeks ?? [];
  const weeks = first === undefined ? '' : last === TO_THE_END ? `第${first}周起 ` : `第${first}-${last}周 `;
  const workdays =
    rule.kind === 'weekly' &&
    rule.days === 'school' &&
    rule.weekdays.join('') === '12345' &&
    rule.interval === 1 &&
    rule.parity === null;
  const kind = rule.days ? KINDS[rule.days] : ordinary ? '平时' : '';
  const except = rule.days === 'school' && !workdays ? '(节假日除外)' : '';
  return `${range}${weeks}${kind}${workdays ? '工作日' : formatDays(rule)}${times}${except}`;
}

/** A period of one day is written twice, or it would read as a date. */
function rangeOfDays(range: DateRange): string {
  return range.from !== null && range.from === range.to ? `${range.from}至${range.to}` : formatRange(range);
}

function formatDays(rule: Exclude<TimeRule, { kind: 'dates' }>): string {
  if (rule.kind === 'monthdays') return `每月${rule.monthDays.map((day) => `${day}日`).join('、')}`;
  const workdays = rule.kind === 'monthly' && rule.workdays;
  const days = workdays ? '工作日' : rule.weekdays.map((day) => `周${SIGNS[day]}`).join('、');
  if (rule.kind === 'monthly')
    return rule.ordinals.map((n) => (n === -1 ? `每月最后一个${days}` : `每月第${n}个${days}`)).join('、');
  if (rule.parity) return `${rule.parity === 'odd' ? '单' : '双'}周${days}`;
  if (rule.interval > 1) return `每${rule.interval}周${days}`;
  return rule.weekdays.length === 7 ? '每天' : `每${days}`;
}

function formatTime(time: ClockRange): string {
  return time.part ? PARTS[time.part] : `${formatClock(time.from)}-${formatClock(time.to)}`;
}
