import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import { Ctx, systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { ProposalsService } from '../proposals/proposals.service';
import { EngineError, startEngine, STOPPED } from './engine-thread';
import type { Matched } from './engine-worker';
import { DEFAULT_POLICY, Menus, Policy } from './engine/menus';
import type { Progress } from './engine/plan';
import { pack, sha256, unpack } from './packed';
import { RoundRow } from './round.entity';
import { endRound, tellAdmins } from './round-ends';
import { RunRoundPayload, runRound } from './rounds.jobs';
import { loadMenus } from './snapshot';

/** Between two signs of life; also how often progress is written and a wish to cancel is seen. */
const BEAT_MS = 500;
/** A search that does not end by itself is stopped after twice its time and five minutes, or an hour, and ended half a minute later. */
const GRACE_SECONDS = 300;
const LONGEST_SECONDS = 3600;
const END_SECONDS = 30;
/** How long the loss of a job's lock may take to be noticed. */
const LOCK_NOTICE_MS = 60_000;

/** Another worker has taken the round; whatever this one still does must leave no trace. */
class TakenOver extends Error {}

/**
 * Takes a round from queued to its end. Killed at any moment, the next delivery takes it over: the input is read once and
 * kept, the attempt number fences the older worker off, and plan, proposals and state are written in one transaction.
 */
@Injectable()
@Handles(runRound)
export class RunRound implements JobHandler<RunRoundPayload> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly proposals: ProposalsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ roundId }: RunRoundPayload, run: JobRun): Promise<JobResult> {
    const round = await this.take(roundId);
    if (!round) return { ended: 'before' };
    const ctx = systemCtx(round.districtId, run.requestId);
    try {
      return await this.work(run, ctx, round);
    } catch (error) {
      // Whoever has the round now has the job too; returning would mark it done under their hands.
      if (error instanceof TakenOver) await pause(LOCK_NOTICE_MS, undefined, { signal: run.signal });
      throw error;
    }
  }

  private async work(run: JobRun, ctx: Ctx, round: RoundRow): Promise<JobResult> {
    if (round.cancelRequested) return this.end(run, ctx, round, 'cancelled', null);
    try {
      const begun = performance.now();
      const { timezone } = await this.districts.district(this.db.reader, round.districtId);
      const menus = await this.input(round, timezone);
      const load = (performance.now() - begun) / 1000;
      const matched = await this.search(round, menus, timezone, run.signal);
      return await this.write(run, ctx, round, matched, load);
    } catch (error) {
      if (error instanceof TakenOver || run.signal.aborted) throw error;
      // Nothing of a plan yet: what was proposed before stays as it is.
      if (error instanceof EngineError && error.code === STOPPED) return this.end(run, ctx, round, 'cancelled', null);
      if (error instanceof EngineError) return this.end(run, ctx, round, 'failed', error.code);
      if (run.attempt >= runRound.attempts)
        await this.db.transaction((tx) => this.close(tx, ctx, round, 'failed', 'internal'));
      throw error;
    }
  }

  /** Makes the round this worker's; null if it has ended. */
  private async take(id: string): Promise<RoundRow | null> {
    const { raw } = await this.db.reader
      .createQueryBuilder()
      .update(RoundRow)
      .set({
        state: 'running',
        attempt: () => 'attempt + 1',
        version: () => 'version + 1',
        startedAt: () => 'coalesce(started_at, :now)',
        heartbeatAt: () => ':now',
      })
      .where(`id = :id AND state IN ('queued', 'running')`, { id })
      .setParameter('now', this.clock.now())
      .returning('id')
      .execute();
    return (raw as unknown[]).length > 0 ? this.db.reader.findOneByOrFail(RoundRow, { id }) : null;
  }

  /** The packed menus of the round. Written once: whoever takes the round over works on the same ones. */
  private async input(round: RoundRow, timezone: string): Promise<Uint8Array> {
    const kept = await this.keptInput(round.id);
    if (kept) return kept;
    const policy = await this.policy(round);
    const menus = round.inputOf
      ? await this.inputOf(round.inputOf, policy)
      : await this.db.snapshot((tx) =>
          loadMenus(
            tx,
            {
              districtId: round.districtId,
              roundId: round.id,
              from: round.horizonFrom,
              to: round.horizonTo,
              scope: round.scope,
              timezone,
              now: this.clock.now(),
            },
            policy,
          ),
        );
    const text = JSON.stringify(menus);
    const packed = await pack(text);
    await this.db.transaction(async (tx) => {
      await this.stillMine(tx, round);
      await tx.query('INSERT INTO round_input (round_id, menus) VALUES ($1, $2)', [round.id, packed]);
      await tx.query('UPDATE round SET input_hash = $2 WHERE id = $1', [round.id, sha256(text)]);
    });
    return packed;
  }

  private async keptInput(roundId: string): Promise<Buffer | undefined> {
    const [row]: { menus: Buffer }[] = await this.db.reader.query('SELECT menus FROM round_input WHERE round_id = $1', [
      roundId,
    ]);
    return row?.menus;
  }

  private async inputOf(otherId: string, policy: Policy): Promise<Menus> {
    const kept = await this.keptInput(otherId);
    if (!kept) throw new EngineError('has_no_input');
    return { ...((await unpack(kept)) as Menus), policy };
  }

  private async policy({ districtId, policyId }: RoundRow): Promise<Policy> {
    return { ...DEFAULT_POLICY, ...(await this.districts.policy(this.db.reader, districtId, policyId))?.params };
  }

  /** Runs the engine in a thread while this one keeps the round alive, shows its progress and listens for a cancel. */
  private async search(round: RoundRow, menus: Uint8Array, timezone: string, signal: AbortSignal): Promise<Matched> {
    const { seed, iterations, seconds } = round;
    const cancel = new SharedArrayBuffer(4);
    let progress: Progress | null = null;
    let wanted = false;
    const options = { seed, iterations: iterations ?? undefined, seconds: seconds ?? undefined };
    const thread = startEngine<'match'>(
      { task: 'match', menus, options, timezone, cancel },
      (said) => (progress = said),
    );
    const watch = new AbortController();
    const beats = async (): Promise<never> => {
      const deadline = performance.now() + 1000 * (seconds === null ? LONGEST_SECONDS : 2 * seconds + GRACE_SECONDS);
      for (;;) {
        await pause(BEAT_MS, undefined, { signal: AbortSignal.any([signal, watch.signal]) });
        const late = performance.now() - deadline;
        if (late > END_SECONDS * 1000) throw new EngineError('deadline');
        wanted = await this.beat(round, progress);
        if (wanted || late > 0) Atomics.store(new Int32Array(cancel), 0, 1);
      }
    };
    try {
      return await Promise.race([thread.answer, beats()]);
    } catch (error) {
      if (error instanceof EngineError && error.code === STOPPED && !wanted) throw new EngineError('deadline');
      throw error;
    } finally {
      watch.abort();
      await thread.stop();
    }
  }

  /** A sign of life. True if somebody wants the search to stop. */
  private async beat(round: RoundRow, progress: Progress | null): Promise<boolean> {
    const [rows]: [{ wanted: boolean }[], number] = await this.db.reader.query(
      `UPDATE round SET heartbeat_at = $3, progress = coalesce($4, progress) WHERE id = $1 AND attempt = $2 AND state = 'running' RETURNING cancel_requested AS wanted`,
      [round.id, round.attempt, this.clock.now(), progress && JSON.stringify(progress)],
    );
    if (rows.length === 0) throw new TakenOver();
    return rows[0].wanted;
  }

  /** Everything a solved round leaves behind, or nothing. */
  private async write(run: JobRun, ctx: Ctx, round: RoundRow, matched: Matched, load: number): Promise<JobResult> {
    const done = await run.once(async (tx) => {
      const stoppedEarly = await this.stillMine(tx, round);
      const begun = performance.now();
      await tx.query('INSERT INTO round_plan (round_id, plan, unfilled) VALUES ($1, $2, $3)', [
        round.id,
        Buffer.from(matched.plan),
        JSON.stringify(matched.unfilled),
      ]);
      if (!round.draft) await this.proposals.replaceProposed(tx, ctx, round.id, matched.drafts);
      const write = (performance.now() - begun) / 1000;
      const now = this.clock.now();
      const result = { ...matched.result, seconds: { ...matched.result.seconds, load, write }, stoppedEarly };
      await tx.query(
        `UPDATE round SET state = 'solved', finished_at = $2, result = $3, engine_version = $4, progress = NULL, version = version + 1 WHERE id = $1`,
        [round.id, now, JSON.stringify(result), matched.engineVersion],
      );
      const { proposals, unfilled, objective, bound } = result;
      await record(tx, ctx, now, {
        action: 'round.solve',
        entity: 'round',
        entityId: round.id,
        change: { from: 'running', to: 'solved', proposals, unfilled, objective, bound },
      });
      await tellAdmins(tx, ctx, now, round.id, {
        event: 'round_solved',
        params: { round: round.code, proposals, unfilled },
      });
      return { proposals, unfilled };
    });
    return done ?? { ended: 'before' };
  }

  private async end(
    run: JobRun,
    ctx: Ctx,
    round: RoundRow,
    state: 'failed' | 'cancelled',
    code: string | null,
  ): Promise<JobResult> {
    await run.once((tx) => this.close(tx, ctx, round, state, code));
    return { ended: code ?? state };
  }

  private async close(
    tx: Tx,
    ctx: Ctx,
    round: RoundRow,
    state: 'failed' | 'cancelled',
    code: string | null,
  ): Promise<void> {
    await this.stillMine(tx, round);
    await endRound(tx, ctx, this.clock.now(), { ...round, state: 'running' }, state, code);
  }

  /** Locks the round. True if somebody wants the search to stop. @throws TakenOver if this worker does not have it any more */
  private async stillMine(tx: Tx, round: RoundRow): Promise<boolean> {
    const [row] = await tx.query(
      `SELECT cancel_requested AS wanted FROM round WHERE id = $1 AND attempt = $2 AND state = 'running' FOR NO KEY UPDATE`,
      [round.id, round.attempt],
    );
    if (!row) throw new TakenOver();
    return row.wanted;
  }
}
