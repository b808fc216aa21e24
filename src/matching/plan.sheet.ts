/** A plan as a workbook: pairs with reasons, unfilled needs with the rules that excluded people, load, proof, unreadable cells. */
import { formatPriority } from '../sheets/expressions/words';
import { dayNumber, dayText, weekdayOf } from '../sheets/expressions/days';
import { formatClock } from '../sheets/expressions/times-format';
import { faultSentences, type Language } from '../sheets/sentences';
import type { OutCell, OutSheet } from '../sheets/write';
import type { Horizon, Interval, NeedLine } from './engine/menus';
import type { Plan } from './engine/plan';
import { matchSentence, provenWord, reasonSentence, type ReasonContext } from './sentences';
import type { WorkbookMenus } from './workbooks';

export interface PlanBook {
  read: WorkbookMenus;
  plan: Plan;
  verified: boolean;
  language: Language;
}

export function planSheets(book: PlanBook): OutSheet[] {
  return [pairSheet(book), unfilledSheet(book), loadSheet(book), resultSheet(book), unreadableSheet(book)];
}

function sheet(language: Language, name: string, columns: [string, number][], rows: OutCell[][]): OutSheet {
  const say = (key: string): string => matchSentence(language, `match.${key}`);
  return { name: say(`sheet.${name}`), columns: columns.map(([key, width]) => ({ header: say(key), width })), rows };
}

function contextOf({ read, language }: PlanBook): ReasonContext {
  return { language, horizon: read.menus.horizon, names: read.names };
}

function pairSheet(book: PlanBook): OutSheet {
  const { read, plan, language } = book;
  const context = contextOf(book);
  const lines = new Map(read.menus.needs.map((line) => [line.id, line]));
  const order = new Map([...read.needs.keys()].map((id, index) => [id, index]));
  const pairs = [...plan.pairs].sort((a, b) => order.get(a.need)! - order.get(b.need)! || b.score - a.score);
  const rows = pairs.map((pair): OutCell[] => {
    const need = read.needs.get(pair.need)!.draft;
    const line = lines.get(pair.need)!;
    const { draft } = read.offers.get(pair.offer)!;
    const others = pair.alternatives.map(({ volunteer, score, priceAtLeast }) =>
      matchSentence(language, 'match.other', {
        volunteer: read.volunteers.get(volunteer)?.name ?? volunteer,
        score,
        price: Math.max(0, priceAtLeast),
      }),
    );
    return [
      pair.need,
      need.school,
      need.title,
      priorityWord(language, line.priority),
      timesOf(line, pair.alternative, read.menus.horizon, language),
      draft.volunteer.name,
      draft.volunteer.phone,
      draft.offer.title,
      pair.score,
      pair.reasons.map((reason) => reasonSentence(reason, context)).join('；'),
      others.join('；'),
    ];
  });
  return sheet(
    language,
    'pairs',
    [
      ['need', 14],
      ['school', 18],
      ['title', 28],
      ['priority', 8],
      ['times', 36],
      ['volunteer', 12],
      ['phone', 14],
      ['offer', 28],
      ['score', 10],
      ['reasons', 60],
      ['others', 40],
    ],
    rows,
  );
}

function priorityWord(language: Language, priority: 1 | 2 | 3 | 4): string | number {
  return language === 'zh' ? formatPriority(priority) : priority;
}

