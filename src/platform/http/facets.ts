import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { Int, Text } from './fields';

/** One value of a facet and how many lines have it. */
export class FacetValueDto {
  @Text(100, { description: 'What to pass as the filter of the same name.' }) value: string;
  @Text(200, { nullable: true, description: 'Name of a row (school, skill …); null for words of a closed list.' })
  name: string | null;
  @Int(0, 1_000_000_000) count: number;
}

/** How many lines each further choice would leave. */
@ApiExtraModels(FacetValueDto)
export class FacetsDto {
  @Int(0, 1_000_000_000, { description: 'Lines that match everything asked.' }) total: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { $ref: '#/components/schemas/FacetValueDto' } },
    description: 'By filter name: its values, most lines first; each list leaves its own filter out of account.',
  })
  by: Record<string, FacetValueDto[]>;
}

/** A filter of a list that is also counted. */
export interface Facet {
  /** The condition that the filter sets now; null when it is not set. */
  condition: string | null;
  /** True when every order of the list is quick under the condition, be it by an index or because so many lines have it. */
  indexed?: true;
  /** The condition as an index has it, for a filter that few lines may have. */
  index?: () => string | null;
  /** The column of the hit `h` that the values stem from. */
  column: string;
  /** SQL of a value, where it is not the column itself, and what is joined to the hit for it. */
  value?: string;
  from?: string;
  /** The table whose rows the values are, by id; other values do not count. */
  names?: string;
  /** True for the facet of the column that is counted alone. */
  alone?: true;
}

/** At the most this many values of one facet. */
const MOST_VALUES = 200;

/** Columns that the facets count, in terms of a list's `from`; `alone` has so many values that it is counted by itself. */
export interface Hit {
  columns: string[];
  alone?: string;
}

const nameOf = (column: string): string => column.slice(column.indexOf('.') + 1);

/**
 * Common table expressions that end in `facets(facets jsonb)`, a `FacetsDto`. `hits` is a SELECT that has every row in
 * question with the columns the facets name and a column `miss`, made by `missOf`. Rows that do not differ in them are counted
 * together first: of thousands of lines a few hundred sorts are left.
 */
export function facetsSql(facets: Record<string, Facet>, { columns, alone }: Hit, hits: string): string {
  const set = Object.keys(facets).filter((name) => facets[name].condition !== null);
  const counted = Object.entries(facets).map(([name, { column, value = `h.${column}`, from = '', names, alone }]) => {
    const own = set.includes(name) ? 1 << set.indexOf(name) : 0;
    const those = `FROM hits WHERE alone = ${alone ? 1 : 0} AND miss & ~${own} = 0`;
    // Other columns have few contents: what they hold is taken apart once for each. Values are named when they are counted.
    const h = alone ? `SELECT * ${those}` : `SELECT ${column}, sum(count) AS count ${those} GROUP BY 1`;
    const values = `SELECT ${value} AS value, sum(h.count)::bigint AS count FROM (${h}) h ${from} GROUP BY 1`;
    return `(SELECT '${name}' AS facet, v.value::text AS value, ${names ? 'named.name' : 'NULL'} AS name, v.count
      FROM (${values}) v ${names ? `JOIN ${names} named ON named.id = v.value` : ''} WHERE v.value IS NOT NULL ORDER BY 4 DESC, 2 LIMIT ${MOST_VALUES})`;
  });
  // Rows that fail two filters count for neither. Not by a list of the values: of it the planner expects next to no rows, and sorts all.
  const near = set.length > 1 ? ' WHERE miss & (miss - 1) < 1' : '';
  // OFFSET 0: of the columns of one query the planner expects few sorts, and hashes; those of two tables it would sort.
  const lines = `(${hits} OFFSET 0) lines${near}`;
  const together = [...columns.map(nameOf), 'miss'].join(', ');
  const one = alone && nameOf(alone);
  const sorts = one
    ? `SELECT ${together}, ${one}, 1 - GROUPING(${one}) AS alone, count(*) AS count FROM ${lines} GROUP BY GROUPING SETS ((${together}), (${one}, miss))`
    : `SELECT ${together}, 0 AS alone, count(*) AS count FROM ${lines} GROUP BY ${together}`;
  return `hits AS MATERIALIZED (${sorts}), counted AS (${counted.join(' UNION ALL ')}),
    facets AS (SELECT jsonb_build_object('total', (SELECT coalesce(sum(count), 0)::bigint FROM hits WHERE miss = 0 AND alone = 0), 'by', coalesce((SELECT jsonb_object_agg(facet, list) FROM (
      SELECT facet, jsonb_agg(jsonb_build_object('value', value, 'name', name, 'count', count) ORDER BY count DESC, value) AS list FROM counted GROUP BY facet) lists), '{}')) AS facets)`;
}

/** SQL of the bits of the set filters that a row fails. */
export function missOf(facets: Record<string, Facet>): string {
  const set = Object.values(facets).flatMap(({ condition }) => condition ?? []);
  return set.map((condition, i) => `CASE WHEN ${condition} THEN 0 ELSE ${1 << i} END`).join(' + ') || '0';
}
