import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import { toLocal } from '../districts/local-time';
import { consentMissing } from '../needs/need';
import { NeedsService } from '../needs/needs.service';
import { notify } from '../notices/notices';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { channelOf, LockedInvitation, lockInvitation, requireAnswerable } from '../proposals/answers';
import type { AnswerDto, InvitationDto } from '../proposals/invitations.dto';
import type { Rules } from '../proposals/invite';
import { InvitationsService } from '../proposals/invitations.service';
import { proposalStates } from '../proposals/proposal';
import { clearedOn } from '../resources/resource';
import { checkInDays, EngagementFact, needStateFor, needSteps, nextCheckIn } from './engagement';
import type { Meeting } from '../proposals/fit';
import { findTime, lockVolunteer, weeklyOf } from '../proposals/volunteer-time';

/** Facts of an invitation's need, volunteer and offer that acceptance asks about. */
interface Circumstances {
  minors: boolean;
  oneToOne: boolean;
  under14: boolean;
  guardianConsentOn: string | null;
  periodFrom: string;
  periodTo: string;
  /** Minutes a week of a need whose times are to be agreed. */
  weeklyMinutes: number | null;
  /** Pieces of goods a seat asks for; 0: no goods. */
  quantity: number;
  programmeCode: string | null;
  programmeDays: number | null;
  clearedUntil: string | null;
  /** Engagements of the need so far. */
  engagements: EngagementFact[];
  volunteerState: string;
  offerState: string;
  maxConcurrent: number | null;
  concurrent: number;
  offerMaxConcurrent: number | null;
  offerConcurrent: number;
}

