import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { AppError } from '../errors/app-error';
import { Int, Text } from './fields';

/** Query of every list: `limit` (1–200) and the `cursor` of the page before. */
export class PageQuery {
  @Transform(({ value }) => Number(value))
  @Int(1, 200, { optional: true, description: 'How many rows at the most; 50 if not said.' })
  limit = 50;

  @Text(500, { optional: true, description: 'nextCursor of the page before.' })
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  /** null: this is the last page. */
  nextCursor: string | null;
}

/** The OpenAPI class of a page of `item`. */
export function pageOf<T>(item: new () => T): new () => Page<T> {
  class PageDto implements Page<T> {
    @ApiProperty({ type: item, isArray: true })
    items: T[];
    @ApiProperty({ type: String, nullable: true })
    nextCursor: string | null;
  }
  Object.defineProperty(PageDto, 'name', { value: `${item.name.replace(/Dto$/, '')}Page` });
  return PageDto;
}

/** Cursors are opaque to callers: the sort key of the last row. */
export const encodeCursor = (key: (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Throws `bad_cursor` for anything that this server did not hand out with `parts` parts. */
export function decodeCursor(cursor: string | undefined, parts: number): (string | number | null)[] | null {
  if (!cursor) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === parts &&
      key.every((part) => part === null || ['string', 'number'].includes(typeof part))
    )
      return key;
  } catch {
    // falls through to the coded answer
  }
  throw new AppError('bad_cursor');
}

/** Cuts rows fetched with LIMIT limit + 1 into a page. */
export function toPage<T>(rows: T[], limit: number, keyOf: (row: T) => (string | number | null)[]): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(keyOf(items[items.length - 1])) : null };
}
