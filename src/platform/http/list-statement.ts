import { invalidField } from '../errors/app-error';
import { facetsSql, missOf } from './facets';
import { FARTHEST, type List, type Walk } from './list';
import { NEWEST, ordered } from './page';

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
 * facets. With `nearby`, asked for when nothing was found, the lines that nearly have the words of the search. Throws
 * `invalid_input` for an order by distance, or a way, from nowhere.
 */
export const listSql = (list: List, nearby: boolean): string => new Statement(list).sql(nearby);

const nearly = ({ id }: List): string => `${id} IN (SELECT id FROM near_lines)`;

class Statement {
  private readonly down: boolean;
  /** The name of the order without its direction, and the order of rows with `key` and `id`. */
  private readonly name: string;
  private readonly order: string;
  private readonly limit: string;
  /** The list in one part. */
  private readonly straight: Walk;
  /** Conditions of the filters that are set. */
  private readonly chosen: string[];
  /** Common table expressions so far. */
  private readonly parts: string[];

  constructor(private readonly list: List) {
    const { query, sorts, bind, from, facets, way, search } = list;
    const sort = query.sort ?? NEWEST;
    if (!way && (query.within !== undefined || sort.endsWith('distance'))) throw invalidField('/near', 'missing');
    this.down = sort.startsWith('-');
    this.name = this.down ? sort.slice(1) : sort;
    this.order = this.down ? 'key DESC, id DESC' : 'key, id';
    this.limit = bind(query.limit + 1);
    this.straight = { from, key: sorts[this.name].sql };
    this.chosen = Object.values(facets).flatMap(({ condition }) => (condition === null ? [] : [condition]));
    this.parts = [...(way?.parts ?? []), ...(search?.parts ?? [])];
  }

  sql(nearby: boolean): string {
    const { query, sorts, search, way, beside = [] } = this.list;
    if (nearby) this.nearbyPage();
    else if (!search && !way?.within) this.plainPage();
    else if (sorts[this.name].unindexed) this.sortedPage();
    else this.walkedPage();
    this.parts.push('page AS (SELECT q.*, row_number() OVER () AS place FROM exact_page q)', ...beside);
    const shown = this.shown();
    if (!query.facets) return `WITH ${this.parts.join(', ')} ${shown} ORDER BY page.place`;
    this.facets(nearby);
    return `WITH ${this.parts.join(', ')} SELECT lines.*, CASE WHEN coalesce(lines.place, 1) = 1 THEN facets.facets END AS facets
    FROM facets LEFT JOIN (${shown}) lines ON true ORDER BY lines.place`;
  }

  /** The page of what nearly has the words. */
  private nearbyPage(): void {
    const { base, search } = this.list;
    const { parts, lines } = search!.near!(base[0]);
    this.parts.push(
      ...parts,
      `near_lines AS MATERIALIZED (${lines})`,
      `exact_page AS ${this.first([...base, ...this.near(), ...this.chosen, nearly(this.list)])}`,
    );
  }

  /** The page by an index of the order or of a filter, whichever the planner takes. */
  private plainPage(): void {
    const where = [...this.list.base, ...this.chosen];
    const lines = this.walks((walk) => this.first(where, walk), `count(*) = ${this.limit}`);
    this.parts.push(`exact_page AS (SELECT * FROM (${lines}) walked ORDER BY ${this.order} LIMIT ${this.limit})`);
  }

  /** The page of what indexes find, sorted. */
  private sortedPage(): void {
    this.parts.push(`exact_page AS MATERIALIZED ${this.first(this.indexed())}`);
  }

  /** The page along the order, or, where that would be too far, of what indexes find. */
  private walkedPage(): void {
    const { base, search, facets, sorts } = this.list;
    // What the index of the order does not know is asked line by line. The last line looked at stands for those behind it.
    const known = [
      base[0],
      ...Object.values(facets).flatMap(({ condition, indexed }) => (condition !== null && indexed ? [condition] : [])),
    ];
    const asked = [...base.slice(1), ...this.chosen].filter((one) => !known.includes(one));
    const walk = (part: Walk): string => {
      const hit = [...asked, ...(search ? [search.exact()] : []), ...this.near(part)].join(' AND ');
      return walkSql(this.lines(known, part, `, (${hit}) AS hit`), this.limit, sorts[this.name].clumped);
    };
    const find = ({ where, ...part }: NonNullable<Walk['found']>): string =>
      this.first([...base, ...this.chosen, ...this.told(), ...this.near(part), where], part, ', false AS last');
    const lines = this.walks(
      (part) => (search && part.found ? find(part.found) : walk(part)),
      `count(*) = ${this.limit} OR bool_or(last)`,
    );
    this.parts.push(
      `walked AS MATERIALIZED (SELECT *, bool_or(last) OVER (ORDER BY ${this.order}) AS beyond FROM (${lines}) walks)`,
      `walk AS MATERIALIZED (SELECT count(*) FILTER (WHERE NOT beyond) >= ${this.limit} OR NOT coalesce(bool_or(beyond), false) AS enough FROM walked)`,
      ...this.found('NOT (SELECT enough FROM walk)'),
      `exact_page AS MATERIALIZED (SELECT * FROM (SELECT id, key FROM walked WHERE (SELECT enough FROM walk)
          UNION ALL SELECT id, key FROM found) lines ORDER BY ${this.order} LIMIT ${this.limit})`,
    );
  }

