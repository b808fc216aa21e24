import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { AppError } from '../errors/app-error';
import { isId } from '../ids';

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

/** What a list can be sorted by: an SQL expression that is never null, and its type, in which a cursor brings it back. */
export interface SortKey {
  sql: string;
  type: 'text' | 'int' | 'date' | 'timestamptz' | 'uuid';
  /** True for an order that no index knows: whoever wants the first lines has to sort all. */
  unindexed?: true;
  /** True for an order in which lines with the same words lie together: many may come after long without one. */
  clumped?: true;
}

/** The order of a list if none is asked for: the latest rows first. */
export const NEWEST = '-created';

/** The words of a `sort` parameter: each key, and each key with a minus for the other way round. */
export const sortWords = (keys: Record<string, SortKey>): string[] =>
  Object.keys(keys).flatMap((key) => [key, `-${key}`]);

const CURSOR_VALUE: Record<SortKey['type'], RegExp> = {
  text: /^[^\0]*$/s,
  int: /^-?\d{1,10}$/,
  date: /^(\d{4,6}-\d{2}-\d{2}|infinity)$/,
  timestamptz: /^\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/,
  uuid: /^[0-9a-f-]{36}$/,
};

/**
 * SQL of one page in the order of `sort`, ties broken by `id`, so that a cursor is stable whatever the order: `key` to select
 * as text for the next cursor, `order` for ORDER BY, and `after`, the condition for what follows the cursor. Throws
 * `bad_cursor` for a cursor of another order.
 */
export function ordered(
  sort: string,
  keys: Record<string, SortKey>,
  id: string,
  cursor: string | undefined,
  bind: (value: unknown) => string,
): { key: string; order: string; after: string | null } {
  const down = sort.startsWith('-');
  const { sql, type } = keys[down ? sort.slice(1) : sort];
  const way = down ? 'DESC' : 'ASC';
  const single = sql === id;
  const order = single ? `${id} ${way}` : `${sql} ${way}, ${id} ${way}`;
  const last = decodeCursor(cursor, 3);
  if (!last) return { key: sql, order, after: null };
  const [of, value, lastId] = last.map(String);
  if (of !== sort || !CURSOR_VALUE[type].test(value) || !isId(lastId)) throw new AppError('bad_cursor');
  const beyond = down ? '<' : '>';
  const after = single
    ? `${id} ${beyond} ${bind(lastId)}::uuid`
    : `(${sql}, ${id}) ${beyond} (${bind(value)}::${type}, ${bind(lastId)}::uuid)`;
  return { key: sql, order, after };
}

/** Cuts rows fetched with LIMIT limit + 1 into a page. */
export function toPage<T>(rows: T[], limit: number, keyOf: (row: T) => (string | number | null)[]): Page<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? encodeCursor(keyOf(items[items.length - 1])) : null };
}
