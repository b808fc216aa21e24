import { createHash } from 'node:crypto';
import { Inject, Injectable, OnModuleDestroy } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { noteList } from '../audit/looks';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import type { AppRequest } from '../platform/http/ctx';
import { Page, PageQuery, toPage } from '../platform/http/page';
import { watched } from '../platform/http/watched';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import { importStates } from './import';
import { ColumnsDto, ConfirmImportDto, ImportDto, ImportRowDto, ImportRowsQuery, NewImportQuery } from './imports.dto';
import { readImport, writeImport } from './imports.jobs';
import { columnsOf, importView, rowView } from './imports.view';
import { requireSchools } from './may-write';
import { markOutdated } from './outdated';
import { type ImportRun, moveRun, rowsPage, runById, runsPage } from './run.queries';
import { markTwins } from './twins-since';
import { linesLike } from './twins.queries';
import { removeLines } from './undo';
import { Upload } from './upload';

/** Cells named in a refusal at the most. */
const NAMED = 50;

@Injectable()
export class ImportsService implements OnModuleDestroy {
  private readonly stopping = new Subject<void>();

  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleDestroy(): void {
    this.stopping.next();
  }

  /** Takes a workbook in and has it read; nothing is in a menu before somebody confirms. */
  async receive(ctx: Ctx, { menu, fileName }: NewImportQuery, request: AppRequest): Promise<ImportDto> {
    if (!(request.body instanceof Upload)) throw new AppError('unsupported_media_type');
    const file = await request.body.bytes();
    const hash = createHash('sha256').update(file).digest('hex');
    return this.db.change(ctx, async (tx) => {
      const { districtId, accountId } = ctx.actor;
      await requireAccess(tx, ctx.actor, 'import.create', [districtId]);
      const now = this.clock.now();
      const id = newId();
      await tx.query(
        `INSERT INTO import_run (id, district_id, menu, state, file_name, file_hash, file_bytes, file, created_by, created_at, updated_at)
         VALUES ($1, $2, $3, 'received', $4, $5, $6, $7, $8, $9, $9)`,
        [id, districtId, menu, fileName ?? '', hash, file.length, file, accountId, now],
      );
      await record(tx, ctx, now, {
        action: 'import.receive',
        entity: 'import',
        entityId: id,
        change: { menu, bytes: file.length },
      });
      await enqueue(tx, ctx, readImport, { importId: id, attempt: 1 }, now);
      return this.get(ctx, id, tx);
    });
  }

  async list(ctx: Ctx, { cursor, limit }: PageQuery): Promise<Page<ImportDto>> {
    const rows = await runsPage(this.db.reader, ctx, cursor, limit + 1);
    return toPage(
      rows.map((run) => importView(ctx, run)),
      limit,
      ({ id }) => [id],
    );
  }

  async get(ctx: Ctx, id: string, tx: Tx = this.db.reader): Promise<ImportDto> {
    await requireAccess(tx, ctx.actor, 'import.read', [id]);
    return importView(ctx, (await runById(tx, id))!);
  }

  /** The import each time something about it has changed, while it is read or written. */
  async watch(ctx: Ctx, id: string): Promise<Observable<{ data: ImportDto }>> {
    await requireAccess(this.db.reader, ctx.actor, 'import.read', [id]);
    const goes = ({ state }: ImportDto): boolean => ['received', 'reading', 'confirmed'].includes(state);
    return watched(() => this.get(ctx, id), goes, this.stopping);
  }

  /** One page of judged rows, with sentences; likely duplicates beside the line they look like, and a look at whose telephone that shows. */
  async rows(ctx: Ctx, id: string, { state, cursor, limit }: ImportRowsQuery): Promise<Page<ImportRowDto>> {
    const tx = this.db.reader;
    await requireAccess(tx, ctx.actor, 'import.read', [id]);
    const run = (await runById(tx, id))!;
    const rows = await rowsPage(tx, run, state, cursor, limit + 1);
    const { lines, shown } = await linesLike(
      tx,
      ctx.actor,
      run.menu,
      rows.flatMap(({ duplicateOf }) => duplicateOf ?? []),
    );
    await noteList(tx, ctx, this.clock.now(), 'volunteer', shown);
    return toPage(
      rows.map((row) => rowView(ctx, row, lines)),
      limit,
      ({ number }) => [number],
    );
  }

