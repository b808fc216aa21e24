/** Puts the tokens of a cell about times together into rules. */
import { dayNumber } from './days';
import { parseDateRange } from './date-ranges';
import type { TimeToken } from './token-types';
import { applyFrequency, chooseDays, countOut, eitherOf, type Frequency } from './times-choices';
import {
  type DateRange,
  type Setting,
  type TimeRule,
  type TimeSpec,
  type Understood,
  understood,
  type TimesOptions,
} from './types';
import { inherit, ruleOf } from './times-rules';
import { type Clause, collide, emptyClause, hasDays, isNothing, isSubset } from './times-clause';

/** What would be right, where it is more than an example of times. */
const EXPECTED: Record<string, string> = {
  count_without_start: 'expected_count_start',
  count_too_many: 'expected_count_start',
  too_many_choices: 'expected_fewer_choices',
  two_clocks: 'expected_two_clocks',
  which_week: 'expected_nth_week',
};

/** One clause that says a period and nothing else. */
const isWithin = (clauses: Clause[]): boolean =>
  clauses.length === 1 && clauses.every(({ weeks, kind, except }) => !weeks && !kind && except.length === 0);

/** A period that goes on where another ends, right behind it; or the end of one that only began. */
const isOne = (range: DateRange, next: DateRange, before: TimeToken['type'] | null): boolean =>
  range.to === null
    ? range.from !== null && next.from === null && next.to !== null && next.to >= range.from
    : before === 'range' && next.from !== null && dayNumber(next.from) === dayNumber(range.to) + 1;

/** Puts tokens together: days then clocks make a clause; a day behind a clock opens the next one; what a clause lacks it takes from its neighbours. */
export class Assembly {
  private alternatives: Clause[][] = [[emptyClause()]];
  private schoolDaysOnly = false;
  private strong = false;
  private previous: TimeToken['type'] | null = null;
  /** The same, past separators. */
  private solid: TimeToken['type'] | null = null;
  /** The last separator was an "and", as 和 and 、 are. */
  private joined = false;
  /** The last clock was that of a lesson or a break. */
  private named = false;
  /** The last clock said only when it begins. */
  private startOnly = false;
  private frequency: Frequency | null = null;
  private total: number | null = null;
  /** How many of the days are wanted: 任选两天. */
  private choose: number | null = null;
  /** Any of the days will do: 周二、周四均可. */
  private either = false;

  constructor(
    private readonly setting: Setting,
    private readonly options: TimesOptions,
    private readonly notes: string[],
    private readonly agreed: boolean,
    private readonly bad: (code: string, value?: string, expected?: string) => Understood<TimeSpec>,
  ) {}

