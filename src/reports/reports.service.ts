import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { noteLook } from '../audit/looks';
import { addDays, toLocal } from '../districts/local-time';
import { DistrictsService } from '../districts/districts.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { invalidField } from '../platform/errors/app-error';
import { countedMinutes, countsFrom, starsFor } from './hours';
import type {
  FillDto,
  MonthHoursDto,
  PeriodQuery,
  RecordPendingDto,
  RecordQuery,
  RecordServiceDto,
  SchoolCoverageDto,
  TeamLineDto,
  TimeToMatchDto,
  VolunteerRecordDto,
} from './reports.dto';
import { fill, months, recordOf, schools, team, waits } from './reports.queries';

/** Upper ends of the steps in which times to match are counted, in days. */
const WAIT_STEPS = [3, 7, 14, 30] as const;
const LONGEST_DAYS = 366 * 6;

/** Numbers for the dashboard, and the record of a volunteer. It reads, and notes who opens a volunteer’s record. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async fill(ctx: Ctx, period: PeriodQuery): Promise<FillDto[]> {
    return fill(this.db.reader, await this.mayRead(ctx, period), period);
  }

  async timeToMatch(ctx: Ctx, period: PeriodQuery): Promise<TimeToMatchDto> {
    const { pairs, medianDays, ninthDays, counts } = await waits(
      this.db.reader,
      await this.mayRead(ctx, period),
      period,
      WAIT_STEPS,
    );
    const steps = [...WAIT_STEPS, null].map((upToDays, i) => ({ upToDays, pairs: counts[i] ?? 0 }));
    return { pairs, medianDays, ninthDays, steps };
  }

  async hours(ctx: Ctx, period: PeriodQuery): Promise<MonthHoursDto[]> {
    const districtId = await this.mayRead(ctx, period);
    const { hours } = (await this.districts.district(this.db.reader, districtId)).settings;
    const byMonth = new Map<string, MonthHoursDto>();
    for (const { month, minutes, sessions } of await months(this.db.reader, districtId, period)) {
      const line = byMonth.get(month) ?? { month, sessions: 0, minutes: 0, countedMinutes: 0 };
      line.sessions += sessions;
      line.minutes += sessions * minutes;
      line.countedMinutes += sessions * countedMinutes(minutes, hours);
      byMonth.set(month, line);
    }
    return [...byMonth.values()];
  }

  async schools(ctx: Ctx, period: PeriodQuery): Promise<SchoolCoverageDto[]> {
    return schools(this.db.reader, await this.mayRead(ctx, period), period);
  }

  async team(ctx: Ctx): Promise<TeamLineDto[]> {
    const { districtId } = ctx.actor;
    await requireAccess(this.db.reader, ctx.actor, 'report.read', [districtId]);
    return team(this.db.reader, districtId, await this.districts.today(this.db.reader, districtId));
  }

  /** What a volunteer has done, in real hours; what was recorded in the last working days is shown, not counted. */
  async record(ctx: Ctx, volunteerId: string, { from, to }: RecordQuery): Promise<VolunteerRecordDto> {
    const tx = this.db.reader;
    await requireAccess(tx, ctx.actor, 'record.read', [volunteerId]);
    await noteLook(tx, ctx, this.clock.now(), 'volunteer', volunteerId);
    if (from && to && to < from) throw invalidField('/to', 'before_start');
    const { timezone, settings } = await this.districts.district(tx, ctx.actor.districtId);
    const rule = settings.hours;
    const asOf = toLocal(this.clock.now(), timezone).day;
    // Nothing recorded earlier can still be waiting: the longest holiday is shorter.
    const calendar = await this.districts.calendar(tx, ctx.actor.districtId, addDays(asOf, -60), addDays(asOf, 60));
    const { sessions, evaluations, ...head } = await recordOf(tx, volunteerId);
    const services = new Map<string, RecordServiceDto>();
    const pending: RecordPendingDto[] = [];
    let ever = 0;
    for (const session of sessions) {
      const { id, engagementId, code, title, schoolName, programmeName, day, minutes, recordedOn } = session;
      const counts = countsFrom(recordedOn, calendar, rule);
      const within = (!from || day >= from) && (!to || day <= to);
      if (counts > asOf) {
        if (within) pending.push({ sessionId: id, title, day, minutes, countsFrom: counts });
        continue;
      }
      const counted = countedMinutes(minutes, rule);
      ever += counted;
      if (!within) continue;
      const line = services.get(engagementId) ?? {
        ...{ engagementId, code, title, schoolName, programmeName, firstOn: day, lastOn: day },
        ...{ sessions: 0, minutes: 0, countedMinutes: 0 },
      };
      line.lastOn = day;
      line.sessions++;
      line.minutes += minutes;
      line.countedMinutes += counted;
      services.set(engagementId, line);
    }
    const lines = [...services.values()];
    const sum = (of: (line: RecordServiceDto) => number): number => lines.reduce((total, line) => total + of(line), 0);
    const { stars, nextAtHours } = starsFor(ever, rule);
    return {
      volunteerId,
      ...head,
      asOf,
      sessions: sum((line) => line.sessions),
      minutes: sum((line) => line.minutes),
      countedMinutes: sum((line) => line.countedMinutes),
      services: lines,
      pending,
      stars,
      nextStarHours: nextAtHours,
      evaluations,
      rule: { rounding: rule.rounding, shownWorkdays: rule.shownWorkdays },
    };
  }

  /** The district, once the actor may read its numbers and the span makes sense. */
  private async mayRead(ctx: Ctx, { from, to }: PeriodQuery): Promise<string> {
    const { districtId } = ctx.actor;
    await requireAccess(this.db.reader, ctx.actor, 'report.read', [districtId]);
    if (to < from) throw invalidField('/to', 'before_start');
    if (to > addDays(from, LONGEST_DAYS)) throw invalidField('/to', 'period_too_long', { most: LONGEST_DAYS });
    return districtId;
  }
}
