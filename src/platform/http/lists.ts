import { ApiProperty } from '@nestjs/swagger';
import type { Tx } from '../database/database';
import { FacetsDto } from './facets';
import type { Bind, List } from './list';
import { listSql } from './list-statement';
import { NEWEST, Page, pageOf, toPage } from './page';

/** The OpenAPI class of a page of a sorted list of `item`. */
export function listOf<T>(item: new () => T): new () => ListPage<T> {
  class ListPageDto extends pageOf(item) implements ListPage<T> {
    @ApiProperty({ type: FacetsDto, required: false, description: 'When asked for.' }) facets?: FacetsDto;
    @ApiProperty({
      type: Boolean,
      required: false,
      description:
        'True: nothing has the words of the search; these lines sound like them or differ from them by a typing error.',
    })
    near?: boolean;
  }
  return ListPageDto;
}

export interface ListPage<T> extends Page<T> {
  facets?: FacetsDto;
  near?: boolean;
}

/** What a statement of a sorted list adds to each row. */
interface Listed {
  id: string | null;
  sortKey: string;
  place: string;
  /** On the first row, when facets were asked for; that row is empty but for them when nothing matches. */
  facets?: FacetsDto | null;
}

/**
 * A page of a list, fetched by one statement; when nothing has the words of a search, by a second one that looks for what
 * nearly has them: most searches find something, and planning both ways would cost each of them some milliseconds.
 */
export async function readList<R extends { id: string }, T>(
  tx: Tx,
  view: (row: R) => T,
  listFor: (bind: Bind, params: unknown[]) => List,
): Promise<ListPage<T>> {
  const ask = async (nearby: boolean): Promise<ListPage<T> | null> => {
    const params: unknown[] = [];
    const list = listFor((value) => `$${params.push(value)}`, params);
    if (nearby && !list.search?.near) return null;
    return listPage(await tx.query(listSql(list, nearby), params), list.query, view);
  };
  const exact = (await ask(false))!;
  if (exact.items.length > 0) return exact;
  const near = await ask(true);
  return near && near.items.length > 0 ? { ...near, near: true } : exact;
}

/** Rows fetched with LIMIT limit + 1, as a page with its facets. */
function listPage<R extends { id: string }, T>(
  rows: (R & Listed)[],
  { limit, sort = NEWEST }: List['query'],
  view: (row: R) => T,
): ListPage<T> {
  const facets = rows[0]?.facets;
  const { items, nextCursor } = toPage(
    rows.filter(({ id }) => id !== null),
    limit,
    ({ sortKey, id }) => [sort, sortKey, id],
  );
  const views = items.map(({ sortKey: _, place: __, facets: ___, ...row }) => view(row as unknown as R));
  return { items: views, nextCursor, ...(facets && { facets }) };
}
