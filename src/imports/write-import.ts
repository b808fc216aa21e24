import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { type CodeKind, nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import { gatherSearch, settleSearch } from '../needs/bulk';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { TaxonomyService } from '../taxonomy/taxonomy.service';
import { WriteImportPayload, writeImport } from './imports.jobs';
import { mayWrite } from './may-write';
import { markOutdated } from './outdated';
import { type Look, prepareNeeds, prepareOffers, type Writing } from './prepare-rows';
import {
  acceptedRows,
  actorNow,
  countForPlanner,
  countRows,
  type ImportRun,
  keepProgress,
  markOvertaken,
  moveRun,
  newVolunteers,
  runById,
} from './run.queries';
import { markTwins } from './twins-since';

/** As small as when judging, for the same reason. */
const BATCH = 100;
/** Rows after which the search index takes in what has been gathered. */
const MERGED = 10_000;

/** Writes the accepted rows of a confirmed import into its menu: all of them in one transaction, or none. */
@Injectable()
@Handles(writeImport)
export class WriteImport implements JobHandler<WriteImportPayload> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    private readonly taxonomy: TaxonomyService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ importId, skipDuplicates = true }: WriteImportPayload, run: JobRun): Promise<JobResult> {
    const imported = await runById(this.db.reader, importId);
    if (!imported || imported.state !== 'confirmed') return { ended: 'before' };
    try {
      return await this.write(imported, run, skipDuplicates);
    } catch (error) {
      // Nothing was written; the preview stands, and says so.
      if (!run.signal.aborted && run.attempt >= writeImport.attempts)
        await moveRun(this.db.reader, importId, ['confirmed'], {
          state: 'previewed',
          error_code: 'internal',
          progress: null,
          updated_at: this.clock.now(),
        });
      throw error;
    }
  }

  private async write(imported: ImportRun, run: JobRun, skipDuplicates: boolean): Promise<JobResult> {
    const { id, districtId, menu, confirmedBy } = imported;
    const { timezone } = await this.districts.district(this.db.reader, districtId);
    const { accepted } = imported.counts!;
    // Codes are taken beforehand: their counter would otherwise be locked until the last row is in.
    const codes = {
      line: await this.codes(districtId, menu === 'needs' ? 'need' : 'offer', accepted),
      volunteer:
        menu === 'needs'
          ? []
          : await this.codes(districtId, 'volunteer', await newVolunteers(this.db.reader, imported)),
    };
    const written = await run.once(async (tx): Promise<Record<string, number>> => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1, 0))`, [districtId]);
      const now = this.clock.now();
      // Who confirmed may have left, or changed school, while the job waited.
      const actor = await actorNow(tx, confirmedBy!, districtId);
      if (!(await mayWrite(tx, actor, imported))) {
        await moveRun(tx, id, ['confirmed'], {
          state: 'previewed',
          error_code: 'not_allowed',
          error_params: '{}',
          progress: null,
          updated_at: now,
        });
        return { refused: accepted };
      }
      const outdated = await markOutdated(tx, imported, now);
      if (outdated.length > 0) return { outdated: outdated.length };
      const twins = skipDuplicates ? 0 : await markTwins(tx, imported, now);
      if (twins > 0) {
        await moveRun(tx, id, ['confirmed'], {
          state: 'previewed',
          error_code: 'duplicates',
          error_params: JSON.stringify({ count: twins }),
          progress: null,
          updated_at: now,
        });
        return { duplicates: twins };
      }
      const ctx: Ctx = { actor, requestId: run.requestId, locale: 'zh-CN' };
      const writing: Writing = {
        ctx,
        now,
        admin: actor.grants.some(({ role }) => role === 'admin'),
        timezone,
        codes,
        merged: await this.taxonomy.merged(tx, districtId),
        source: { import: id },
      };
      await gatherSearch(tx);
      await this.writeRows(
        tx,
        imported,
        run.signal,
        menu === 'needs' ? prepareNeeds(this.db.reader, writing) : prepareOffers(this.db.reader, writing),
        accepted,
      );
      const counts = await countRows(tx, imported);
      await moveRun(tx, id, ['confirmed'], {
        state: 'written',
        counts: JSON.stringify({ ...counts, written: counts.accepted }),
        progress: null,
        file: null,
        updated_at: now,
      });
      await record(tx, ctx, now, {
        action: 'import.write',
        entity: 'import',
        entityId: id,
        change: { menu, written: counts.accepted },
      });
      return { written: counts.accepted };
    });
    if (written === undefined) return { ended: 'before' };
    if (written.written === undefined) return written;
    // The lines are in and can be found; what follows only makes finding and undoing them quick again.
    await settleSearch(this.db.reader);
    await countForPlanner(this.db.reader);
    return written;
  }

  /** While the database takes in one batch, the next is prepared, the one after looked up, and the search index merges what is there. */
  private async writeRows(tx: Tx, imported: ImportRun, signal: AbortSignal, look: Look, of: number): Promise<void> {
    const { reader } = this.db;
    let inserting: Promise<void> = Promise.resolve();
    let merging: Promise<void> = Promise.resolve();
    const ahead = async (after: number) => {
      const rows = await acceptedRows(reader, imported, after, BATCH);
      return { rows, prepare: rows.length > 0 ? await look(rows) : null };
    };
    let next = ahead(0);
    try {
      for (let done = 0; ;) {
        signal.throwIfAborted();
        const { rows, prepare } = await next;
        if (!prepare) break;
        next = ahead(rows[rows.length - 1].number);
        next.catch(() => undefined);
        // Its question goes out before this process is busy with the rows at hand.
        await setImmediate();
        const { insert, overtaken } = prepare();
        await inserting;
        inserting = insert(tx).then(() => markOvertaken(tx, imported, overtaken));
        inserting.catch(() => undefined);
        done += rows.length;
        await keepProgress(reader, imported, { done, of });
        if (done % MERGED !== 0) continue;
        await merging;
        merging = settleSearch(reader);
        merging.catch(() => undefined);
      }
    } finally {
      // Nothing of ours may still run on the transaction when it ends.
      await Promise.allSettled([inserting, merging]);
    }
    await inserting;
  }

  /** Codes to be popped: the lowest is last. */
  private async codes(districtId: string, kind: CodeKind, count: number): Promise<string[]> {
    if (count === 0) return [];
    const year = Number((await this.districts.today(this.db.reader, districtId)).slice(0, 4));
    const codes = await this.db.transaction((tx) => nextCodes(tx, districtId, kind, year, count));
    return codes.reverse();
  }
}
