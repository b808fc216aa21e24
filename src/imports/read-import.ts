import { Inject, Injectable } from '@nestjs/common';
import { DistrictsService } from '../districts/districts.service';
import { NEED_COLUMNS } from '../needs/needs.columns';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { RESOURCE_COLUMNS } from '../resources/resources.columns';
import type { Column } from '../sheets/columns';
import { columnLetters, WorkbookError } from '../sheets/grid';
import { readWorkbookInTurns, type Workbook } from '../sheets/read';
import { type MenuTables, readMenu } from '../sheets/read-menu';
import { FILE_LIMIT, type JudgedRow } from './import';
import { ReadImportPayload, readImport } from './imports.jobs';
import { loadNames } from './names';
import { judgeNeeds, ownSchool } from './need-rows';
import { judgeOffers } from './offer-rows';
import { loadPresets } from './presets';
import { actorNow, countRows, type ImportRun, keepRows, moveRun, runById } from './run.queries';
import { settingOf } from './setting';

const SCHOOL = NEED_COLUMNS.find(({ key }) => key === 'school')!.header;

/** Reads a workbook into judged rows: the preview. Whatever goes wrong, no menu has changed. */
@Injectable()
@Handles(readImport)
export class ReadImport implements JobHandler<ReadImportPayload> {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ importId, attempt }: ReadImportPayload, run: JobRun): Promise<JobResult> {
    const found = await runById(this.db.reader, importId);
    if (!found || found.attempt !== attempt || !['received', 'reading'].includes(found.state))
      return { ended: 'before' };
    await moveRun(this.db.reader, importId, ['received', 'reading'], {
      state: 'reading',
      updated_at: this.clock.now(),
    });
    try {
      return await this.read(found, run);
    } catch (error) {
      const said = error instanceof WorkbookError ? error : null;
      if (said) {
        await run.once((tx) => moveRun(tx, importId, ['reading'], this.failed(said.code, said.params)));
        return { failed: said.code };
      }
      if (!run.signal.aborted && run.attempt >= readImport.attempts)
        await moveRun(this.db.reader, importId, ['reading'], this.failed('internal', {}));
      throw error;
    }
  }

  private failed(code: string, params: Record<string, string | number>): Record<string, unknown> {
    return {
      state: 'failed',
      error_code: code,
      error_params: JSON.stringify(params),
      progress: null,
      updated_at: this.clock.now(),
    };
  }

  private async read(imported: ImportRun, run: JobRun): Promise<JobResult> {
    const { id, menu, districtId, createdBy } = imported;
    const tx = this.db.reader;
    await tx.query('DELETE FROM import_row WHERE import_id = $1 AND attempt < $2', [id, imported.attempt]);
    const actor = await actorNow(tx, createdBy, districtId);
    const district = await this.districts.mine({ actor, requestId: run.requestId, locale: 'zh-CN' });
    const setting = settingOf(district, this.clock.now());
    const names = await loadNames(tx, { id: districtId, name: district.name });
    const presets = await loadPresets(tx, districtId);
    if (menu === 'needs') {
      const found = readMenu(await this.workbook(id), NEED_COLUMNS, this.mapping(imported, NEED_COLUMNS));
      const own = await ownSchool(tx, actor, names);
      // Without a school column the lines are the sender's own school's; each of them says so.
      if (own.only)
        found.faults = found.faults.filter(({ code, column }) => !(code === 'missing_column' && column === SCHOOL));
      return this.keep(imported, run, found, judgeNeeds(tx, actor, names, presets, own, setting, found));
    }
    const found = readMenu(await this.workbook(id), RESOURCE_COLUMNS, this.mapping(imported, RESOURCE_COLUMNS));
    return this.keep(imported, run, found, judgeOffers(tx, actor, names, presets, setting, found));
  }

  private async workbook(id: string): Promise<Workbook> {
    const [{ file }]: { file: Buffer }[] = await this.db.reader.query('SELECT file FROM import_run WHERE id = $1', [
      id,
    ]);
    return readWorkbookInTurns(file, { bytes: FILE_LIMIT });
  }

  /** Corrections that still name a column of the menu. */
  private mapping<Key extends string>(
    { mapping }: ImportRun,
    columns: Column<Key>[],
  ): Record<string, Record<string, Key | null>> {
    const keys = new Set<string>(columns.map(({ key }) => key));
    const known = (entry: [string, string | null]): entry is [string, Key | null] =>
      entry[1] === null || keys.has(entry[1]);
    return Object.fromEntries(
      Object.entries(mapping).map(([sheet, letters]) => [
        sheet,
        Object.fromEntries(Object.entries(letters).filter(known)),
      ]),
    );
  }

  private async keep<Key extends string>(
    imported: ImportRun,
    run: JobRun,
    found: MenuTables<Key>,
    batches: AsyncGenerator<JudgedRow[]>,
  ): Promise<JobResult> {
    const { id } = imported;
    const of = found.tables.reduce((sum, { rows }) => sum + rows.length, 0);
    let done = 0;
    // While the database takes in one batch, the next is judged.
    let keeping: Promise<unknown> = Promise.resolve();
    for await (const rows of batches) {
      await keeping;
      run.signal.throwIfAborted();
      done += rows.length;
      keeping = keepRows(this.db.reader, imported, rows, { done, of });
      keeping.catch(() => undefined);
    }
    await keeping;
    const columns = found.tables.flatMap(({ sheet, headers }) =>
      headers.map(({ index, text, key }) => ({ sheet, column: columnLetters(index), header: text, key })),
    );
    await run.once(async (tx) =>
      moveRun(tx, id, ['reading'], {
        state: 'previewed',
        columns: JSON.stringify(columns),
        header_faults: JSON.stringify(found.faults),
        ignored_sheets: found.ignoredSheets,
        progress: null,
        counts: JSON.stringify({ ...(await countRows(tx, imported)), written: 0 }),
        updated_at: this.clock.now(),
      }),
    );
    return { rows: done };
  }
}
