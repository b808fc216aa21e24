import { scopeSql } from '../access/access';
import type { Actor, Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { hereSql, WITH_HERE } from '../districts/distance';
import type { Facet } from '../platform/http/facets';
import type { Bind, List, Way } from '../platform/http/list';
import { readList } from '../platform/http/lists';
import { NEWEST } from '../platform/http/page';
import { searchFor } from '../platform/search';
import { topicFacet, TOPICS } from '../taxonomy/topics';
import { fromTimes } from './draft';
import type { NeedDto, NeedsPageDto, NeedsQuery } from './needs.dto';
import {
  METRES_BY_PLACE,
  NEED_METRES,
  NEED_PLACES,
  NEED_SORTS,
  nearestNeeds,
  needsAround,
  needWithin,
  placesSql,
  WITH_PLACE,
} from './needs.sorts';
import type { NeedTimes } from './times';

/** Engagements that hold a seat of need `n`. */
export const ACCEPTED_SEATS = `(SELECT count(*)::int FROM engagement e WHERE e.need_id = n.id AND e.state <> 'ended')`;

// Names by a look of their own: of joins the planner weighs up every order, which costs a page more than reading them.
const COLUMNS = `n.id, n.code, n.state, n.school_id AS "schoolId", (SELECT name FROM school WHERE id = n.school_id) AS "schoolName", n.title, n.description, n.category_id AS "categoryId",
  (SELECT name FROM category WHERE id = n.category_id) AS "categoryName",
  n.programme_id AS "programmeId", (SELECT name FROM programme WHERE id = n.programme_id) AS "programmeName", n.audience, n.grades, n.head_count AS "headCount", n.form,
  n.seats, n.minimum, ${ACCEPTED_SEATS} AS accepted, n.times, n.weekly_minutes AS "weeklyMinutes", n.period_from::text AS "periodFrom",
  n.period_to::text AS "periodTo", n.place_kind AS "placeKind", n.place_name AS "placeName", n.area_id AS "areaId", n.languages, n.minors, n.one_to_one AS "oneToOne",
  n.under14, n.guardian_consent_on::text AS "guardianConsentOn", n.care_groups AS "careGroups", n.urgent, n.priority, n.quantity,
  n.wished_offer_id AS "wishedOfferId", n.contact, n.answer_by::text AS "answerBy", n.notes, n.return_reason AS "returnReason",
  n.stale_since AS "staleSince", n.confirmed_at AS "confirmedAt", n.submitted_at AS "submittedAt", n.version,
  coalesce(skills.list, '[]') AS skills`;

/** A common table expression with the skills of the needs with the ids that `those` gives: once for all of a page. */
const skillsSql = (those: string): string => `skills AS MATERIALIZED (
  SELECT k.need_id, jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'name', sk.name, 'level', k.level, 'required', k.required) ORDER BY sk.name) AS list
  FROM need_skill k JOIN skill sk ON sk.id = k.skill_id WHERE k.need_id IN (${those}) GROUP BY k.need_id)`;
const WITH_SKILLS = 'LEFT JOIN skills ON skills.need_id = n.id';

/** What those who see a need only as a line of the menu are not told: care groups are sensitive facts about minors. */
const HIDDEN_ON_MENU = { careGroups: [], contact: '', notes: '', returnReason: null, guardianConsentOn: null };

type NeedRowView = NeedDto & { times: NeedTimes; full: boolean };

/** A row of the statements here as the API shows it. */
export function needView(row: NeedRowView): NeedDto {
  const { times, full, ...need } = row;
  return { ...need, alternatives: fromTimes(times), ...(full ? {} : HIDDEN_ON_MENU) };
}

/** True for a line that nobody has confirmed since the term began in which the moment `now` lies. */
export const unconfirmed = (
  alias: string,
  now: string,
): string => `EXISTS (SELECT FROM term t JOIN district td ON td.id = t.district_id
  WHERE t.district_id = ${alias}.district_id AND (${now}::timestamptz AT TIME ZONE td.timezone)::date BETWEEN t.starts_on AND t.ends_on
    AND ${alias}.confirmed_at < t.starts_on::timestamp AT TIME ZONE td.timezone)`;

/** The index of migration `26-narrow-walks` with the grades, weekdays and the priority of a need. */
const MARKS = `array_positions(string_to_array((n.grades::bit(13) || n.weekdays::integer::bit(8) || (1 << n.priority)::bit(5))::text, NULL), '1')`;

/** Rows of the needs menu that a query asks for, as conditions; every facet has its own. */
function asked(query: NeedsQuery, bind: Bind): Record<string, Facet> {
  const is = (sql: string, value: unknown): string | null => (value === undefined ? null : `${sql} = ${bind(value)}`);
  const bit = (sql: string, value?: number): string | null =>
    value === undefined ? null : `${sql} & ${bind(1 << value)} <> 0`;
  const mark = (position: number, value?: number): string | null =>
    value === undefined ? null : `${MARKS} @> ARRAY[${bind(position - value)}::int]`;
  const word = (value?: string): string | null =>
    value === undefined ? null : `ARRAY[n.form, n.audience] @> ARRAY[${bind(value)}::text]`;
  // Not by the column of its own: the search index knows topics beside words.
  const about = (id?: string): string | null => (id === undefined ? null : `n.topic_ids @> ARRAY[${bind(id)}::uuid]`);
  return {
    state: { condition: is('n.state', query.state), indexed: true, column: 'state' },
    schoolId: {
      condition: is('n.school_id', query.schoolId),
      indexed: true,
      column: 'school_id',
      alone: true,
      names: 'school',
    },
    programmeId: {
      condition: about(query.programmeId),
      ...topicFacet('programme'),
    },
    categoryId: {
      condition: about(query.categoryId),
      ...topicFacet('category'),
    },
    skillId: {
      condition: about(query.skillId),
      ...topicFacet('skill'),
    },
    form: { condition: is('n.form', query.form), index: () => word(query.form), column: 'form' },
    audience: { condition: is('n.audience', query.audience), index: () => word(query.audience), column: 'audience' },
    priority: {
      condition: is('n.priority', query.priority),
      index: () => mark(26, query.priority),
      column: 'priority',
    },
    grade: {
      condition: bit('n.grades', query.grade),
      index: () => mark(13, query.grade),
      column: 'grades',
      value: 'g',
      from: 'JOIN generate_series(0, 12) g ON h.grades & (1 << g) <> 0',
    },
    weekday: {
      condition: bit('n.weekdays', query.weekday),
      index: () => mark(21, query.weekday),
      column: 'weekdays',
      value: 'd',
      from: 'JOIN generate_series(1, 7) d ON h.weekdays & (1 << d) <> 0',
    },
  };
}

function needsList(actor: Actor, query: NeedsQuery, now: Date, bind: Bind, params: unknown[]): List {
  const base = [scopeSql(actor, 'need.read', 'n', params)];
  if (query.unconfirmed) base.push(`n.state IN ('open', 'filled') AND ${unconfirmed('n', bind(now))}`);
  if (query.stale) base.push('n.stale_since IS NOT NULL');
  return {
    sorts: NEED_SORTS,
    id: 'n.id',
    query,
    bind,
    base,
    search: query.search
      ? searchFor(query.search, { table: 'need', alias: 'n', districtId: actor.districtId, topics: TOPICS }, bind)
      : null,
    facets: asked(query, bind),
    from: `need n ${orderJoins(query.sort)}`,
    hit: {
      columns: ['n.state', 'n.topic_ids', 'n.form', 'n.audience', 'n.priority', 'n.grades', 'n.weekdays'],
      alone: 'n.school_id',
    },
    way: wayTo(actor, query, bind, params),
    walks: {
      distance: (way, until) => nearestNeeds(bind(actor.districtId), way, until, query.within !== undefined),
    },
    columns: `${COLUMNS}, ${fullSql(actor, params)} AS full`,
    lines: `JOIN need n ON n.id = page.id ${query.within === undefined ? '' : WITH_PLACE} ${WITH_SKILLS}`,
    beside: [skillsSql('SELECT id FROM page')],
  };
}

/** What the sort key of a need is read from beside the need. */
function orderJoins(sort = NEWEST): string {
  if (sort.endsWith('distance')) return WITH_PLACE;
  return sort.endsWith('school') ? 'JOIN school s ON s.district_id = n.district_id AND s.id = n.school_id' : '';
}

/** Metres around a place within which there are so few others that they narrow down what the words find. */
const FEW_PLACES = 5_000;

/** Ways from a school, an area or a volunteer's home. */
function wayTo(actor: Actor, { near, within, search }: NeedsQuery, bind: Bind, params: unknown[]): Way | undefined {
  if (near === undefined) return undefined;
  const district = bind(actor.districtId);
  const metres = within === undefined ? undefined : `${bind(within)}::int`;
  const parts = [
    hereSql(bind(near), district, scopeSql(actor, 'volunteer.read', 'v', params)),
    placesSql(district, metres),
  ];
  if (!metres)
    return { parts, metres: `SELECT ${NEED_METRES} FROM need n ${NEED_PLACES} ${WITH_HERE} WHERE n.id = page.id` };
  // Of many places the words find fewer lines by themselves.
  const around = !search || within! <= FEW_PLACES ? needsAround(district, metres) : undefined;
  return { parts, metres: METRES_BY_PLACE, within: { most: metres, holds: needWithin(metres), around } };
}

/** True for those who may see all of need `n`. */
const fullSql = (actor: Actor, params: unknown[]): string =>
  `(${scopeSql(actor, 'need.change', 'n', params)} OR ${actor.grants.some(({ role }) => role === 'auditor')})`;

/** One page of the needs menu: what the actor may see. */
export function needsPage(tx: Tx, ctx: Ctx, query: NeedsQuery, now: Date): Promise<NeedsPageDto> {
  return readList(tx, needView, (bind, params) => needsList(ctx.actor, query, now, bind, params));
}

/** The statement behind GET /api/needs/{id}; a function of its own so that a benchmark can run the same one. */
export function needStatement(actor: Actor, id: string): { text: string; params: unknown[] } {
  const params: unknown[] = [id];
  const seen = scopeSql(actor, 'need.read', 'n', params);
  return {
    text: `WITH ${skillsSql('$1')} SELECT ${COLUMNS}, ${fullSql(actor, params)} AS full FROM need n ${WITH_SKILLS} WHERE n.id = $1 AND ${seen}`,
    params,
  };
}

/** One need, or null if the actor may not see it. */
export async function needById(tx: Tx, ctx: Ctx, id: string): Promise<NeedDto | null> {
  const { text, params } = needStatement(ctx.actor, id);
  const [row] = await tx.query(text, params);
  return row ? needView(row) : null;
}
