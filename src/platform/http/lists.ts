import { ApiProperty } from '@nestjs/swagger';
import type { Tx } from '../database/database';
import { invalidField } from '../errors/app-error';
import type { Search } from '../search';
import { type Facet, FacetsDto, facetsSql, type Hit, missOf } from './facets';
import { NEWEST, ordered, Page, pageOf, SortKey, toPage } from './page';

/** Binds a value and returns its place in the statement. */
export type Bind = (value: unknown) => string;

/** A part of a list that can be walked in an order. */
export interface Walk {
  from: string;
  /** SQL of the sort key, in terms of `from`. */
  key: string;
  /** Given for a part with so few lines that what words find in it is sorted rather than walked. */
  found?: { from: string; key: string; where: string };
  /** Common table expressions that it stands on, which may speak of what the first part leaves. */
  parts?: string[];
}

/** The sort key of a line to which no way is known, in the order `distance`: it comes last. */
export const FARTHEST = 2_147_483_647;

/** Ways from a place, for a list that is asked for them. */
export interface Way {
  /** Common table expressions that the rest stands on. */
  parts: string[];
  /** The metres of way to the row with the id of `page`. */
  metres: string;
  /**
   * Given when `within` is asked for: so many metres at most, what holds for the rows so near, and for those that may be so near by
   * an index.
   */
  within?: { most: string; holds: string; around?: string };
}

/** What the statement of a sorted list with facets is made of; all of it SQL. */
export interface List {
  query: { sort?: string; cursor?: string; limit: number; near?: string; within?: number; facets?: boolean };
  sorts: Record<string, SortKey>;
  bind: Bind;
  id: string;
  /** Rows, joined to what conditions and orders speak of. */
  from: string;
  /** Conditions that hold for every line, the reader's scope first. */
  base: string[];
  /** What the words of a search ask for. */
  search: Search | null;
  facets: Record<string, Facet>;
  hit: Hit;
  /** Given when `near` is asked for. */
  way?: Way;
  /**
   * Orders that no index of the whole list knows: parts, each of which can be walked in that order, that make up the list.
   * `until` is SQL of the last key that the first part leaves of interest to the others, null for all.
   */
  walks?: Partial<Record<string, (way: 'ASC' | 'DESC', until: string) => Walk[]>>;
  /** What is read of each line of the page, from `page` joined to `lines`. */
  columns: string;
  lines: string;
  /** Common table expressions that speak of `page`, for `lines`. */
  beside?: string[];
}

/**
 * Lines looked at in the order of the list before another way is taken. Where one line in sixty is asked for, they fill a
 * page; where fewer are, an index finds all of them in about the time these took. Who would not get there at
 * the pace so far turns round sooner: it is looked at every few hundred lines.
 * Properties, so that a test can have all ways with few lines.
 */
export const WALKING = { lookedAt: 4_000, pace: 500 };

/** A limit that none reaches: only before one does the database sort lines first and work their columns out as they are read. */
const ALL = 1_000_000_000;

/** Lines of the rows of `first` that are hits, in order, and the last one looked at, which stands for those behind it. */
function walkSql(first: string, limit: string, clumped = false): string {
  const { lookedAt, pace } = WALKING;
  const late = clumped ? '' : ` OR seen % ${pace} = 0 AND hits * ${lookedAt} < seen * ${limit}`;
  const seen = `SELECT *, row_number() OVER so_far AS seen, count(*) FILTER (WHERE hit) OVER so_far AS hits
    FROM ${first} ${lookedAt}) rows WINDOW so_far AS (ROWS UNBOUNDED PRECEDING)`;
  const paced = `SELECT *, seen = ${lookedAt}${late} AS last FROM (${seen}) seen`;
  // A count that only grows: the database stops at the first line that fails the condition.
  return `(SELECT id, key, last FROM (SELECT *, count(*) FILTER (WHERE last) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended
    FROM (${paced}) paced) lines WHERE ended < 1 AND (hit OR last) LIMIT ${limit})`;
}

/**
 * One statement for a screen: the ids of the page first, in order, then what is shown of them, and beside them the
 * facets. With `nearby`, asked for when nothing was found, the lines that nearly have the words of the search.
 */