/**
 * "Yes". One transaction makes the engagement, its sessions and the first check-in, or none of them. Locks are taken in
 * the order need, proposal, volunteer; the constraints of the database have the last word on seats and overlaps.
 */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly needs: NeedsService,
    private readonly invitations: InvitationsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Accepts an invitation; said twice, it is the same yes.
   * @throws `answer_closed`, `need_not_open`, `seat_taken`, `volunteer_not_active`, `offer_not_listed`, `not_cleared`,
   *   `consent_missing`, `overlapping_session`, `limit_reached`
   */
  async accept(ctx: Ctx, id: string, dto: AnswerDto): Promise<InvitationDto> {
    await this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'invitation.answer', [id]);
      const district = await this.districts.district(tx, ctx.actor.districtId);
      const invitation = await lockInvitation(tx, id, dto.version);
      if (invitation.state === 'accepted') return;
      const now = this.clock.now();
      requireAnswerable(invitation, now);
      proposalStates.check(invitation.state, 'accepted');
      await lockVolunteer(tx, invitation.volunteerId);
      const facts = await circumstancesOf(tx, invitation);
      const meetings = invitation.occurrences
        .map(({ startsAt, endsAt }): Meeting => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }))
        .filter(({ startsAt }) => startsAt > now);
      check(invitation, facts, meetings, now, district);
      await this.agree(tx, ctx, now, district, invitation, facts, meetings);
    });
    // Read when the locks are gone: others wait for them.
    return this.invitations.get(ctx, id);
  }

  /** Writes what a yes means. The row that hands out codes, which all yeses of a district share, is taken last and held shortest. */
  private async agree(
    tx: Tx,
    ctx: Ctx,
    now: Date,
    district: Rules,
    invitation: LockedInvitation,
    facts: Circumstances,
    meetings: Meeting[],
  ): Promise<void> {
    const { districtId, accountId } = ctx.actor;
    const { timezone, settings } = district;
    const { id: proposalId, needId, offerId, volunteerId, seat, need } = invitation;
    const { channel, onBehalfOf } = channelOf(ctx, volunteerId);
    const today = toLocal(now, timezone).day;
    const days = meetings.map(({ startsAt }) => toLocal(startsAt, timezone).day).sort();
    const startsOn = days[0] ?? (facts.periodFrom > today ? facts.periodFrom : today);
    const endsOn = days.at(-1) ?? facts.periodTo;
    const checkInOn = nextCheckIn(startsOn, checkInDays(settings, facts), endsOn) ?? endsOn;
    const weekly = weeklyOf({ ...facts, occurrences: invitation.occurrences }, today);
    const lane = await findTime(tx, invitation, { engagementId: null, lane: null, meetings, weekly }, now, timezone);
    await takeGoods(tx, now, offerId, facts.quantity);
    const engagementId = newId();
    const state = needStateFor(need.state, need.seats, [
      ...facts.engagements,
      { seat, state: 'agreed', replacementSought: false },
    ]);
    for (const step of needSteps(need.state, state)) await this.needs.follow(tx, ctx, needId, step);
    await record(
      tx,
      ctx,
      now,
      {
        action: 'proposal.accept',
        entity: 'proposal',
        entityId: proposalId,
        onBehalfOf,
        change: { from: 'invited', to: 'accepted', channel },
      },
      {
        action: 'engagement.agree',
        entity: 'engagement',
        entityId: engagementId,
        onBehalfOf,
        change: { seat, sessions: meetings.length },
      },
    );
    await notify(tx, ctx, now, {
      event: 'invitation_accepted',
      params: { need: need.title, volunteer: invitation.volunteerName },
      schoolId: need.schoolId,
      accountIds: [invitation.decidedBy],
      link: `/engagements/${engagementId}`,
      dedupe: proposalId,
    });
    const [code] = await nextCodes(tx, districtId, 'engagement', Number(today.slice(0, 4)), 1);
    await tx.query(
      `WITH answered AS (
         UPDATE proposal SET state = 'accepted', answered_at = $2, answered_by = $3, answer_channel = $4, updated_at = $2, version = version + 1 WHERE id = $1),
       agreed AS (
         INSERT INTO engagement (id, district_id, code, state, proposal_id, need_id, offer_id, volunteer_id, school_id, seat, starts_on, ends_on, created_at, updated_at)
         VALUES ($5, $6, $7, 'agreed', $1, $8, $9, $10, $11, $12, $13, $14, $2, $2)),
       planned AS (
         INSERT INTO session (id, district_id, engagement_id, volunteer_id, lane, state, starts_at, ends_at, created_at)
         SELECT x.id, $6, $5, $10, $15, 'planned', x.starts_at, x.ends_at, $2 FROM unnest($16::uuid[], $17::timestamptz[], $18::timestamptz[]) AS x(id, starts_at, ends_at))
       INSERT INTO check_in (id, district_id, engagement_id, state, due_on, created_at) VALUES ($19, $6, $5, 'due', $20, $2)`,
      [
        proposalId,
        now,
        accountId,
        channel,
        engagementId,
        districtId,
        code,
        needId,
        offerId,
        volunteerId,
        need.schoolId,
        seat,
        startsOn,
        endsOn,
        lane,
        ...columnsOf(meetings),
        newId(),
        checkInOn,
      ],
    );
  }
}

/**
 * Takes the pieces from the shelf; the offer's version moves, so that nobody writes an older count over it. A CHECK of the
 * database keeps the count from going below zero. @throws `limit_reached`
 */
async function takeGoods(tx: Tx, now: Date, offerId: string, quantity: number): Promise<void> {
  if (quantity === 0) return;
  const [, taken]: [unknown, number] = await tx.query(
    'UPDATE offer SET stock = stock - $2, updated_at = $3, version = version + 1 WHERE id = $1 AND stock >= $2',
    [offerId, quantity, now],
  );
  if (taken === 0) throw new AppError('limit_reached', { rule: 'goods_stock' });
}

