/** What the API shows of an import and of its rows. */
import { NEED_COLUMNS } from '../needs/needs.columns';
import type { Ctx } from '../platform/actor';
import { RESOURCE_COLUMNS } from '../resources/resources.columns';
import type { Column } from '../sheets/columns';
import { columnIn } from '../sheets/sentences';
import type { Menu } from './import';
import type { ImportDto, ImportRowDto } from './imports.dto';
import type { ImportRun, StoredRow } from './run.queries';
import { faultView, importSentence, languageOf } from './sentences';

/** Why nothing was written, where it is not the file's fault. */
const NOT_WRITTEN = new Set(['internal', 'outdated', 'duplicates', 'not_allowed']);

/** The columns that a workbook of a menu may have. */
export const columnsOf = (menu: Menu): Column[] => (menu === 'needs' ? NEED_COLUMNS : RESOURCE_COLUMNS);

/** An import with its sentences. */
export function importView(ctx: Ctx, run: ImportRun): ImportDto {
  const language = languageOf(ctx.locale);
  const {
    id,
    menu,
    state,
    fileName,
    fileBytes,
    progress,
    columns,
    ignoredSheets,
    sameFileAs,
    createdByName,
    createdAt,
    confirmedAt,
    version,
  } = run;
  const failed = (code: string): string => (NOT_WRITTEN.has(code) ? `errors.${code}` : `workbook.${code}`);
  return {
    id,
    menu,
    state,
    fileName,
    fileBytes,
    progress,
    counts: run.counts as ImportDto['counts'],
    columns,
    ignoredSheets,
    sameFileAs,
    createdByName,
    createdAt,
    confirmedAt,
    version,
    error: run.errorCode
      ? {
          code: run.errorCode,
          params: run.errorParams,
          sentence: importSentence(language, failed(run.errorCode), run.errorParams),
        }
      : null,
    choices: columnsOf(menu).map(({ key, header, english, required }) => ({
      key,
      header,
      english,
      required: required ?? false,
    })),
    headerFaults: run.headerFaults.map((fault) => faultView(language, fault)),
  };
}

/** A judged row with its sentences; a likely duplicate beside the line it looks like. */
export function rowView(
  ctx: Ctx,
  stored: StoredRow,
  lines: Map<string, Record<string, string | number | null>>,
): ImportRowDto {
  const language = languageOf(ctx.locale);
  const { number, sheet, row, state, title, faults, notes, cells, duplicateOf, duplicateCell, lineId } = stored;
  const there = (duplicateOf && lines.get(duplicateOf)) || null;
  return {
    number,
    sheet,
    row,
    state,
    title,
    lineId,
    faults: faults.map((fault) => faultView(language, fault)),
    notes: notes.map(({ english, ...note }) => ({
      ...note,
      ...columnIn(language, { english }),
      read: note.read ?? null,
      sentence: importSentence(language, `note.${note.note}`),
    })),
    duplicate: duplicateOf || duplicateCell ? { id: duplicateOf, cell: duplicateCell, here: cells ?? {}, there } : null,
  };
}