  read(tokens: TimeToken[]): Understood<TimeSpec> {
    // An 或 with nothing on one side is half a sentence.
    const solid = tokens.filter(({ type }) => type !== 'separator');
    if (solid.some(({ type }, i) => type === 'or' && (i === 0 || i === solid.length - 1 || solid[i + 1].type === 'or')))
      return this.bad('not_understood');
    for (const token of tokens) {
      const refusal = this.take(token);
      if (refusal) return this.bad(refusal, undefined, EXPECTED[refusal]);
      this.previous = token.type;
      if (token.type !== 'separator') {
        this.solid = token.type;
        this.joined = false;
      }
    }
    for (const clauses of this.alternatives) while (clauses.length > 1 && isNothing(clauses.at(-1)!)) clauses.pop();
    const all = this.alternatives.flat();
    const nothing = all.every((clause) => !hasDays(clause) && clause.times.length === 0);
    if (nothing && this.choose !== null) return this.bad('day_missing');
    if (this.frequency && nothing && this.total !== null) this.notes.push('total_not_kept');
    // Of free time, how often says neither when nor that it may be at any time.
    const need = this.options.dayWithoutClock === 'refuse';
    const [{ range: within }] = all;
    if (this.frequency && nothing)
      return need
        ? this.agreedSpec(within ?? undefined)
        : this.bad('amount_not_times', undefined, 'expected_free_time');
    // 10月中旬, 国庆节后: of a need, some time in it.
    const vacation = need && nothing && !within ? this.vacation() : null;
    if (vacation)
      return understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null, within: vacation }, this.notes);
    if (need && nothing && within && (within.from ?? within.to) && isWithin(all) && !this.schoolDaysOnly) {
      if (!this.agreed) this.notes.push('agreed_within', 'remark_kept');
      return understood({ kind: 'agreed', alternatives: [], weeklyMinutes: null, within }, this.notes);
    }
    if (this.agreed) {
      // 周四下午，具体时间待定 narrows the day; 周四14:00，时间待定 contradicts itself.
      if (all.some((clause) => clause.times.some(({ range }) => range.part === undefined)))
        return this.bad('contradictory_time');
      this.notes.push('exact_time_agreed');
    }
    // 学期内均可: of somebody's free time, every day of it.
    const term = !need && this.schoolDaysOnly && this.either;
    if (all.length === 1 && isNothing(all[0]) && within === null && !term) return this.bad('not_understood');
    return this.fixedSpec();
  }

  private current(): Clause {
    return this.alternatives.at(-1)!.at(-1)!;
  }

  /** Opens a clause that keeps the period said before. */
  private next(): Clause {
    const { range, byDays, weeks, kind } = this.current();
    const clause = { ...emptyClause(), range, byDays, weeks, kind, fresh: this.strong };
    this.strong = false;
    this.alternatives.at(-1)!.push(clause);
    return clause;
  }

  private take(token: TimeToken): string | null {
    let clause = this.current();
    // 每月第一个周三、周五: of which Fridays, nobody has said. 每月中旬周三: of which Wednesday.
    const bare = token.type === 'weekdays' && !token.except && token.parity === null && token.interval === 1;
    if (bare && clause.times.length === 0 && (clause.monthly ?? clause.monthDays)) return 'which_week';
    const days =
      token.type === 'weekdays' || token.type === 'monthly' || token.type === 'monthdays' || token.type === 'dates';
    if (days && !('except' in token && token.except)) {
      const clash =
        (clause.dates !== null) !== (token.type === 'dates') ||
        (clause.monthly !== null) !== (token.type === 'monthly');
      const parityClash =
        token.type === 'weekdays' && clause.weekdays !== null && (token.parity ?? clause.parity) !== clause.parity;
      if (hasDays(clause) && (clause.times.length > 0 || clash || parityClash)) {
        const { parity } = clause;
        clause = this.next();
        if (
          !parityClash &&
          token.type === 'weekdays' &&
          token.parity === null &&
          parity !== null &&
          clause.interval === 1
        )
          clause.parity = null;
      }
    }
    // 寒暑假及周末 are two sets of days; 暑假每周二 is one.
    if (days && this.solid === 'kind' && this.joined && clause.kind && !hasDays(clause)) {
      clause = this.next();
      clause.kind = null;
    }
    // 暑假上午；周四下午: the Thursdays are not those of the summer.
    if (days && clause.kind && clause.times.length > 0 && !hasDays(clause) && this.strong) {
      clause = this.next();
      clause.kind = null;
    }
    if (days && clause.times.length > 0 && !hasDays(clause)) clause.clockFirst = true;
    // 上午：周二；下午：周四
    if (token.type === 'clock' && clause.clockFirst && this.previous !== 'clock') clause = this.next();
    switch (token.type) {
      case 'weekdays':
        if (token.except) clause.except.push(...token.weekdays);
        else {
          // 工作日周二 names days within days: one of the two is not meant.
          if (
            clause.weekdays &&
            (isSubset(token.weekdays, clause.weekdays) || isSubset(clause.weekdays, token.weekdays))
          )
            return 'contradictory_time';
          clause.weekdays = [...(clause.weekdays ?? []), ...token.weekdays];
        }
        clause.parity = token.parity ?? clause.parity;
        if (token.interval > 1) clause.interval = token.interval;
        clause.ownKind = token.kind ?? clause.ownKind;
        break;
      case 'parity':
        if (clause.weekdays !== null && !(token.behind && clause.parity === null && clause.interval === 1))
          clause = this.next();
        clause.parity = token.parity;
        break;
      case 'interval':
        if (clause.weekdays !== null && clause.times.length > 0) clause = this.next();
        clause.interval = token.interval;
        break;
      case 'monthly':
        clause.monthly = {
          ordinals: [...(clause.monthly?.ordinals ?? []), ...token.ordinals],
          weekdays: token.weekdays,
          ...(token.workdays && { workdays: token.workdays }),
        };
        break;
      case 'monthdays':
        clause.monthDays = token.monthDays;
        break;
      case 'dates':
        clause.dates = [...(clause.dates ?? []), ...token.dates];
        break;
      case 'range':
        // 9月、10月 are one period; 10月起 … 至12月止 too.
        if (clause.range && isOne(clause.range, token.range, this.solid)) {
          clause.range = { from: clause.range.from, to: token.range.to };
          break;
        }
        // 9月每周三下午 或 10月每周三下午: the period of the other choice is not this one's.
        if (
          this.solid !== 'or' &&
          clause.range !== null &&
          (hasDays(clause) || clause.times.length > 0 || clause.range.to !== null)
        ) {
          clause = this.next();
        }
        clause.range = token.range;
        clause.byDays = token.byDays ?? false;
        break;
      case 'weeks':
        // 第3-8周、第10-16周
        if (clause.weeks !== null && this.solid === 'weeks') {
          if (token.weeks[0][0] <= clause.weeks.at(-1)![1]) return 'out_of_range';
          clause.weeks = [...clause.weeks, ...token.weeks];
          break;
        }
        if (clause.weeks !== null && hasDays(clause) && clause.times.length > 0) clause = this.next();
        clause.weeks = token.weeks;
        break;
      case 'kind':
        if (token.all) this.schoolDaysOnly = true;
        else {
          // 周末和寒暑假 are two sets of days; 暑假每周二 is one.
          if (hasDays(clause) || (token.kind === null && clause.times.length > 0)) clause = this.next();
          clause.kind = token.kind;
        }
        break;
      case 'clock':
        // 周三14:30 15:30: the two ends of one, or two of them.
        if (this.previous === 'clock' && token.startOnly && this.startOnly) return 'two_clocks';
        this.startOnly = token.startOnly;
        // 下午(14:30-16:00): the clock says which part of the afternoon.
        if (
          this.previous === 'clock' &&
          clause.times.at(-1)?.range.part &&
          token.ranges.every(({ part }) => part === undefined)
        )
          clause.times.pop();
        // 第3节(10:30-11:10): the clock says when the lesson is; another hour contradicts it.
        if (this.named && this.previous === 'clock' && !token.named) {
          const lesson = clause.times.pop()!.range;
          if (token.ranges.some(({ from, to }) => to <= lesson.from || lesson.to <= from)) return 'contradictory_time';
        }
        // 8:00-8:20晨读: the lesson only names the clock before it.
        if (token.named && this.previous === 'clock' && clause.times.length > 0) {
          const { range } = clause.times.at(-1)!;
          if (token.ranges.some(({ from, to }) => from < range.to && range.from < to)) break;
        }
        this.named = token.named ?? false;
        for (const range of token.ranges) clause.times.push({ range, startOnly: token.startOnly });
        break;
      case 'duration':
        for (const one of this.alternatives.flat()) one.minutes ??= token.minutes;
        break;
      case 'frequency':
        if (this.frequency) return 'contradictory_time';
        this.frequency = token;
        break;
      case 'total':
        if (this.total !== null) return 'contradictory_time';
        this.total = token.times;
        break;
      case 'choose':
        if (this.choose !== null) return 'contradictory_time';
        this.choose = token.days;
        break;
      case 'either':
        this.either = true;
        break;
      case 'or':
        if (isNothing(clause) && this.alternatives.at(-1)!.length === 1) return 'not_understood';
        this.alternatives.push([
          { ...emptyClause(), range: clause.range, byDays: clause.byDays, weeks: clause.weeks, kind: clause.kind },
        ]);
        break;
      case 'separator':
        this.strong ||= token.strong;
        this.joined = token.joins ?? false;
        break;
    }
    return null;
  }

  /** 寒假期间, where nothing else is said and two terms of the district tell when it is. */
  private vacation(): DateRange | null {
    const [{ kind, weeks, except }, ...others] = this.alternatives.flat();
    if (others.length > 0 || weeks || except.length > 0 || (kind !== 'summer' && kind !== 'winter')) return null;
    const range = parseDateRange(kind === 'summer' ? '暑假' : '寒假', this.setting);
    if (!range.ok) return null;
    this.notes.push('agreed_within', 'remark_kept');
    return range.value;
  }

  private agreedSpec(within?: DateRange): Understood<TimeSpec> {
    const said = this.frequency!;
    const length = said.minutes ?? this.current().minutes ?? this.options.minutes ?? null;
    if (length === null) this.notes.push('default_length');
    if (within) this.notes.push('agreed_within', 'remark_kept');
    const total = said.times * (length ?? this.setting.habits.meetingMinutes);
    const weeks = { week: 1, fortnight: 2, month: 52 / 12, quarter: 13, term: 20, year: 40 }[said.per];
    if (['quarter', 'term', 'year'].includes(said.per)) this.notes.push('spread_over_weeks');
    return understood(
      {
        kind: 'agreed',
        alternatives: [],
        weeklyMinutes: Math.max(1, Math.round(total / weeks)),
        ...(within && { within }),
      },
      this.notes,
    );
  }

  private fixedSpec(): Understood<TimeSpec> {
    const reading = { setting: this.setting, options: this.options, notes: this.notes };
    const all = this.alternatives.flat();
    inherit(all, reading);
    const alternatives: TimeRule[][] = [];
    for (const clauses of this.alternatives) {
      const rules: TimeRule[] = [];
      for (const clause of clauses) {
        for (const weeks of clause.weeks ?? [null]) {
          const made = ruleOf(clause, weeks, { all, schoolDaysOnly: this.schoolDaysOnly }, reading);
          if (typeof made === 'string') return this.bad(made);
          rules.push(made);
        }
      }
      if (collide(rules)) return this.bad('overlapping_times');
      alternatives.push(rules);
    }
    const refusal =
      (this.either && this.options.dayWithoutClock === 'refuse' && eitherOf(alternatives, this.frequency)) ||
      applyFrequency(alternatives, this.frequency) ||
      chooseDays(alternatives, this.choose) ||
      countOut(alternatives, this.total, reading);
    return refusal
      ? this.bad(refusal, undefined, EXPECTED[refusal])
      : understood({ kind: 'fixed', alternatives, weeklyMinutes: null }, [...new Set(this.notes)]);
  }
}
