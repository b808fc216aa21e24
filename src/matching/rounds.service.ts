import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import { addDays, daysBetween } from '../districts/local-time';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError, FieldFault } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { ProposalsService } from '../proposals/proposals.service';
import { RoundScope, RoundState, roundStates } from './round';
import { RoundRow } from './round.entity';
import { NewRoundDto, PublishedDto, RoundDto, RoundsQuery } from './rounds.dto';
import { runRound } from './rounds.jobs';
import { roundById, roundsPage } from './rounds.queries';

/** Length of the horizon between terms, and the longest one. */
const BETWEEN_TERMS_DAYS = 120;
const LONGEST_DAYS = 366;
/** Search budget when nobody says anything: enough iterations for a district of the usual size, in seconds people will wait. */
const USUAL_BUDGET = { iterations: 200, seconds: 10 };
/** Only iterations asked for: no round keeps the others of its district waiting longer than this. */
const SECONDS_FOR_ITERATIONS = 600;
const NIGHTLY_BUDGET = { iterations: 5000, seconds: 60 };
const LARGEST_SEED = 2 ** 31 - 1;

/** The day of a district's newest round by schedule, on its clock; walks the index `round_nightly`. */
export const LAST_NIGHTLY = `SELECT (requested_at AT TIME ZONE $2)::date::text AS day FROM round WHERE district_id = $1 AND requested_by IS NULL AND NOT draft
  ORDER BY id DESC LIMIT 1`;

/** What a round is made from once everything has been looked up. */
type Plan = Pick<
  RoundRow,
  'horizonFrom' | 'horizonTo' | 'scope' | 'policyId' | 'seed' | 'seconds' | 'iterations' | 'draft' | 'inputOf'
>;

/** Requesting rounds and deciding about them. The work itself is `RunRound`; what it found is `RoundResultsService`. */
@Injectable()
export class RoundsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly proposals: ProposalsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  list(ctx: Ctx, query: RoundsQuery): Promise<Page<RoundDto>> {
    return roundsPage(this.db.reader, ctx, query);
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<RoundDto> {
    const round = await roundById(tx, ctx, id);
    if (!round) throw new AppError('not_found');
    return round;
  }

