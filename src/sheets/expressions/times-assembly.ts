/** Puts the tokens of a cell about times together into rules. */
import { parseDateRange } from './date-ranges';
import type { TimeToken } from './time-words';
import { termOf } from './relative';
import { chosen, dayOfMeeting, MOST_CHOICES, oneDayEach } from './times-choices';
import {
  type ClockRange,
  type Setting,
  type TimeRule,
  type TimeSpec,
  type Understood,
  understood,
  type TimesOptions,
} from './types';
import { type Clause, collide, emptyClause, hasDays, isNothing, within } from './times-clause';

/** Puts tokens together: days then clocks make a clause; a day behind a clock opens the next one; what a clause lacks it takes from its neighbours. */
export class Assembly {
  private alternatives: Clause[][] = [[emptyClause()]];
  private schoolDaysOnly = false;
  private strong = false;
  private previous: TimeToken['type'] | null = null;
  /** The last clock was that of a lesson or a break. */
  private named = false;
  private frequency: Extract<TimeToken, { type: 'frequency' }> | null = null;
  private total: number | null = null;
  /** How many of the days are wanted: 任选两天. */
  private choose: number | null = null;

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
      if (refusal) return this.bad(refusal);
      this.previous = token.type;
    }
    for (const clauses of this.alternatives) while (clauses.length > 1 && isNothing(clauses.at(-1)!)) clauses.pop();
    const all = this.alternatives.flat();
    const nothing = all.every((clause) => !hasDays(clause) && clause.times.length === 0);
    if (nothing && this.choose !== null) return this.bad('day_missing');
    if (this.frequency && nothing && this.total !== null) this.notes.push('total_not_kept');
    if (this.frequency && nothing)
      return all.some(({ range }) => range) ? this.bad('period_in_times') : this.agreedSpec();
    if (this.agreed) {
      // 周四下午，具体时间待定 narrows the day; 周四14:00，时间待定 contradicts itself.
      if (all.some((clause) => clause.times.some(({ range }) => range.part === undefined)))
        return this.bad('contradictory_time');
      this.notes.push('exact_time_agreed');
    }
    if (all.length === 1 && isNothing(all[0]) && all[0].range === null) return this.bad('not_understood');
    return this.fixedSpec();
  }

  private current(): Clause {
    return this.alternatives.at(-1)!.at(-1)!;
  }

  /** Opens a clause that keeps the period said before. */
  private next(): Clause {
    const { range, weeks, kind } = this.current();
    const clause = { ...emptyClause(), range, weeks, kind, fresh: this.strong };
    this.strong = false;
    this.alternatives.at(-1)!.push(clause);
    return clause;
  }

  private take(token: TimeToken): string | null {
    let clause = this.current();
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
    switch (token.type) {
      case 'weekdays':
        if (token.except) clause.except.push(...token.weekdays);
        else {
          // 工作日周二 names days within days: one of the two is not meant.
          if (clause.weekdays && (within(token.weekdays, clause.weekdays) || within(clause.weekdays, token.weekdays)))
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
        };
        break;
      case 'monthdays':
        clause.monthDays = token.monthDays;
        break;
      case 'dates':
        clause.dates = [...(clause.dates ?? []), ...token.dates];
        break;
      case 'range':
        if (clause.range !== null && (hasDays(clause) || clause.times.length > 0 || clause.range.to !== null)) {
          clause = this.next();
        }
        clause.range = token.range;
        break;
      case 'weeks':
        if (clause.weeks !== null && hasDays(clause) && clause.times.length > 0) clause = this.next();
        clause.weeks = token.weeks;
        break;
      case 'kind':
        if (token.all) this.schoolDaysOnly = true;
        else {
          // 周末和寒暑假 are two sets of days; 暑假每周二 is one.
          if (hasDays(clause)) clause = this.next();
          clause.kind = token.kind;
        }
        break;
      case 'clock':
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
      case 'or':
        if (isNothing(clause) && this.alternatives.at(-1)!.length === 1) return 'not_understood';
        this.alternatives.push([{ ...emptyClause(), range: clause.range, weeks: clause.weeks, kind: clause.kind }]);
        break;
      case 'separator':
        this.strong ||= token.strong;
        break;
    }
    return null;
  }

  private agreedSpec(): Understood<TimeSpec> {
    const said = this.frequency!;
    const length = said.minutes ?? this.current().minutes ?? this.options.minutes ?? null;
    if (length === null) this.notes.push('default_length');
    const total = said.times * (length ?? this.setting.habits.meetingMinutes);
    const weeks = { week: 1, fortnight: 2, month: 52 / 12, term: 20, year: 40 }[said.per];
    if (said.per === 'term' || said.per === 'year') this.notes.push('spread_over_weeks');
    return understood(
      { kind: 'agreed', alternatives: [], weeklyMinutes: Math.max(1, Math.round(total / weeks)) },
      this.notes,
    );
  }

  private fixedSpec(): Understood<TimeSpec> {
    this.inherit();
    const alternatives: TimeRule[][] = [];
    for (const clauses of this.alternatives) {
      const rules: TimeRule[] = [];
      for (const clause of clauses) {
        for (const weeks of clause.weeks ?? [null]) {
          const made = this.rule(clause, weeks);
          if (typeof made === 'string') return this.bad(made);
          rules.push(made);
        }
      }
      if (collide(rules)) return this.bad('overlapping_times');
      alternatives.push(rules);
    }
    const refusal = this.applyFrequency(alternatives) ?? this.chooseDays(alternatives) ?? this.count(alternatives);
    return refusal
      ? this.bad(refusal, undefined, refusal.startsWith('count_') ? 'expected_count_start' : undefined)
      : understood({ kind: 'fixed', alternatives, weeklyMinutes: null }, [...new Set(this.notes)]);
  }

  /** 周二、周四16:30 · 周二16:30或17:00 · 周二或周四下午: clocks come from the next clause that has some, days from the one before. */
  private inherit(): void {
    const flat = this.alternatives.flat();
    for (let i = flat.length - 1; i >= 0; i--) {
      const clause = flat[i];
      const behind = flat[i + 1];
      if (clause.times.length === 0 && behind && behind.times.length > 0) clause.times = behind.times;
      if (
        !hasDays(clause) &&
        clause.range &&
        behind &&
        behind.weekdays &&
        i + 1 < flat.length &&
        clause.range !== behind.range
      )
        clause.weekdays = behind.weekdays;
    }
    const range = flat.find((clause) => clause.range)?.range ?? null;
    for (let i = 0; i < flat.length; i++) {
      const clause = flat[i];
      const before = flat[i - 1];
      const carried = !clause.fresh || this.options.dayWithoutClock === 'refuse';
      if (clause.times.length === 0 && before && before.times.length > 0 && hasDays(clause) && carried)
        clause.times = before.times;
      if (!hasDays(clause) && clause.range === (before?.range ?? null) && before && clause.kind === before.kind)
        Object.assign(clause, {
          weekdays: before.weekdays,
          monthly: before.monthly,
          monthDays: before.monthDays,
          dates: before.dates,
          parity: before.parity,
          interval: before.interval,
          ownKind: clause.ownKind ?? before.ownKind,
        });
      if (!clause.range && clause.dates === null) clause.range = range;
    }
  }

  private rule(clause: Clause, weeks: [number, number] | null): TimeRule | string {
    let weekdays = clause.weekdays;
    const kind = clause.ownKind ?? clause.kind ?? (this.schoolDaysOnly ? 'school' : null);
    if (clause.dates === null && weekdays === null && !clause.monthly && !clause.monthDays) {
      // 除周末外均可: of somebody's free time, all the other days.
      const rest = clause.except.length > 0 && this.options.dayWithoutClock === 'whole_day';
      const bounded = rest || (clause.range?.from && clause.range.to);
      if (!bounded && (kind === null || kind === 'school') && !clause.weeks) return 'day_missing';
      if (clause.parity || clause.interval > 1) return 'day_missing';
      if (kind === 'school' || clause.weeks) return 'day_missing';
      weekdays = [1, 2, 3, 4, 5, 6, 7];
    }
    // Between which days the summer lies, two terms of the district say; without both it is a guess, and is shown.
    if (
      (kind === 'summer' || kind === 'winter') &&
      !parseDateRange(kind === 'summer' ? '暑假' : '寒假', this.setting).ok
    )
      this.notes.push('vacation_by_months');
    if (weekdays && clause.except.length) weekdays = weekdays.filter((day) => !clause.except.includes(day));
    if (weekdays && weekdays.length === 0) return 'contradictory_time';
    if (clause.parity && clause.interval > 1) return 'contradictory_time';
    const times = this.clocks(clause);
    if (typeof times === 'string') return times;
    const range = clause.range && (clause.range.from ?? clause.range.to) ? clause.range : null;
    const base = { times, range, weeks, days: kind };
    if (clause.dates) {
      const outside =
        clause.range &&
        clause.dates.some((date) => (clause.range!.from ?? date) > date || (clause.range!.to ?? date) < date);
      if (outside || clause.monthly || clause.monthDays) return 'contradictory_time';
      return { kind: 'dates', dates: [...new Set(clause.dates)].sort(), ...base, range: null };
    }
    if (clause.monthly)
      return { kind: 'monthly', ...clause.monthly, ordinals: [...new Set(clause.monthly.ordinals)], ...base };
    if (clause.monthDays)
      return { kind: 'monthdays', monthDays: [...new Set(clause.monthDays)].sort((a, b) => a - b), ...base };
    return {
      kind: 'weekly',
      weekdays: [...new Set(weekdays)].sort(),
      interval: clause.interval,
      parity: clause.parity,
      ...base,
    };
  }

  private clocks(clause: Clause): ClockRange[] | string {
    if (clause.times.length === 0) {
      // 周二下午(暑假): the season stands alone, and nobody said of what.
      if (
        !hasDays(clause) &&
        clause.except.length === 0 &&
        this.alternatives.flat().some(({ times }) => times.length > 0)
      )
        return 'day_missing';
      if (this.options.dayWithoutClock === 'refuse') return 'time_of_day_missing';
      this.notes.push('whole_day');
      // Who is free on Tuesdays is free after school too; 全天 would end with the school day.
      const { morning, evening } = this.setting.habits.parts;
      return [{ from: morning.from, to: evening.to }];
    }
    const ranges: ClockRange[] = [];
    for (const { range, startOnly } of clause.times) {
      if (!startOnly) {
        const said = clause.minutes ?? range.to - range.from;
        if (said > range.to - range.from) return 'contradictory_time';
        if (said < range.to - range.from) this.notes.push('length_within');
        ranges.push(range);
        continue;
      }
      const minutes = clause.minutes ?? this.options.minutes ?? null;
      if (minutes === null) this.notes.push('default_length');
      const to = range.from + (minutes ?? this.setting.habits.meetingMinutes);
      if (to > 1440) return 'no_such_time';
      ranges.push({ from: range.from, to });
    }
    const sorted = [...ranges].sort((a, b) => a.from - b.from);
    for (let i = 1; i < sorted.length; i++) if (sorted[i].from < sorted[i - 1].to) return 'overlapping_times';
    return sorted;
  }

  /** 每周一次，周二、周四下午: one of the days. 每两周一次，周五: every other Friday. Anything else must agree with the days. */
  private applyFrequency(alternatives: TimeRule[][]): string | null {
    const said = this.frequency;
    if (!said) return null;
    const weekly = alternatives.flat().filter((rule) => rule.kind === 'weekly');
    if (
      said.per === 'month' &&
      alternatives.flat().every((rule) => rule.kind === 'monthly' || rule.kind === 'monthdays')
    )
      return null;
    if (weekly.length !== alternatives.flat().length)
      return said.per === 'term' || said.per === 'year' ? null : 'contradictory_time';
    const held = (rules: TimeRule[]): number =>
      rules.reduce((n, rule) => n + (rule.kind === 'weekly' ? rule.weekdays.length * rule.times.length : 0), 0);
    if (said.per === 'fortnight' && said.times === 1 && alternatives.every((rules) => held(rules) === 1)) {
      for (const rule of weekly) if (rule.parity === null) rule.interval = 2;
      return null;
    }
    if (said.per !== 'week') return 'which_week';
    if (alternatives.every((rules) => held(rules) === said.times)) return null;
    if (said.times !== 1 || alternatives.length > 1) return 'contradictory_time';
    const split = weekly.flatMap((rule) =>
      rule.weekdays.flatMap((day) =>
        rule.times.map((time): TimeRule[] => [{ ...rule, weekdays: [day], times: [time] }]),
      ),
    );
    alternatives.splice(0, alternatives.length, ...split);
    return null;
  }

  /** 周二、三、四任选一天: each day is an alternative; 任选两天: each pair of days. */
  private chooseDays(alternatives: TimeRule[][]): string | null {
    if (this.choose === null) return null;
    const { choose } = this;
    const split = alternatives.flatMap((rules) => chosen(rules.flatMap(oneDayEach), choose));
    if (split.length < 2) return 'contradictory_time';
    if (split.length > MOST_CHOICES) return 'too_many_choices';
    alternatives.splice(0, alternatives.length, ...split);
    return null;
  }

  /** 共8次: the period ends with the eighth meeting, counted from where it begins and past holidays. */
  private count(alternatives: TimeRule[][]): string | null {
    const { total } = this;
    if (total === null) return null;
    for (const rules of alternatives) {
      if (rules.every((rule) => rule.kind === 'dates')) {
        const said = rules.reduce((sum, rule) => sum + rule.dates.length * rule.times.length, 0);
        if (said !== total) return 'contradictory_time';
        continue;
      }
      if (rules.some((rule) => rule.kind === 'dates')) return 'contradictory_time';
      const said = rules.map(({ range }) => range?.from ?? this.options.from ?? '').sort()[0];
      const begin = said === '' ? this.beginOfTerm() : said;
      if (begin === null) return 'count_without_start';
      const end = dayOfMeeting(rules, total, begin, this.setting.calendar);
      if (end === null) return 'count_too_many';
      for (const rule of rules) rule.range = { from: rule.range?.from ?? begin, to: end };
      this.notes.push('counted_to_end');
    }
    return null;
  }

  /** Where nobody said from when: the term that runs or comes, as the period of such a line is; the preview says so. */
  private beginOfTerm(): string | null {
    const term = termOf(this.setting);
    if (!term) return null;
    this.notes.push('counted_from_term');
    return term.from > this.setting.today ? term.from : this.setting.today;
  }
}