function listSql(list: List, nearby: boolean): string {
  const { query, sorts, bind, id, from, base, search, facets, hit, way, columns, lines } = list;
  const sort = query.sort ?? NEWEST;
  if (!way && (query.within !== undefined || sort.endsWith('distance'))) throw invalidField('/near', 'missing');
  const set = Object.values(facets).filter(({ condition }) => condition !== null);
  const chosen = set.map(({ condition }) => condition!);
  const limit = bind(query.limit + 1);
  const parts = [...(way?.parts ?? []), ...(search?.parts ?? [])];
  const down = sort.startsWith('-');
  const name = down ? sort.slice(1) : sort;
  const straight: Walk = { from, key: sorts[name].sql };
  // An order by the way has it for its key.
  const near = ({ key }: { key: string }): string[] =>
    way?.within ? [name === 'distance' ? `${key} <= ${way.within.most}` : way.within.holds] : [];
  const all = [...base, ...near(straight)];
  const order = down ? 'key DESC, id DESC' : 'key, id';
  const rowsSql = (where: string[], more = '', { from, key } = straight): [rows: string, first: string] => {
    const sorted = ordered(sort, { [name]: { ...sorts[name], sql: key } }, id, query.cursor, bind);
    const conditions = [...where, ...(sorted.after ? [sorted.after] : [])].join(' AND ');
    const rows = `SELECT ${id}, ${key} AS key${more} FROM ${from} WHERE ${conditions}`;
    return [rows, `(${rows} ORDER BY ${sorted.order} LIMIT `];
  };
  // Beyond the last line that the first of several parts gives, no other part has a line for this page.
  const walked = (sqlOf: (walk: Walk) => string, ends: string): string => {
    const until = `(SELECT ${down ? 'min' : 'max'}(key) FROM first_walk HAVING ${ends})`;
    const [first, ...others] = list.walks?.[name]?.(down ? 'DESC' : 'ASC', until) ?? [straight];
    if (others.length === 0) return sqlOf(first);
    parts.push(`first_walk AS MATERIALIZED ${sqlOf(first)}`, ...others.flatMap((walk) => walk.parts ?? []));
    return ['SELECT * FROM first_walk', ...others.map(sqlOf)].join(' UNION ALL ');
  };
  const rest = [...base.slice(1), ...chosen];
  const nearly = `${id} IN (SELECT id FROM near_lines)`;
  if (nearby) {
    // What is spelt right is not looked for nearby, be it only on other pages or under other filters; of the whole list the
    // first statement has told. No LIMIT: only the first is asked for, but for one alone the planner would not use the index.
    const asked = chosen.length > 0 || query.cursor ? [...all, search!.all] : ['false', ...all, search!.all];
    const near = search!.near!('NOT EXISTS (SELECT FROM spelt)', base[0]);
    parts.push(
      `spelt AS MATERIALIZED (SELECT FROM ${from} WHERE ${asked.join(' AND ')})`,
      ...near.parts,
      `near_lines AS MATERIALIZED (${near.lines})`,
      `exact_page AS ${rowsSql([...all, ...chosen, nearly])[1]} ${limit})`,
    );
  } else if (!search && !way?.within) {
    const lines = walked((walk) => `${rowsSql([base[0], ...rest], '', walk)[1]} ${limit})`, `count(*) = ${limit}`);
    parts.push(`exact_page AS (SELECT * FROM (${lines}) walked ORDER BY ${order} LIMIT ${limit})`);
  } else {
    const told = [search?.all, ...set.map(({ index }) => index?.())].filter((one) => typeof one === 'string');
    const indexed = [...all, ...chosen, ...told, ...(way?.within?.around ? [way.within.around] : [])];
    if (sorts[name].unindexed) parts.push(`exact_page AS MATERIALIZED ${rowsSql(indexed)[1]} ${limit})`);
    else {
      // What the index of the order does not know is asked line by line. The last line looked at stands for those behind it.
      const known = [base[0], ...set.flatMap(({ condition, indexed }) => (indexed ? [condition!] : []))];
      const asked = [...rest.filter((one) => !known.includes(one)), ...(search ? [search.exact()] : [])];
      const hit = (walk: Walk): string => `, (${[...asked, ...near(walk)].join(' AND ')}) AS hit`;
      const foundIn = ({ where, ...part }: NonNullable<Walk['found']>): string =>
        `${rowsSql([...base, ...near(part), ...chosen, ...told, where], ', false AS last', part)[1]} ${limit})`;
      const lines = walked(
        (walk) =>
          search && walk.found
            ? foundIn(walk.found)
            : walkSql(rowsSql(known, hit(walk), walk)[1], limit, sorts[name].clumped),
        `count(*) = ${limit} OR bool_or(last)`,
      );
      parts.push(
        `walked AS MATERIALIZED (SELECT *, bool_or(last) OVER (ORDER BY ${order}) AS beyond FROM (${lines}) walks)`,
        `walk AS MATERIALIZED (SELECT count(*) FILTER (WHERE NOT beyond) >= ${limit} OR NOT coalesce(bool_or(beyond), false) AS enough FROM walked)`,
      );
      const unwalked = 'NOT (SELECT enough FROM walk)';
      if (way?.within && !way.within.around && name !== 'distance') {
        // Far and wide most lines are near enough: they are asked in their order until the page is full.
        const near = `, (${way.within.holds}) AS near`;
        parts.push(
          `sorted AS MATERIALIZED ${rowsSql([unwalked, ...base, ...chosen, ...told], near)[1]} ${ALL})`,
          `found AS (SELECT id, key FROM sorted WHERE near ORDER BY ${order} LIMIT ${limit})`,
        );
      } else parts.push(`found AS (${rowsSql([unwalked, ...indexed])[0]})`);
      parts.push(
        `exact_page AS MATERIALIZED (SELECT * FROM (SELECT id, key FROM walked WHERE (SELECT enough FROM walk)
          UNION ALL SELECT id, key FROM found) lines ORDER BY ${order} LIMIT ${limit})`,
      );
    }
  }
  parts.push('page AS (SELECT q.*, row_number() OVER () AS place FROM exact_page q)');
  parts.push(...(list.beside ?? []));
  const metres = name === 'distance' ? `nullif(page.key, ${FARTHEST})` : `(${way?.metres})`;
  const far = way ? `, ${metres} AS "distanceMetres"` : '';
  const shown = `SELECT ${columns}, page.place, page.key::text AS "sortKey"${far} FROM page ${lines}`;
  if (!query.facets) return `WITH ${parts.join(', ')} ${shown} ORDER BY page.place`;
  const hitsSql = (where: string[]): string =>
    `SELECT ${[...hit.columns, ...(hit.alone ? [hit.alone] : [])].join(', ')}, ${missOf(facets)} AS miss FROM ${from} WHERE ${where.join(' AND ')}`;
  parts.push(facetsSql(facets, hit, hitsSql([...all, ...(nearby ? [nearly] : search ? [search.all] : [])])));
  return `WITH ${parts.join(', ')} SELECT lines.*, CASE WHEN coalesce(lines.place, 1) = 1 THEN facets.facets END AS facets
    FROM facets LEFT JOIN (${shown}) lines ON true ORDER BY lines.place`;
}

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
