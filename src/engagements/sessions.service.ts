import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { toLocal } from '../districts/local-time';
import { NeedsService } from '../needs/needs.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { clearedOn } from '../resources/resource';
import { insertSessions } from './acceptance.service';
import { engagementStates, SessionState, sessionStates } from './engagement';
import { EngagementRow, SessionRow } from './engagement.entity';
import type {
  EngagementDetailDto,
  HeldDto,
  MoveDto,
  NotHeldDto,
  PlanSessionsDto,
  SessionLineDto,
  SessionQuery,
} from './engagements.dto';
import { sessionById, sessionsPage } from './engagements.queries';
import { EngagementsService } from './engagements.service';
import type { Meeting } from '../proposals/fit';
import { loadTitle, lockEngagement } from './lock';
import { needFollows } from './need-follows';
import { localText } from './when';
import { clearedUntil, findTime, lockVolunteer } from '../proposals/volunteer-time';

/** The longest a single session may be. */
const DAY = 86_400_000;

/** Dated meetings of an engagement: planned, held, missed, cancelled, moved. Locks: need, engagement, session, volunteer. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly needs: NeedsService,
    private readonly engagements: EngagementsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: SessionQuery): Promise<Page<SessionLineDto>> {
    return sessionsPage(this.db.reader, ctx, query);
  }

  /**
   * Plans meetings of an engagement whose time was to be agreed, or further ones.
   * @throws `not_cleared`, `overlapping_session`, `limit_reached`, `invalid` for times outside the engagement
   */
  async plan(ctx: Ctx, engagementId: string, dto: PlanSessionsDto): Promise<EngagementDetailDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'engagement.change', [engagementId]);
      const engagement = await lockEngagement(tx, engagementId);
      if (engagement.version !== dto.version) throw new AppError('version_moved', { version: engagement.version });
      requireLive(engagement);
      const { timezone } = await this.districts.district(tx, ctx.actor.districtId);
      const now = this.clock.now();
      const meetings = dto.sessions.map(meetingOf).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
      const faults = dto.sessions.flatMap((one, i) => faultsOf(meetingOf(one), engagement, timezone, `/sessions/${i}`));
      if (meetings.some((one, i) => i > 0 && one.startsAt < meetings[i - 1].endsAt))
        faults.push({ pointer: '/sessions', code: 'overlapping' });
      if (faults.length > 0) throw new AppError('invalid', {}, faults);
      const lane = await this.timeFor(tx, engagement, meetings, timezone, null);
      await insertSessions(tx, now, { ...engagement, engagementId, lane }, meetings);
      await updateVersioned(tx, EngagementRow, engagement, { updatedAt: now });
      const { title } = await loadTitle(tx, engagementId);
      await record(tx, ctx, now, {
        action: 'session.plan',
        entity: 'engagement',
        entityId: engagementId,
        change: { sessions: meetings.length },
      });
      await notify(tx, ctx, now, {
        event: 'sessions_planned',
        params: { need: title, count: meetings.length, first: localText(meetings[0].startsAt, timezone) },
        volunteerId: engagement.volunteerId,
        schoolId: engagement.schoolId,
        link: `/engagements/${engagementId}`,
        dedupe: `${engagementId}:${engagement.version + 1}`,
      });
      return this.engagements.get(ctx, engagementId, tx);
    });
  }

  /** It took place. The first one held turns the engagement from agreed to serving. */
  held(ctx: Ctx, id: string, dto: HeldDto): Promise<SessionLineDto> {
    return this.change(ctx, id, dto.version, async (tx, session, engagement, now) => {
      sessionStates.check(session.state, 'held');
      if (session.startsAt > now) throw new AppError('session_not_started');
      const { timezone } = await this.districts.district(tx, ctx.actor.districtId);
      await requireCleared(tx, engagement, toLocal(session.startsAt, timezone).day);
      const planned = Math.round((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000);
      await this.recordState(tx, ctx, session, 'held', now, {
        minutesServed: dto.minutesServed ?? Math.min(planned, 1440),
        attendance: dto.attendance ?? null,
        note: dto.note ?? session.note,
      });
      if (engagement.state === 'agreed') {
        engagementStates.check(engagement.state, 'serving');
        await updateVersioned(tx, EngagementRow, engagement, { state: 'serving', updatedAt: now });
        await record(tx, ctx, now, {
          action: 'engagement.serve',
          entity: 'engagement',
          entityId: engagement.id,
          change: { from: 'agreed', to: 'serving' },
        });
        await needFollows(tx, ctx, this.needs, engagement.needId);
      }
    });
  }

  /** The time came, and it did not take place. */
  missed(ctx: Ctx, id: string, dto: NotHeldDto): Promise<SessionLineDto> {
    return this.change(ctx, id, dto.version, async (tx, session, _engagement, now) => {
      sessionStates.check(session.state, 'missed');
      if (session.startsAt > now) throw new AppError('session_not_started');
      await this.recordState(tx, ctx, session, 'missed', now, { note: dto.note ?? session.note });
    });
  }

  /** It will not take place, and is not made up for. */
  cancel(ctx: Ctx, id: string, dto: NotHeldDto): Promise<SessionLineDto> {
    return this.change(ctx, id, dto.version, async (tx, session, engagement, now) => {
      sessionStates.check(session.state, 'cancelled');
      await this.recordState(tx, ctx, session, 'cancelled', now, { note: dto.note ?? session.note });
      const { timezone } = await this.districts.district(tx, ctx.actor.districtId);
      const { title } = await loadTitle(tx, engagement.id);
      await notify(tx, ctx, now, {
        event: 'session_cancelled',
        params: { need: title, when: localText(session.startsAt, timezone) },
        volunteerId: engagement.volunteerId,
        schoolId: engagement.schoolId,
        link: `/engagements/${engagement.id}`,
        dedupe: id,
      });
    });
  }

  /** Held at another time instead: a new session, to which the old one points. Answers with the new one. */
  move(ctx: Ctx, id: string, dto: MoveDto): Promise<SessionLineDto> {
    return this.change(ctx, id, dto.version, async (tx, session, engagement, now) => {
      sessionStates.check(session.state, 'moved');
      requireLive(engagement);
      const { timezone } = await this.districts.district(tx, ctx.actor.districtId);
      const meeting = meetingOf(dto);
      const faults = faultsOf(meeting, engagement, timezone, '');
      if (faults.length > 0) throw new AppError('invalid', {}, faults);
      const lane = await this.timeFor(tx, engagement, [meeting], timezone, session);
      await updateVersioned(tx, SessionRow, session, {
        state: 'moved',
        recordedBy: ctx.actor.accountId,
        recordedAt: now,
      });
      const [movedTo] = await insertSessions(tx, now, { ...engagement, engagementId: engagement.id, lane }, [meeting]);
      await tx.query('UPDATE session SET moved_to = $2 WHERE id = $1', [id, movedTo]);
      const { title } = await loadTitle(tx, engagement.id);
      await record(tx, ctx, now, {
        action: 'session.move',
        entity: 'session',
        entityId: id,
        change: { from: session.startsAt.toISOString(), to: meeting.startsAt.toISOString(), movedTo },
      });
      await notify(tx, ctx, now, {
        event: 'session_moved',
        params: { need: title, when: localText(session.startsAt, timezone), to: localText(meeting.startsAt, timezone) },
        volunteerId: engagement.volunteerId,
        schoolId: engagement.schoolId,
        link: `/engagements/${engagement.id}`,
        dedupe: id,
      });
      return movedTo;
    });
  }

  /** Clearance, overlap with the way between, and the minutes of the month. `moving`: the session whose time becomes free. */
  private async timeFor(
    tx: Tx,
    engagement: EngagementRow,
    meetings: Meeting[],
    timezone: string,
    moving: SessionRow | null,
  ): Promise<number> {
    await lockVolunteer(tx, engagement.volunteerId);
    await requireCleared(
      tx,
      engagement,
      toLocal(new Date(Math.max(...meetings.map(({ endsAt }) => endsAt.getTime() - 1))), timezone).day,
    );
    const [{ lane }] = await tx.query(
      `SELECT min(lane)::int AS lane FROM session WHERE engagement_id = $1 AND state IN ('planned', 'held')`,
      [engagement.id],
    );
    const planned = { engagementId: engagement.id, lane: moving?.lane ?? lane, meetings, weekly: null };
    return findTime(tx, engagement, planned, this.clock.now(), timezone, moving?.id ?? null);
  }

  private async recordState(
    tx: Tx,
    ctx: Ctx,
    session: SessionRow,
    state: SessionState,
    now: Date,
    patch: Partial<SessionRow>,
  ): Promise<void> {
    await updateVersioned(tx, SessionRow, session, {
      ...patch,
      state,
      recordedBy: ctx.actor.accountId,
      recordedAt: now,
    });
    const { minutesServed } = patch;
    await record(tx, ctx, now, {
      action: `session.${state}`,
      entity: 'session',
      entityId: session.id,
      change: { from: session.state, to: state, ...(minutesServed !== undefined && { minutesServed }) },
    });
  }

  /** Loads and locks, does `work`, and answers with the session, or with the one whose id `work` returned. */
  private async change(
    ctx: Ctx,
    id: string,
    version: number,
    work: (tx: Tx, session: SessionRow, engagement: EngagementRow, now: Date) => Promise<string | void>,
  ): Promise<SessionLineDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'session.change', [id]);
      const { engagementId } = await tx.findOneByOrFail(SessionRow, { id });
      const engagement = await lockEngagement(tx, engagementId);
      const session = await tx.findOneOrFail(SessionRow, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (session.version !== version) throw new AppError('version_moved', { version: session.version });
      const shown = (await work(tx, session, engagement, this.clock.now())) ?? id;
      const line = await sessionById(tx, ctx, shown);
      if (!line) throw new AppError('not_found');
      return line;
    });
  }
}

const meetingOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Meeting => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

/** What is wrong with a meeting's time. Times of the past can be planned: what was held must be recorded. */
function faultsOf(
  { startsAt, endsAt }: Meeting,
  { startsOn, endsOn }: EngagementRow,
  timezone: string,
  pointer: string,
): FieldFault[] {
  if (endsAt <= startsAt) return [{ pointer: `${pointer}/endsAt`, code: 'before_start' }];
  if (endsAt.getTime() - startsAt.getTime() > DAY)
    return [{ pointer: `${pointer}/endsAt`, code: 'session_too_long', params: { most: 1440 } }];
  const { day } = toLocal(startsAt, timezone);
  if (day < startsOn || day > endsOn)
    return [{ pointer: `${pointer}/startsAt`, code: 'outside_engagement', params: { from: startsOn, to: endsOn } }];
  return [];
}

function requireLive({ state }: EngagementRow): void {
  if (state !== 'agreed' && state !== 'serving')
    throw new AppError('illegal_transition', {
      entity: 'engagement',
      from: state,
      to: state,
      allowed: 'agreed, serving',
    });
}

/** A session with minors on a day the clearance does not cover is impossible. */
async function requireCleared(tx: Tx, { needId, volunteerId }: EngagementRow, day: string): Promise<void> {
  const [{ minors }] = await tx.query('SELECT minors FROM need WHERE id = $1', [needId]);
  if (minors && !clearedOn(await clearedUntil(tx, volunteerId), day)) throw new AppError('not_cleared');
}
