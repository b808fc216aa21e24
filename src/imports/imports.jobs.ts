import { Bool, Id, Int } from '../platform/http/fields';
import { defineJob } from '../platform/jobs/job';

export class ReadImportPayload {
  @Id() importId: string;
  @Int(1, 1_000_000) attempt: number;
}

export class WriteImportPayload {
  @Id() importId: string;
  @Bool({
    optional: true,
    description: 'What has come into the menu meanwhile may be passed over; it may if not said.',
  })
  skipDuplicates?: boolean;
}

/** Reads a workbook into rows for the preview. */
export const readImport = defineJob('imports.read', ReadImportPayload, {
  queue: 'long',
  attempts: 3,
  backoffSeconds: 5,
});

/** Writes the accepted rows of a confirmed import, all or none. */
export const writeImport = defineJob('imports.write', WriteImportPayload, {
  queue: 'long',
  attempts: 3,
  backoffSeconds: 5,
});