const WEEKDAYS = {
  zh: ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

/** 周二16:30-17:30，共18次，2026-09-01至2027-01-12 */
export function timesOf(line: NeedLine, alternative: number | null, horizon: Horizon, language: Language): string {
  if (alternative === null) return matchSentence(language, 'match.toBeAgreed', { minutes: line.weeklyMinutes });
  const { occurrences } = line.alternatives[alternative];
  const start = dayNumber(horizon.start);
  const patterns = new Map<string, number[]>();
  const dayOf = ({ from }: Interval): number => start + Math.floor(from / 1440);
  for (const one of occurrences) {
    const base = Math.floor(one.from / 1440) * 1440;
    const clock = `${formatClock(one.from - base)}-${formatClock(one.to - base)}`;
    patterns.set(clock, [...(patterns.get(clock) ?? []), weekdayOf(dayOf(one))]);
  }
  const pattern = [...patterns]
    .map(
      ([clock, days]) =>
        [...new Set(days)]
          .sort()
          .map((day) => WEEKDAYS[language][day])
          .join('、') + clock,
    )
    .join('；');
  return matchSentence(language, 'match.occurrences', {
    pattern,
    count: occurrences.length,
    from: dayText(dayOf(occurrences[0])),
    to: dayText(dayOf(occurrences[occurrences.length - 1])),
  });
}

function unfilledSheet(book: PlanBook): OutSheet {
  const { read, plan, language } = book;
  const context = contextOf(book);
  const lines = new Map(read.menus.needs.map((line) => [line.id, line]));
  const order = new Map([...read.needs.keys()].map((id, index) => [id, index]));
  const unfilled = [...plan.unfilled].sort((a, b) => order.get(a.need)! - order.get(b.need)!);
  const rows = unfilled.map(({ need, open, eligible, eliminated, cause }): OutCell[] => {
    const { draft } = read.needs.get(need)!;
    const excluded = Object.entries(eliminated)
      .sort(([, a], [, b]) => b - a)
      .filter(([, count]) => count > 0);
    return [
      need,
      draft.school,
      draft.title,
      priorityWord(language, lines.get(need)!.priority),
      open,
      eligible,
      cause ? reasonSentence(cause, context) : '',
      excluded
        .map(([rule, count]) =>
          matchSentence(language, 'match.excludedBy', { count, rule: matchSentence(language, `rule.${rule}`) }),
        )
        .join('；'),
    ];
  });
  return sheet(
    language,
    'unfilled',
    [
      ['need', 14],
      ['school', 18],
      ['title', 28],
      ['priority', 8],
      ['open', 10],
      ['eligible', 12],
      ['cause', 44],
      ['excluded', 60],
    ],
    rows,
  );
}

function loadSheet({ read, plan, language }: PlanBook): OutSheet {
  const lines = new Map(read.menus.needs.map((line) => [line.id, line]));
  const weeks = read.menus.horizon.days / 7;
  const load = new Map<string, { engagements: number; sessions: number; minutes: number; schools: Set<string> }>();
  for (const { volunteer, need, alternative } of plan.pairs) {
    const one = load.get(volunteer) ?? { engagements: 0, sessions: 0, minutes: 0, schools: new Set<string>() };
    const line = lines.get(need)!;
    one.engagements++;
    one.schools.add(read.needs.get(need)!.draft.school);
    if (alternative === null)
      one.minutes += Math.round(line.weeklyMinutes * Math.min(weeks, (line.period.to - line.period.from + 1) / 7));
    else
      for (const { from, to } of line.alternatives[alternative].occurrences) {
        one.sessions++;
        one.minutes += to - from;
      }
    load.set(volunteer, one);
  }
  const rows = [...read.volunteers].map(([id, { name, maxConcurrent, monthlyMinutes }]): OutCell[] => {
    const { engagements, sessions, minutes, schools } = load.get(id) ?? {
      engagements: 0,
      sessions: 0,
      minutes: 0,
      schools: new Set<string>(),
    };
    return [name, engagements, maxConcurrent, sessions, minutes, monthlyMinutes, [...schools].join('、')];
  });
  rows.sort((a, b) => Number(b[1]) - Number(a[1]));
  return sheet(
    language,
    'load',
    [
      ['volunteer', 14],
      ['engagements', 10],
      ['limit', 10],
      ['sessions', 10],
      ['minutes', 16],
      ['monthly', 16],
      ['schools', 40],
    ],
    rows,
  );
}

function resultSheet({ read, plan, verified, language }: PlanBook): OutSheet {
  const say = (key: string, params: Record<string, string | number> = {}): string =>
    matchSentence(language, `match.${key}`, params);
  const { horizon } = read.menus;
  const last = dayText(dayNumber(horizon.start) + horizon.days - 1);
  const rows: OutCell[][] = [
    [say('horizon'), `${horizon.start} – ${last}`],
    [say('needs'), plan.counts.needs],
    [say('seats'), plan.counts.seats],
    [say('volunteers'), plan.counts.volunteers],
    [say('offers'), read.offers.size],
    [say('eligiblePairs'), plan.counts.pairs],
    [say('proposals'), plan.pairs.length],
    ...plan.levels.map(({ priority, seats, filled, filledAtMost }): OutCell[] => [
      say('level', { priority, seats, filled, atMost: filledAtMost }),
      filled,
    ]),
    [say('objective'), plan.objective],
    [say('bound'), plan.bound],
    [say('gap'), Number(plan.gapPercent.toFixed(4))],
    [say('proven'), provenWord(language, plan)],
    [say('verified'), say(verified ? 'passed' : 'failed')],
    [say('seed'), plan.seed],
    [say('engine'), plan.engineVersion],
    ...read.warnings.map(({ key, params }): OutCell[] => [matchSentence(language, key, params), null]),
  ];
  return sheet(
    language,
    'result',
    [
      ['item', 60],
      ['value', 30],
    ],
    rows,
  );
}

function unreadableSheet({ read, language }: PlanBook): OutSheet {
  const rows = read.unreadable.map((fault): OutCell[] => {
    const { problem, right } = faultSentences(language, fault);
    return [
      matchSentence(language, `match.${fault.file === 'needs' ? 'needs' : 'offers'}`),
      fault.cell,
      fault.column,
      fault.value,
      problem,
      right,
      matchSentence(language, fault.rowLeftOut ? 'match.left_out' : 'match.taken_without'),
    ];
  });
  return sheet(
    language,
    'unreadable',
    [
      ['file', 10],
      ['cell', 14],
      ['column', 16],
      ['typed', 24],
      ['problem', 44],
      ['right', 50],
      ['effect', 16],
    ],
    rows,
  );
}
