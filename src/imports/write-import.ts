import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { type CodeKind, nextCodes } from '../districts/codes';
import { DistrictsService } from '../districts/districts.service';
import { toMoment } from '../districts/local-time';
import { gatherSearch, insertNeeds, type NewNeed, settleSearch } from '../needs/bulk';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { insertOffers, insertVolunteers, type NewOffer, type NewVolunteer } from '../resources/bulk';
import type { NeedLine, OfferLine } from './import';
import { WriteImportPayload, writeImport } from './imports.jobs';
import { needKey, NeedTwins } from './need-rows';
import { OfferTwins, volunteersNamed, whoIs } from './offer-rows';
import { acceptedRows, actorNow, countRows, type ImportRun, moveRun, runById, settleRows } from './run.queries';

const BATCH = 1000;
/** Rows after which the search index takes in what has been gathered. */
const MERGED = 10_000;

/** What becomes of rows in one batch. */
type Settled = { number: number; lineId: string | null; volunteerId: string | null; duplicateOf: string | null };

interface Writing {
  tx: Tx;
  ctx: Ctx;
  now: Date;
  admin: boolean;
  timezone: string;
  codes: { line: string[]; volunteer: string[] };
  source: { import: string };
}

/** Writes the accepted rows of a confirmed import into its menu: all of them in one transaction, or none. */
@Injectable()
@Handles(writeImport)
export class WriteImport implements JobHandler<WriteImportPayload> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ importId }: WriteImportPayload, run: JobRun): Promise<JobResult> {
    const imported = await runById(this.db.reader, importId);
    if (!imported || imported.state !== 'confirmed') return { ended: 'before' };
    try {
      return await this.write(imported, run);
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

  private async write(imported: ImportRun, run: JobRun): Promise<JobResult> {
    const { id, districtId, menu, confirmedBy } = imported;
    const actor = await actorNow(this.db.reader, confirmedBy!, districtId);
    const ctx: Ctx = { actor, requestId: run.requestId, locale: 'zh-CN' };
    const { timezone } = await this.districts.district(this.db.reader, districtId);
    const { accepted } = await countRows(this.db.reader, imported);
    // Codes are taken beforehand: their counter would otherwise be locked until the last row is in.
    const codes = {
      line: await this.codes(districtId, menu === 'needs' ? 'need' : 'offer', accepted),
      volunteer: menu === 'needs' ? [] : await this.codes(districtId, 'volunteer', accepted),
    };
    const written = await run.once(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1, 0))`, [districtId]);
      const now = this.clock.now();
      const writing: Writing = {
        tx,
        ctx,
        now,
        admin: actor.grants.some(({ role }) => role === 'admin'),
        timezone,
        codes,
        source: { import: id },
      };
      await gatherSearch(tx);
      const batch = menu === 'needs' ? this.needs(writing) : this.offers(writing);
      for (let after = 0, done = 0; ;) {
        run.signal.throwIfAborted();
        const rows = await acceptedRows(tx, imported, after, BATCH);
        if (rows.length === 0) break;
        await settleRows(tx, imported, await batch(rows as never));
        after = rows[rows.length - 1].number;
        done += rows.length;
        if (done % MERGED === 0) await settleSearch(tx);
        await this.db.reader.query('UPDATE import_run SET progress = $2 WHERE id = $1', [
          id,
          JSON.stringify({ done, of: accepted }),
        ]);
      }
      const counts = await countRows(tx, imported);
      await moveRun(tx, id, ['confirmed'], {
        state: 'written',
        counts: JSON.stringify(counts),
        progress: null,
        file: null,
        updated_at: now,
      });
      await record(tx, ctx, now, {
        action: 'import.write',
        entity: 'import',
        entityId: id,
        change: { menu, written: counts.written },
      });
      return counts.written;
    });
    if (written === undefined) return { ended: 'before' };
    // The lines are in and can be found; what follows only makes finding them quick again.
    await settleSearch(this.db.reader);
    return { written };
  }

  /** Codes to be popped: the lowest is last. */
  private async codes(districtId: string, kind: CodeKind, count: number): Promise<string[]> {
    if (count === 0) return [];
    const year = Number((await this.districts.today(this.db.reader, districtId)).slice(0, 4));
    const codes = await this.db.transaction((tx) => nextCodes(tx, districtId, kind, year, count));
    return codes.reverse();
  }

  /** Rows whose twin has come into the menu since the preview are passed over. */
  private needs({
    tx,
    ctx,
    now,
    admin,
    timezone,
    codes,
    source,
  }: Writing): (rows: { number: number; line: NeedLine }[]) => Promise<Settled[]> {
    const twins = new NeedTwins(tx, ctx.actor.districtId);
    return async (rows) => {
      await twins.load(rows.map(({ line }) => line.schoolId));
      const needs: NewNeed[] = [];
      const settled = rows.map(({ number, line: { schoolId, schoolName, draft, submittedOn } }): Settled => {
        const duplicateOf = twins.find(needKey(schoolId, draft)) ?? null;
        if (duplicateOf) return { number, lineId: null, volunteerId: null, duplicateOf };
        const id = newId();
        const submittedAt = submittedOn ? toMoment(submittedOn, 0, timezone) : now;
        needs.push({
          id,
          code: codes.line.pop()!,
          schoolId,
          schoolName,
          draft,
          state: admin ? 'open' : 'submitted',
          submittedAt,
        });
        return { number, lineId: id, volunteerId: null, duplicateOf: null };
      });
      await insertNeeds(tx, ctx, now, needs, source);
      return settled;
    };
  }

  private offers({
    tx,
    ctx,
    now,
    admin,
    codes,
    source,
  }: Writing): (rows: { number: number; line: OfferLine }[]) => Promise<Settled[]> {
    const made = new Map<string, { id: string; name: string; active: boolean }>();
    return async (rows) => {
      const { districtId } = ctx.actor;
      const fresh = rows.flatMap(({ line: { volunteer } }) =>
        'key' in volunteer && !made.has(volunteer.key) ? [{ name: volunteer.draft.name, code: null }] : [],
      );
      const known = await volunteersNamed(tx, districtId, fresh);
      const twins = new OfferTwins(tx, districtId);
      await twins.load([
        ...known.map(({ id }) => id),
        ...rows.flatMap(({ line: { volunteer } }) => ('id' in volunteer ? [volunteer.id] : [])),
      ]);
      const volunteers: NewVolunteer[] = [];
      const offers: NewOffer[] = [];
      const settled: Settled[] = [];
      for (const {
        number,
        line: { volunteer, draft },
      } of rows) {
        let who = 'id' in volunteer ? { ...volunteer, active: true } : made.get(volunteer.key);
        let volunteerId: string | null = null;
        if (!who && 'key' in volunteer) {
          const { name, phone } = volunteer.draft;
          const same = whoIs({ code: null, name, phone: phone ?? null }, known);
          if (same && same !== 'unclear') who = { id: same.id, name: same.name, active: true };
          else {
            // Without consent on record nobody is put on the menu.
            const active = admin && Boolean(volunteer.draft.consentedOn);
            who = { id: newId(), name, active };
            volunteerId = who.id;
            volunteers.push({
              id: who.id,
              code: codes.volunteer.pop()!,
              state: active ? 'active' : 'applied',
              draft: volunteer.draft,
              clearance: volunteer.clearance,
            });
          }
          made.set(volunteer.key, who);
        }
        const duplicateOf = twins.find(who!.id, draft.title) ?? null;
        const id = newId();
        if (!duplicateOf)
          offers.push({
            id,
            code: codes.line.pop()!,
            state: admin && who!.active ? 'listed' : 'submitted',
            volunteerId: who!.id,
            volunteerName: who!.name,
            draft,
          });
        settled.push({ number, lineId: duplicateOf ? null : id, volunteerId, duplicateOf });
      }
      await insertVolunteers(tx, ctx, now, volunteers, source);
      await insertOffers(tx, ctx, now, offers, source);
      return settled;
    };
  }
}