  /** Common table expressions that end in `found`, what indexes find under a condition. */
  private found(only: string): string[] {
    const { base, way } = this.list;
    if (!way?.within || way.within.around || this.name === 'distance')
      return [`found AS (${this.rows([only, ...this.indexed()])})`];
    // Far and wide most lines are near enough: they are asked in their order until the page is full.
    const sorted = this.lines(
      [only, ...base, ...this.chosen, ...this.told()],
      this.straight,
      `, (${way.within.holds}) AS near`,
    );
    return [
      `sorted AS MATERIALIZED ${sorted} ${ALL})`,
      `found AS (SELECT id, key FROM sorted WHERE near ORDER BY ${this.order} LIMIT ${this.limit})`,
    ];
  }

  /** What holds for lines so near; an order by the way has it for its key. */
  private near({ key }: Pick<Walk, 'key'> = this.straight): string[] {
    const within = this.list.way?.within;
    return within ? [this.name === 'distance' ? `${key} <= ${within.most}` : within.holds] : [];
  }

  /** What words and filters say to an index. */
  private told(): string[] {
    const { search, facets } = this.list;
    const filters = Object.values(facets).map(({ condition, index }) => (condition === null ? null : index?.()));
    return [search?.all, ...filters].filter((one) => typeof one === 'string');
  }

  /** What holds for a line, and what indexes know of it. */
  private indexed(): string[] {
    const around = this.list.way?.within?.around;
    return [...this.list.base, ...this.near(), ...this.chosen, ...this.told(), ...(around ? [around] : [])];
  }

  /** A query for the ids and keys of lines beyond the cursor, and what it is ordered by. */
  private select(
    where: string[],
    { from, key }: Pick<Walk, 'from' | 'key'>,
    more: string,
  ): { rows: string; order: string } {
    const { query, sorts, id, bind } = this.list;
    const { after, order } = ordered(
      query.sort ?? NEWEST,
      { [this.name]: { ...sorts[this.name], sql: key } },
      id,
      query.cursor,
      bind,
    );
    const conditions = [...where, ...(after ? [after] : [])].join(' AND ');
    return { rows: `SELECT ${id}, ${key} AS key${more} FROM ${from} WHERE ${conditions}`, order };
  }

  private rows(where: string[]): string {
    return this.select(where, this.straight, '').rows;
  }

  /** The same in order, open for a limit and its bracket. */
  private lines(where: string[], part: Pick<Walk, 'from' | 'key'>, more: string): string {
    const { rows, order } = this.select(where, part, more);
    return `(${rows} ORDER BY ${order} LIMIT`;
  }

  /** The first lines of a page. */
  private first(where: string[], part: Pick<Walk, 'from' | 'key'> = this.straight, more = ''): string {
    return `${this.lines(where, part, more)} ${this.limit})`;
  }

  /** The list in the parts of its order; beyond the last line that the first one gives, no other has a line for this page. */
  private walks(sqlOf: (walk: Walk) => string, ends: string): string {
    const until = `(SELECT ${this.down ? 'min' : 'max'}(key) FROM first_walk HAVING ${ends})`;
    const walks = this.list.walks?.[this.name]?.(this.down ? 'DESC' : 'ASC', until) ?? [this.straight];
    const [first, ...others] = walks;
    if (others.length === 0) return sqlOf(first);
    this.parts.push(`first_walk AS MATERIALIZED ${sqlOf(first)}`, ...others.flatMap((walk) => walk.parts ?? []));
    return ['SELECT * FROM first_walk', ...others.map(sqlOf)].join(' UNION ALL ');
  }

  /** What is shown of the lines of the page. */
  private shown(): string {
    const { columns, lines, way } = this.list;
    const metres = this.name === 'distance' ? `nullif(page.key, ${FARTHEST})` : `(${way?.metres})`;
    const far = way ? `, ${metres} AS "distanceMetres"` : '';
    return `SELECT ${columns}, page.place, page.key::text AS "sortKey"${far} FROM page ${lines}`;
  }

  /** Adds `facets`. */
  private facets(nearby: boolean): void {
    const { base, search, facets, from, hit } = this.list;
    const words = nearby ? [nearly(this.list)] : search ? [search.all] : [];
    const columns = [...hit.columns, ...(hit.alone ? [hit.alone] : []), `${missOf(facets)} AS miss`].join(', ');
    const where = [...base, ...this.near(), ...words].join(' AND ');
    this.parts.push(facetsSql(facets, hit, `SELECT ${columns} FROM ${from} WHERE ${where}`));
  }
}
