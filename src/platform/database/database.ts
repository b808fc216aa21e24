import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, EntityManager, QueryFailedError } from 'typeorm';
import type { Ctx } from '../actor';
import { Clock } from '../clock';
import { AppError, ErrorCode } from '../errors/app-error';

/** An open transaction (or, for reads, the pool). Every helper that writes takes it as its first argument. */
export type Tx = EntityManager;

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const RETRIES = 5;

/** What a constraint means when it says no. */
const REFUSALS: Record<string, ErrorCode> = {
  proposal_seat: 'seat_taken',
  engagement_seat: 'seat_taken',
  proposal_volunteer: 'conflict',
  engagement_volunteer: 'conflict',
  session_no_overlap: 'overlapping_session',
  offer_stock_check: 'limit_reached',
  round_one_at_a_time: 'round_running',
  import_once: 'import_repeated',
  term_no_overlap: 'conflict',
  calendar_day_pkey: 'conflict',
};

@Injectable()
export class Database {
  constructor(
    @Inject(DataSource) readonly source: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Reads outside a transaction. */
  get reader(): Tx {
    return this.source.manager;
  }

  /**
   * One change on behalf of somebody: one transaction, repeated when PostgreSQL asks for it, and done once
   * per Idempotency-Key: a repeated request gets the first answer. `work` must be repeatable.
   */
  async change<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(async (tx) => {
      if (!ctx.idempotency || !ctx.actor.accountId) return work(tx);
      const earlier = await this.claimKey(tx, ctx.actor.accountId, ctx.idempotency);
      if (earlier) return earlier.result as T;
      const result = await work(tx);
      await tx.query('UPDATE idempotency_key SET result = $3 WHERE account_id = $1 AND key = $2', [
        ctx.actor.accountId,
        ctx.idempotency.key,
        JSON.stringify(result ?? null),
      ]);
      return result;
    });
  }

  /** A transaction without a person behind it. Deadlocks and serialisation failures are tried again. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.source.transaction(work);
      } catch (error) {
        const code = pgCode(error);
        if ((code !== SERIALIZATION_FAILURE && code !== DEADLOCK) || attempt >= RETRIES) throw refusal(error);
        // Not all at the same moment again.
        await setTimeout(Math.random() * 40 * attempt);
      }
    }
  }

  /** One consistent view for several reads. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.source.transaction('REPEATABLE READ', work);
  }

  /** Waits for a concurrent request with the same key, then tells whether that one has already done the work. */
  private async claimKey(
    tx: Tx,
    accountId: string,
    idempotency: { key: string; fingerprint: string },
  ): Promise<{ result: unknown } | null> {
    const fresh = await tx.query(
      `INSERT INTO idempotency_key (account_id, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [accountId, idempotency.key, idempotency.fingerprint, this.clock.now()],
    );
    if (fresh.length > 0) return null;
    const [earlier] = await tx.query(
      'SELECT fingerprint, result FROM idempotency_key WHERE account_id = $1 AND key = $2',
      [accountId, idempotency.key],
    );
    if (earlier.fingerprint !== idempotency.fingerprint) throw new AppError('idempotency_key_reused');
    return { result: earlier.result };
  }
}

/** SQLSTATE of a database error, if it is one. */
export function pgCode(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
}

/** Turns a constraint's no into a coded answer; anything else passes through. */
function refusal(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const constraint = (error.driverError as { constraint?: string }).constraint;
  const code = constraint ? REFUSALS[constraint] : undefined;
  return code ? new AppError(code) : error;
}

/**
 * Updates named fields of one row if nobody has changed it since `version`, and counts the version up.
 * Throws `version_moved` with the version that stands there now. Never writes fields that are not named.
 */
export async function updateVersioned<E extends { id: string; version: number }>(
  tx: Tx,
  entity: new () => E,
  row: Pick<E, 'id' | 'version'>,
  patch: Partial<E>,
): Promise<void> {
  const { affected } = await tx
    .createQueryBuilder()
    .update(entity)
    .set({ ...patch, version: row.version + 1 } as never)
    .where('id = :id AND version = :version', { id: row.id, version: row.version })
    .execute();
  if (affected === 1) return;
  const now = await tx.findOne(entity, { select: { version: true } as never, where: { id: row.id } as never });
  throw new AppError('version_moved', { version: now?.version ?? row.version });
}
