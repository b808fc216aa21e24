import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { addDays, toLocal, toMoment } from '../districts/local-time';
import { NewNotice, notify } from '../notices/notices';
import { Ctx, systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { Handles, JobHandler, JobRun } from '../platform/jobs/job';
import { keepCurrent } from './upkeep.jobs';

const BATCH = 500;

interface Term {
  districtId: string;
  timezone: string;
  termId: string;
  name: string;
  startsOn: string;
  /** Days after the term's start at which an unconfirmed line goes stale. */
  staleAfterDays: number;
}

/** Lines on a menu that nobody has confirmed since a moment, as the unconfirmed index of each table has them. */
export const UNCONFIRMED = {
  need: `state IN ('open', 'filled') AND confirmed_at < $2 AND stale_since IS NULL AND district_id = $1`,
  offer: `state = 'listed' AND confirmed_at < $2 AND stale_since IS NULL AND district_id = $1`,
} as const;

/**
 * In the first days of a term every owner is asked once, with the number of lines that wait; when the days the district
 * has set are over, lines that nobody confirmed are marked stale: shown, but not matched until somebody confirms them.
 */
@Injectable()
@Handles(keepCurrent)
export class KeepCurrent implements JobHandler<object> {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(_: object, run: JobRun): Promise<void> {
    for (const term of await this.currentTerms()) {
      const ctx = systemCtx(term.districtId, run.requestId);
      const today = toLocal(this.clock.now(), term.timezone).day;
      const since = toMoment(term.startsOn, 0, term.timezone);
      run.signal.throwIfAborted();
      run.count(term.districtId, { asked: await this.ask(ctx, term, since) });
      if (today <= addDays(term.startsOn, term.staleAfterDays)) continue;
      run.count(term.districtId, { staleNeeds: await this.markStale(ctx, 'need', since, run.signal) });
      run.count(term.districtId, { staleOffers: await this.markStale(ctx, 'offer', since, run.signal) });
    }
  }

  private async currentTerms(): Promise<Term[]> {
    const rows: Term[] = await this.db.reader.query(
      `SELECT d.id AS "districtId", d.timezone, t.id AS "termId", t.name, t.starts_on::text AS "startsOn",
              coalesce((d.settings->>'staleAfterDays')::int, 14) AS "staleAfterDays"
       FROM district d JOIN term t ON t.district_id = d.id AND ($1::timestamptz AT TIME ZONE d.timezone)::date BETWEEN t.starts_on AND t.ends_on`,
      [this.clock.now()],
    );
    return rows;
  }

  /** One notice per owner and term: coordinators for the needs of their school, volunteers (or whoever entered it for them) for offers. */
  private async ask(ctx: Ctx, term: Term, since: Date): Promise<number> {
    return this.db.change(ctx, async (tx) => {
      const schools: { id: string; count: number }[] = await tx.query(
        `SELECT school_id AS id, count(*)::int AS count FROM need WHERE ${UNCONFIRMED.need} GROUP BY school_id ORDER BY school_id`,
        [term.districtId, since],
      );
      const volunteers: { id: string; createdBy: string | null; count: number }[] = await tx.query(
        `SELECT volunteer_id AS id, min(created_by::text)::uuid AS "createdBy", count(*)::int AS count FROM offer WHERE ${UNCONFIRMED.offer}
         GROUP BY volunteer_id ORDER BY volunteer_id`,
        [term.districtId, since],
      );
      return notify(
        tx,
        ctx,
        this.clock.now(),
        ...schools.map(({ id, count }): NewNotice => ({
          event: 'needs_to_confirm',
          params: { term: term.name, count },
          schoolId: id,
          link: '/needs',
          dedupe: `${term.termId}:${id}`,
        })),
        ...volunteers.map(({ id, createdBy, count }): NewNotice => ({
          event: 'offers_to_confirm',
          params: { term: term.name, count },
          volunteerId: id,
          accountIds: [createdBy],
          link: '/resources',
          dedupe: `${term.termId}:${id}`,
        })),
      );
    });
  }

  private async markStale(ctx: Ctx, table: 'need' | 'offer', since: Date, signal: AbortSignal): Promise<number> {
    for (let total = 0; ;) {
      signal.throwIfAborted();
      const count = await this.db.change(ctx, (tx) => this.markBatch(tx, ctx, table, since));
      total += count;
      if (count < BATCH) return total;
    }
  }

  private async markBatch(tx: Tx, ctx: Ctx, table: 'need' | 'offer', since: Date): Promise<number> {
    const now = this.clock.now();
    const [rows]: [{ id: string }[], number] = await tx.query(
      `UPDATE ${table} SET stale_since = $3, version = version + 1 WHERE id IN
         (SELECT id FROM ${table} WHERE ${UNCONFIRMED[table]} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING id`,
      [ctx.actor.districtId, since, now],
    );
    await record(tx, ctx, now, ...rows.map(({ id }) => ({ action: `${table}.stale`, entity: table, entityId: id })));
    return rows.length;
  }
}