  /**
   * Queues a round. @throws `round_running` with id and code of the one that is queued or running, `invalid`
   */
  async request(ctx: Ctx, dto: NewRoundDto): Promise<RoundDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId } = ctx.actor;
      await requireAccess(tx, ctx.actor, 'round.request', [districtId]);
      await this.requireNoneLive(tx, districtId);
      const id = await this.queue(tx, ctx, await this.plan(tx, districtId, dto));
      return this.get(ctx, id, tx);
    });
  }

  /**
   * The nightly round of one district: null if it has had one today or another round is queued or running. `ctx` is the system's.
   */
  async requestNightly(ctx: Ctx): Promise<string | null> {
    return this.db.transaction(async (tx) => {
      const { districtId } = ctx.actor;
      const today = await this.districts.today(tx, districtId);
      const { timezone } = await this.districts.district(tx, districtId);
      if (await this.live(tx, districtId)) return null;
      const [last] = await tx.query(LAST_NIGHTLY, [districtId, timezone]);
      if (last?.day === today) return null;
      // The seed follows the day, so that a night can be done again as it was.
      return this.queue(
        tx,
        ctx,
        await this.plan(tx, districtId, { ...NIGHTLY_BUDGET, seed: Number(today.replaceAll('-', '')) }),
      );
    });
  }

  /**
   * Stops the search; what it has found by then becomes the plan, and without any the round is cancelled. A round that
   * has not begun is cancelled at once.
   */
  async cancel(ctx: Ctx, id: string): Promise<RoundDto> {
    return this.db.change(ctx, async (tx) => {
      const row = await this.locked(tx, ctx, id);
      const now = this.clock.now();
      if (row.state === 'running') {
        await tx.query('UPDATE round SET cancel_requested = true WHERE id = $1', [id]);
        await record(tx, ctx, now, {
          action: 'round.cancel',
          entity: 'round',
          entityId: id,
          change: { while: 'running' },
        });
      } else await this.move(tx, ctx, now, row, 'cancelled', { cancelRequested: true, finishedAt: now });
      return this.get(ctx, id, tx);
    });
  }

  /** Sets a plan aside: what nobody has decided on of its proposals is taken back. */
  async discard(ctx: Ctx, id: string, version: number): Promise<RoundDto> {
    return this.db.change(ctx, async (tx) => {
      const row = await this.locked(tx, ctx, id, version);
      const now = this.clock.now();
      await this.move(tx, ctx, now, row, 'discarded');
      if (!row.draft) await this.proposals.dropProposed(tx, ctx, id);
      return this.get(ctx, id, tx);
    });
  }

  /** Releases the approved proposals of a round as invitations; the others stay as they are. */
  async publish(ctx: Ctx, id: string, version: number): Promise<PublishedDto> {
    return this.db.change(ctx, async (tx) => {
      const row = await this.locked(tx, ctx, id, version);
      if (row.draft) throw new AppError('conflict', { reason: 'draft' });
      const now = this.clock.now();
      await this.move(tx, ctx, now, row, 'published', { publishedAt: now });
      const { invited, refused } = await this.proposals.publish(tx, ctx, id);
      return { round: await this.get(ctx, id, tx), invited: invited.length, refused };
    });
  }

  private async locked(tx: Tx, ctx: Ctx, id: string, version?: number): Promise<RoundRow> {
    await requireAccess(tx, ctx.actor, 'round.change', [id]);
    const row = await tx.findOneOrFail(RoundRow, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (version !== undefined && row.version !== version) throw new AppError('version_moved', { version: row.version });
    return row;
  }

  private async move(
    tx: Tx,
    ctx: Ctx,
    now: Date,
    row: RoundRow,
    to: RoundState,
    patch: Partial<RoundRow> = {},
  ): Promise<void> {
    roundStates.check(row.state, to);
    await updateVersioned(tx, RoundRow, row, { state: to, ...patch });
    await record(tx, ctx, now, {
      action: `round.${VERBS[to]}`,
      entity: 'round',
      entityId: row.id,
      change: { from: row.state, to },
    });
  }

  private async queue(tx: Tx, ctx: Ctx, plan: Plan): Promise<string> {
    const { districtId, accountId } = ctx.actor;
    const now = this.clock.now();
    const id = newId();
    const [code] = await nextCodes(
      tx,
      districtId,
      'round',
      Number((await this.districts.today(tx, districtId)).slice(0, 4)),
      1,
    );
    await tx.insert(RoundRow, {
      ...plan,
      id,
      districtId,
      code,
      state: 'queued',
      requestedBy: accountId,
      requestedAt: now,
    } as never);
    await record(tx, ctx, now, { action: 'round.request', entity: 'round', entityId: id, change: { code, ...plan } });
    await enqueue(tx, ctx, runRound, { roundId: id }, now);
    return id;
  }

  /** The round that is queued or running. Serialises requests of a district, so that the second one can name the first. */
  private async live(tx: Tx, districtId: string): Promise<{ id: string; code: string } | undefined> {
    await tx.query('SELECT 1 FROM district WHERE id = $1 FOR NO KEY UPDATE', [districtId]);
    const [row] = await tx.query(
      `SELECT id, code FROM round WHERE district_id = $1 AND state IN ('queued', 'running')`,
      [districtId],
    );
    return row;
  }

  private async requireNoneLive(tx: Tx, districtId: string): Promise<void> {
    const live = await this.live(tx, districtId);
    if (live) throw new AppError('round_running', live);
  }

  private async plan(tx: Tx, districtId: string, dto: NewRoundDto): Promise<Plan> {
    const faults: FieldFault[] = [];
    if (dto.inputOf && !dto.draft) faults.push({ pointer: '/inputOf', code: 'only_for_drafts' });
    if (dto.inputOf && (dto.horizon || dto.scope))
      faults.push({ pointer: '/inputOf', code: 'brings_horizon_and_scope' });
    const frame = dto.inputOf
      ? await this.frameOf(tx, districtId, dto.inputOf, faults)
      : await this.ownFrame(tx, districtId, dto, faults);
    const policy = dto.policyId
      ? await this.districts.policy(tx, districtId, dto.policyId)
      : await this.districts.newestPolicy(tx, districtId);
    if (!policy) faults.push({ pointer: '/policyId', code: 'unknown' });
    if (faults.length > 0 || !policy || !frame) throw new AppError('invalid', {}, faults);
    const budget =
      dto.seconds === undefined && dto.iterations === undefined
        ? USUAL_BUDGET
        : { seconds: dto.seconds ?? SECONDS_FOR_ITERATIONS, iterations: dto.iterations ?? null };
    return {
      ...frame,
      ...budget,
      policyId: policy.id,
      seed: dto.seed ?? randomInt(LARGEST_SEED),
      draft: dto.draft ?? false,
      inputOf: dto.inputOf ?? null,
    };
  }

  private async frameOf(
    tx: Tx,
    districtId: string,
    id: string,
    faults: FieldFault[],
  ): Promise<Pick<Plan, 'horizonFrom' | 'horizonTo' | 'scope'> | null> {
    const other = await tx.findOneBy(RoundRow, { id, districtId });
    if (other?.inputHash) return { horizonFrom: other.horizonFrom, horizonTo: other.horizonTo, scope: other.scope };
    faults.push({ pointer: '/inputOf', code: other ? 'has_no_input' : 'unknown' });
    return null;
  }

  private async ownFrame(
    tx: Tx,
    districtId: string,
    dto: NewRoundDto,
    faults: FieldFault[],
  ): Promise<Pick<Plan, 'horizonFrom' | 'horizonTo' | 'scope'>> {
    const today = await this.districts.today(tx, districtId);
    const { from, to } = dto.horizon ?? (await this.usualHorizon(tx, districtId, today));
    if (from < today) faults.push({ pointer: '/horizon/from', code: 'in_the_past', params: { today } });
    if (to < from) faults.push({ pointer: '/horizon/to', code: 'before_start' });
    else if (daysBetween(from, to) >= LONGEST_DAYS)
      faults.push({ pointer: '/horizon/to', code: 'period_too_long', params: { most: LONGEST_DAYS } });
    const scope: RoundScope = {};
    for (const [key, table] of [
      ['schoolId', 'school'],
      ['programmeId', 'programme'],
    ] as const) {
      const id = dto.scope?.[key];
      if (!id) continue;
      const [known] = await tx.query(`SELECT 1 FROM ${table} WHERE id = $1 AND district_id = $2`, [id, districtId]);
      if (known) scope[key] = id;
      else faults.push({ pointer: `/scope/${key}`, code: 'unknown' });
    }
    return { horizonFrom: from, horizonTo: to, scope };
  }

  /** What is left of the term that contains today; between terms, the next 120 days. */
  private async usualHorizon(tx: Tx, districtId: string, today: string): Promise<{ from: string; to: string }> {
    const term = (await this.districts.terms(tx, districtId)).find(
      ({ startsOn, endsOn }) => startsOn <= today && today <= endsOn,
    );
    return { from: today, to: term?.endsOn ?? addDays(today, BETWEEN_TERMS_DAYS - 1) };
  }
}

/** What the audit trail calls the step into a state. */
const VERBS: Record<RoundState, string> = {
  queued: 'request',
  running: 'run',
  solved: 'solve',
  published: 'publish',
  discarded: 'discard',
  failed: 'fail',
  cancelled: 'cancel',
};
