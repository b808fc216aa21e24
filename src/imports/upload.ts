import type { IncomingMessage } from 'node:http';
import { AppError } from '../platform/errors/app-error';
import { FILE_LIMIT } from './import';

/** What a workbook may be sent as. */
export const UPLOAD_TYPES = [
  'application/octet-stream',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv',
];

/** A body that has not been read: nobody's megabytes are taken in before it is known who sends them. */
export class Upload {
  constructor(private readonly stream: IncomingMessage) {}

  /** @throws AppError `body_too_large` above 20 MB */
  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > FILE_LIMIT) throw new AppError('body_too_large', { megabytes: FILE_LIMIT / 2 ** 20 });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Keeps an Idempotency-Key's fingerprint from looking into the stream. */
  toJSON(): string | undefined {
    return this.stream.headers['content-length'];
  }
}
