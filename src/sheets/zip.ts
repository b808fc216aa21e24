/**
 * The directory of a zip file and its entries, with limits that hold *before* anything is inflated.
 * Format: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16; no encryption, no zip64, no spanning.
 */
import { inflateRawSync } from 'node:zlib';
import { WorkbookError } from './grid';

export interface ZipLimits {
  /** Bytes of all entries together after inflating, as declared. */
  totalBytes: number;
  /** Inflated size over stored size of an entry larger than a megabyte. Real sheets stay under about 40. */
  ratio: number;
  entries: number;
}

interface Entry {
  method: number;
  stored: number;
  inflated: number;
  offset: number;
}

export const ZIP_LIMITS: ZipLimits = { totalBytes: 400 * 1024 * 1024, ratio: 200, entries: 5_000 };

export class ZipArchive {
  private readonly entries = new Map<string, Entry>();

  /** Reads the central directory. @throws WorkbookError not_a_workbook, zip_bomb, encrypted_workbook. */
  constructor(
    private readonly bytes: Buffer,
    limits: ZipLimits = ZIP_LIMITS,
  ) {
    const end = this.findEnd();
    const count = bytes.readUInt16LE(end + 10);
    let at = bytes.readUInt32LE(end + 16);
    if (count > limits.entries) throw new WorkbookError('zip_bomb', { entries: count, limit: limits.entries });
    let total = 0;
    for (let i = 0; i < count; i++) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new WorkbookError('damaged_workbook');
      const flags = bytes.readUInt16LE(at + 8);
      const entry: Entry = {
        method: bytes.readUInt16LE(at + 10),
        stored: bytes.readUInt32LE(at + 20),
        inflated: bytes.readUInt32LE(at + 24),
        offset: bytes.readUInt32LE(at + 42),
      };
      const nameLength = bytes.readUInt16LE(at + 28);
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
      if (flags & 1) throw new WorkbookError('encrypted_workbook');
      total += entry.inflated;
      if (total > limits.totalBytes)
        throw new WorkbookError('zip_bomb', {
          megabytes: Math.ceil(total / 1048576),
          limit: Math.floor(limits.totalBytes / 1048576),
        });
      if (entry.inflated > 1048576 && entry.inflated > entry.stored * limits.ratio)
        throw new WorkbookError('zip_bomb', {
          ratio: Math.round(entry.inflated / Math.max(1, entry.stored)),
          limit: limits.ratio,
        });
      this.entries.set(name.replaceAll('\\', '/').replace(/^\//, ''), entry);
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The inflated bytes of an entry, or null. The declared size is a hard stop: an entry that lies is damaged. */
  read(name: string): Buffer | null {
    const entry = this.entries.get(name);
    if (!entry) return null;
    const { offset, stored, inflated, method } = entry;
    if (offset + 30 > this.bytes.length || this.bytes.readUInt32LE(offset) !== 0x04034b50)
      throw new WorkbookError('damaged_workbook');
    const start = offset + 30 + this.bytes.readUInt16LE(offset + 26) + this.bytes.readUInt16LE(offset + 28);
    const body = this.bytes.subarray(start, start + stored);
    if (body.length !== stored) throw new WorkbookError('damaged_workbook');
    if (method === 0) return body;
    if (method !== 8) throw new WorkbookError('damaged_workbook');
    try {
      const out = inflateRawSync(body, { maxOutputLength: Math.max(1, inflated) });
      if (out.length !== inflated) throw new WorkbookError('damaged_workbook');
      return out;
    } catch (error) {
      if (error instanceof WorkbookError) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      throw new WorkbookError(code === 'ERR_BUFFER_TOO_LARGE' ? 'zip_bomb' : 'damaged_workbook');
    }
  }

  private findEnd(): number {
    const lowest = Math.max(0, this.bytes.length - 22 - 65_535);
    for (let at = this.bytes.length - 22; at >= lowest; at--) if (this.bytes.readUInt32LE(at) === 0x06054b50) return at;
    throw new WorkbookError('damaged_workbook');
  }
}