  /** Takes columns for what a person says, and reads the file again. */
  async correct(ctx: Ctx, id: string, { version, mapping }: ColumnsDto): Promise<ImportDto> {
    return this.db.change(ctx, async (tx) => {
      const run = await this.locked(tx, ctx, id, version);
      importStates.check(run.state, 'received');
      const keys = new Set(columnsOf(run.menu).map(({ key }) => key));
      for (const [sheet, letters] of Object.entries(mapping)) {
        if (typeof letters !== 'object' || letters === null || Object.keys(letters).length > 512)
          throw invalidField(`/mapping/${sheet}`, 'is_object');
        for (const [letter, key] of Object.entries(letters)) {
          if (!/^[A-Z]{1,3}$/.test(letter)) throw invalidField(`/mapping/${sheet}/${letter}`, 'not_a_column');
          if (key !== null && !keys.has(key)) throw invalidField(`/mapping/${sheet}/${letter}`, 'unknown_column');
        }
      }
      const now = this.clock.now();
      const attempt = run.attempt + 1;
      const merged = { ...run.mapping };
      for (const [sheet, letters] of Object.entries(mapping)) merged[sheet] = { ...merged[sheet], ...letters };
      await moveRun(tx, id, [run.state], {
        state: 'received',
        attempt,
        mapping: JSON.stringify(merged),
        counts: null,
        error_code: null,
        updated_at: now,
      });
      await enqueue(tx, ctx, readImport, { importId: id, attempt }, now);
      return this.get(ctx, id, tx);
    });
  }

  /** Has the accepted rows written. What is left out has to be said. */
  async confirm(ctx: Ctx, id: string, { version, skipFaulty, skipDuplicates }: ConfirmImportDto): Promise<ImportDto> {
    const done = await this.db.change(ctx, async (tx) => {
      const run = await this.locked(tx, ctx, id, version);
      importStates.check(run.state, 'confirmed');
      const { accepted = 0, faulty = 0, duplicate = 0 } = run.counts ?? {};
      if (run.sameFileAs) throw new AppError('import_repeated');
      if (faulty > 0 && !skipFaulty) throw new AppError('import_has_faults', { count: faulty });
      if (duplicate > 0 && !skipDuplicates) throw new AppError('import_has_duplicates', { count: duplicate });
      if (accepted === 0) throw new AppError('import_empty');
      await requireSchools(tx, ctx.actor, run);
      const now = this.clock.now();
      const outdated = await markOutdated(tx, run, now);
      if (outdated.length > 0) return { outdated };
      // What has come in since is a duplicate as much as what was there before.
      const twins = skipDuplicates ? 0 : await markTwins(tx, run, now);
      if (twins > 0) return { twins };
      await moveRun(tx, id, ['previewed'], {
        state: 'confirmed',
        confirmed_by: ctx.actor.accountId,
        confirmed_at: now,
        error_code: null,
        updated_at: now,
      });
      await record(tx, ctx, now, {
        action: 'import.confirm',
        entity: 'import',
        entityId: id,
        change: { accepted, faulty, duplicate },
      });
      await enqueue(tx, ctx, writeImport, { importId: id, skipDuplicates: skipDuplicates ?? false }, now);
      return { confirmed: await this.get(ctx, id, tx) };
    });
    if (done.confirmed) return done.confirmed;
    // The preview says it from now on too, so that the rest can be confirmed.
    const { outdated = [], twins } = done;
    if (twins) throw new AppError('import_has_duplicates', { count: twins });
    throw new AppError(
      'import_outdated',
      { count: outdated.length },
      outdated.slice(0, NAMED).map(({ cell, code, value }) => ({ pointer: cell, code, params: { value } })),
    );
  }

  async discard(ctx: Ctx, id: string, version: number): Promise<ImportDto> {
    return this.db.change(ctx, async (tx) => {
      const run = await this.locked(tx, ctx, id, version);
      await this.end(tx, ctx, run, 'discarded');
      return this.get(ctx, id, tx);
    });
  }

  /** Removes every line the import wrote, or none if one of them is in use. */
  async undo(ctx: Ctx, id: string, version: number): Promise<ImportDto> {
    return this.db.change(ctx, async (tx) => {
      const run = await this.locked(tx, ctx, id, version);
      importStates.check(run.state, 'undone');
      await removeLines(tx, ctx, this.clock.now(), run);
      await this.end(tx, ctx, run, 'undone');
      return this.get(ctx, id, tx);
    });
  }

  private async end(tx: Tx, ctx: Ctx, run: ImportRun, to: 'discarded' | 'undone'): Promise<void> {
    importStates.check(run.state, to);
    const now = this.clock.now();
    await moveRun(tx, run.id, [run.state], { state: to, file: null, progress: null, updated_at: now });
    await record(tx, ctx, now, {
      action: `import.${to}`,
      entity: 'import',
      entityId: run.id,
      change: { from: run.state, to },
    });
  }

  private async locked(tx: Tx, ctx: Ctx, id: string, version: number): Promise<ImportRun> {
    await requireAccess(tx, ctx.actor, 'import.change', [id]);
    await tx.query('SELECT FROM import_run WHERE id = $1 FOR UPDATE', [id]);
    const run = (await runById(tx, id))!;
    if (run.version !== version) throw new AppError('version_moved', { version: run.version });
    return run;
  }
}