/** Throws the code of the first thing that stands against it. */
function check(
  invitation: LockedInvitation,
  facts: Circumstances,
  meetings: Meeting[],
  now: Date,
  { timezone }: Rules,
): void {
  const { need, overrides } = invitation;
  const today = toLocal(now, timezone).day;
  if (!['open', 'filled', 'serving'].includes(need.state)) throw new AppError('need_not_open');
  if (facts.engagements.filter(({ state }) => state !== 'ended').length >= need.seats) throw new AppError('seat_taken');
  if (facts.volunteerState !== 'active') throw new AppError('volunteer_not_active');
  if (facts.offerState !== 'listed') throw new AppError('offer_not_listed');
  if (facts.periodTo < today || (invitation.occurrences.length > 0 && meetings.length === 0))
    throw new AppError('answer_closed', { state: 'too_late' });
  const lastDay = meetings.length > 0 ? toLocal(latest(meetings), timezone).day : today;
  if (facts.minors && !clearedOn(facts.clearedUntil, lastDay)) throw new AppError('not_cleared');
  if (consentMissing(facts)) throw new AppError('consent_missing');
  const over =
    facts.concurrent >= (facts.maxConcurrent ?? Infinity) ||
    facts.offerConcurrent >= (facts.offerMaxConcurrent ?? Infinity);
  if (over && !overrides.some(({ rule }) => rule === 'concurrent'))
    throw new AppError('limit_reached', { rule: 'concurrent' });
}

const latest = (meetings: readonly Meeting[]): Date =>
  new Date(Math.max(...meetings.map(({ endsAt }) => endsAt.getTime() - 1)));

/** Writes planned sessions; the database refuses those that overlap with others of the same person. */
export async function insertSessions(
  tx: Tx,
  now: Date,
  {
    districtId,
    engagementId,
    volunteerId,
    lane,
  }: { districtId: string; engagementId: string; volunteerId: string; lane: number },
  meetings: readonly Meeting[],
): Promise<string[]> {
  const columns = columnsOf(meetings);
  await tx.query(
    `INSERT INTO session (id, district_id, engagement_id, volunteer_id, lane, state, starts_at, ends_at, created_at)
     SELECT x.id, $1, $2, $3, $4, 'planned', x.starts_at, x.ends_at, $5 FROM unnest($6::uuid[], $7::timestamptz[], $8::timestamptz[]) AS x(id, starts_at, ends_at)`,
    [districtId, engagementId, volunteerId, lane, now, ...columns],
  );
  return columns[0];
}

/** Meetings as columns for `unnest`: a new id for each, begins, ends. */
const columnsOf = (meetings: readonly Meeting[]): [string[], string[], string[]] => [
  meetings.map(() => newId()),
  meetings.map(({ startsAt }) => startsAt.toISOString()),
  meetings.map(({ endsAt }) => endsAt.toISOString()),
];

async function circumstancesOf(tx: Tx, { needId, volunteerId, offerId }: LockedInvitation): Promise<Circumstances> {
  const [row] = await tx.query(
    `SELECT n.minors, n.one_to_one AS "oneToOne", n.under14, n.guardian_consent_on::text AS "guardianConsentOn", n.period_from::text AS "periodFrom",
       n.period_to::text AS "periodTo", n.weekly_minutes AS "weeklyMinutes", n.quantity, g.code AS "programmeCode", (g.template ->> 'checkInDays')::int AS "programmeDays", v.state AS "volunteerState", o.state AS "offerState",
       v.max_concurrent AS "maxConcurrent", o.max_concurrent AS "offerMaxConcurrent",
       (SELECT max(c.expires_on)::text FROM clearance c WHERE c.volunteer_id = v.id AND c.revoked_at IS NULL) AS "clearedUntil",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('seat', e.seat, 'state', e.state, 'replacementSought', e.replacement_sought)), '[]') FROM engagement e WHERE e.need_id = n.id) AS engagements,
       (SELECT count(*)::int FROM engagement e WHERE e.volunteer_id = v.id AND e.state IN ('agreed', 'serving')) AS concurrent,
       (SELECT count(*)::int FROM engagement e WHERE e.volunteer_id = v.id AND e.offer_id = o.id AND e.state IN ('agreed', 'serving')) AS "offerConcurrent"
     FROM need n LEFT JOIN programme g ON g.id = n.programme_id, volunteer v, offer o WHERE n.id = $1 AND v.id = $2 AND o.id = $3`,
    [needId, volunteerId, offerId],
  );
  return row;
}
