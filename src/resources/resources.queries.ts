import { mayEver, scopeSql } from '../access/access';
import { hereSql, WITH_HERE } from '../districts/distance';
import { unconfirmed } from '../needs/needs.queries';
import type { Actor, Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Facet } from '../platform/http/facets';
import type { Bind, List, Way } from '../platform/http/list';
import { readList } from '../platform/http/lists';
import { NEWEST } from '../platform/http/page';
import { searchFor } from '../platform/search';
import { topicFacet, TOPICS } from '../taxonomy/topics';
import { fromAvailability } from './availability';
import type { OfferAvailability } from './resource';
import type {
  OfferDto,
  OffersPageDto,
  OffersQuery,
  VolunteerDto,
  VolunteersPageDto,
  VolunteersQuery,
} from './resources.dto';
import {
  HOME_METRES,
  homesAround,
  homesSql,
  homeWithin,
  metresOf,
  nearestOffers,
  OFFER_SORTS,
  OFFER_SORTS_BY_HOMES,
  VOLUNTEER_SORTS,
} from './resources.sorts';

/** The clearance `cl` of volunteer `v` that lasts longest, and how it stands: `st.status`. `today` is SQL and may use the district `d`. */
const clearanceSql = (today: string): string => `JOIN district d ON d.id = v.district_id LEFT JOIN LATERAL (
    SELECT c.number, c.authority, c.checked_on::text AS "checkedOn", c.expires_on::text AS "expiresOn", c.expires_on
    FROM clearance c WHERE c.volunteer_id = v.id AND c.revoked_at IS NULL ORDER BY c.expires_on DESC LIMIT 1) cl ON true
  CROSS JOIN LATERAL (SELECT CASE WHEN cl.expires_on IS NULL THEN 'missing' WHEN cl.expires_on < ${today} THEN 'expired'
    WHEN cl.expires_on < ${today} + (d.settings->>'clearanceWarningDays')::int THEN 'expiring' ELSE 'valid' END AS status) st`;

const VOLUNTEER = `v.id, v.code, v.state, v.kind, v.name, v.phone, v.retired_from AS "retiredFrom", v.veteran_group AS "veteranGroup",
  v.guest_group AS "guestGroup", v.tier, v.people, v.birth_year AS "birthYear", v.languages, v.area_id AS "areaId", a.name AS "areaName",
  v.travel_mode AS "travelMode", v.travel_limit_metres AS "travelLimitMetres", v.buffer_minutes AS "bufferMinutes", v.max_concurrent AS "maxConcurrent",
  v.monthly_minutes AS "monthlyMinutes", v.wished_school_ids AS "wishedSchoolIds", v.preferred_contact AS "preferredContact",
  v.consented_on::text AS "consentedOn", v.training, v.trained_on::text AS "trainedOn",
  CASE WHEN cl.number IS NULL THEN NULL ELSE jsonb_build_object('number', cl.number, 'authority', cl.authority, 'checkedOn', cl."checkedOn", 'expiresOn', cl."expiresOn") END AS clearance,
  st.status AS "clearanceStatus",
  (SELECT count(*)::int FROM offer o WHERE o.volunteer_id = v.id AND o.state = 'listed') AS "listedOffers",
  (SELECT count(*)::int FROM engagement e WHERE e.volunteer_id = v.id AND e.state IN ('agreed', 'serving')) AS "liveEngagements", v.version`;

const VOLUNTEER_FROM = `volunteer v LEFT JOIN area a ON a.id = v.area_id`;

/** The conditions of a query about volunteers, each with its facet. */
function askedVolunteers(query: VolunteersQuery, bind: Bind): Record<string, Facet> {
  const is = (sql: string, value: unknown): string | null => (value === undefined ? null : `${sql} = ${bind(value)}`);
  return {
    state: { condition: is('v.state', query.state), indexed: true, column: 'state' },
    kind: { condition: is('v.kind', query.kind), column: 'kind' },
    veteranGroup: { condition: is('v.veteran_group', query.veteranGroup), column: 'veteran_group' },
    guestGroup: { condition: is('v.guest_group', query.guestGroup), column: 'guest_group' },
    tier: { condition: is('v.tier', query.tier), column: 'tier' },
    clearance: { condition: is('st.status', query.clearance), column: 'status' },
    areaId: {
      condition: is('v.area_id', query.areaId),
      column: 'area_id',
      names: 'area',
    },
    skillId: {
      condition:
        query.skillId === undefined
          ? null
          : `EXISTS (SELECT FROM offer o JOIN offer_skill k ON k.offer_id = o.id WHERE o.volunteer_id = v.id AND o.state = 'listed' AND k.skill_id = ${bind(query.skillId)})`,
      column: 'id',
      value: 'k.skill_id',
      alone: true,
      from: `JOIN (SELECT DISTINCT o.volunteer_id, k.skill_id FROM offer o JOIN offer_skill k ON k.offer_id = o.id WHERE o.state = 'listed') k ON k.volunteer_id = h.id`,
      names: 'skill',
    },
  };
}

function volunteersList(actor: Actor, query: VolunteersQuery, now: Date, bind: Bind, params: unknown[]): List {
  const sort = query.sort ?? NEWEST;
  const clearance = clearanceSql(`(${bind(now)}::timestamptz AT TIME ZONE d.timezone)::date`);
  const base = [scopeSql(actor, 'volunteer.read', 'v', params)];
  return {
    sorts: VOLUNTEER_SORTS,
    id: 'v.id',
    query,
    bind,
    base,
    search: query.search
      ? searchFor(query.search, { table: 'volunteer', alias: 'v', districtId: actor.districtId, names: true }, bind)
      : null,
    facets: askedVolunteers(query, bind),
    from: `${VOLUNTEER_FROM} ${sort.endsWith('distance') ? WITH_HERE : ''} ${query.clearance || query.facets || sort.endsWith('clearance') ? clearance : ''}`,
    hit: {
      columns: ['v.state', 'v.kind', 'v.veteran_group', 'v.guest_group', 'v.tier', 'v.area_id', 'st.status'],
      alone: 'v.id',
    },
    way: wayTo(actor, query, { id: 'v.id', metres: `SELECT ${HOME_METRES} FROM here`, shown: 'page.id' }, bind, params),
    columns: VOLUNTEER,
    lines: `JOIN volunteer v ON v.id = page.id LEFT JOIN area a ON a.id = v.area_id ${clearance}`,
  };
}

/** One page of volunteers with, if asked for, what each further choice would leave. */
export function volunteersPage(tx: Tx, ctx: Ctx, query: VolunteersQuery, now: Date): Promise<VolunteersPageDto> {
  const view = (row: VolunteerDto): VolunteerDto => row;
  return readList(tx, view, (bind, params) => volunteersList(ctx.actor, query, now, bind, params));
}

export async function volunteerById(tx: Tx, ctx: Ctx, id: string, now: Date): Promise<VolunteerDto | null> {
  const params: unknown[] = [id, now];
  const seen = scopeSql(ctx.actor, 'volunteer.read', 'v', params);
  const today = '($2::timestamptz AT TIME ZONE d.timezone)::date';
  const [row] = await tx.query(
    `SELECT ${VOLUNTEER} FROM ${VOLUNTEER_FROM} ${clearanceSql(today)} WHERE v.id = $1 AND ${seen}`,
    params,
  );
  return row ?? null;
}

// Names by a look of their own: of joins the planner weighs up every order, which costs a page more than reading them.
const OFFER = `o.id, o.code, o.state, o.volunteer_id AS "volunteerId", v.name AS "volunteerName", v.kind AS "volunteerKind",
  v.veteran_group AS "veteranGroup", o.title, o.description, o.category_id AS "categoryId", (SELECT name FROM category WHERE id = o.category_id) AS "categoryName",
  o.programme_id AS "programmeId", (SELECT name FROM programme WHERE id = o.programme_id) AS "programmeName", o.forms, o.grades, o.session_minutes AS "sessionMinutes", o.availability, o.onsite, o.online,
  o.max_concurrent AS "maxConcurrent", o.monthly_minutes AS "monthlyMinutes", o.travel_limit_metres AS "travelLimitMetres", o.stock, o.site_needs AS "siteNeeds", o.notes,
  o.stale_since AS "staleSince", o.confirmed_at AS "confirmedAt", o.version,
  coalesce(skills.list, '[]') AS skills`;

/** A common table expression with the skills of the offers with the ids that `those` gives: once for all of a page. */
const skillsSql = (those: string): string => `skills AS MATERIALIZED (
  SELECT k.offer_id, jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'name', s.name, 'level', k.level) ORDER BY s.name) AS list
  FROM offer_skill k JOIN skill s ON s.id = k.skill_id WHERE k.offer_id IN (${those}) GROUP BY k.offer_id)`;
const WITH_SKILLS = 'LEFT JOIN skills ON skills.offer_id = o.id';

const OFFER_FROM = `offer o JOIN volunteer v ON v.id = o.volunteer_id`;

type OfferRowView = Omit<OfferDto, 'availability'> & { availability: OfferAvailability };

const offerView = (row: OfferRowView): OfferDto => ({
  ...row,
  availability: fromAvailability(row.availability),
});

/** The conditions of a query about offers, each with its facet. */
function askedOffers(query: OffersQuery, bind: Bind): Record<string, Facet> {
  const is = (sql: string, value: unknown): string | null => (value === undefined ? null : `${sql} = ${bind(value)}`);
  // Not by the column of its own: the search index knows topics beside words.
  const about = (id?: string): string | null => (id === undefined ? null : `o.topic_ids @> ARRAY[${bind(id)}::uuid]`);
  return {
    state: { condition: is('o.state', query.state), indexed: true, column: 'state' },
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
    form: {
      condition: query.form === undefined ? null : `${bind(query.form)} = ANY(o.forms)`,
      column: 'forms',
      value: 'f',
      from: 'CROSS JOIN unnest(h.forms) f',
    },
    kind: { condition: is('v.kind', query.kind), column: 'kind' },
    veteranGroup: { condition: is('v.veteran_group', query.veteranGroup), column: 'veteran_group' },
    grade: {
      condition: query.grade === undefined ? null : `(o.grades = 0 OR o.grades & ${bind(1 << query.grade)} <> 0)`,
      column: 'grades',
      value: 'g',
      from: 'JOIN generate_series(0, 12) g ON h.grades = 0 OR h.grades & (1 << g) <> 0',
    },
    weekday: {
      condition: query.weekday === undefined ? null : `o.weekdays & ${bind(1 | (1 << query.weekday))} <> 0`,
      column: 'weekdays',
      value: 'w',
      from: 'JOIN generate_series(1, 7) w ON h.weekdays & (1 | (1 << w)) <> 0',
    },
    online: { condition: is('o.online', query.online), column: 'online' },
  };
}

/** What conditions, facets and the sort key of an offer are read from beside the offer. */
function volunteerOf(query: OffersQuery): string {
  const { kind, veteranGroup, facets, sort = NEWEST } = query;
  const far = sort.endsWith('distance') && !asksHomes(query);
  const asked = far || facets || kind || veteranGroup || sort.endsWith('volunteer');
  return [
    ...(asked ? ['JOIN volunteer v ON v.district_id = o.district_id AND v.id = o.volunteer_id'] : []),
    ...(far ? [`LEFT JOIN area a ON a.id = v.area_id ${WITH_HERE}`] : []),
    ...(sort.endsWith('distance') && asksHomes(query) ? ['JOIN homes ON homes.id = o.volunteer_id'] : []),
  ].join(' ');
}

function offersList(actor: Actor, query: OffersQuery, now: Date, bind: Bind, params: unknown[]): List {
  const base = [scopeSql(actor, 'offer.read', 'o', params)];
  if (query.volunteerId) base.push(`o.volunteer_id = ${bind(query.volunteerId)}`);
  if (query.unconfirmed) base.push(`o.state = 'listed' AND ${unconfirmed('o', bind(now))}`);
  if (query.stale) base.push('o.stale_since IS NOT NULL');
  return {
    sorts: asksHomes(query) ? OFFER_SORTS_BY_HOMES : OFFER_SORTS,
    id: 'o.id',
    query,
    bind,
    base,
    search: query.search
      ? searchFor(query.search, { table: 'offer', alias: 'o', districtId: actor.districtId, topics: TOPICS }, bind)
      : null,
    facets: askedOffers(query, bind),
    from: `offer o ${volunteerOf(query)}`,
    hit: {
      columns: ['o.state', 'o.topic_ids', 'o.forms', 'o.grades', 'o.weekdays', 'o.online', 'v.kind', 'v.veteran_group'],
    },
    way: wayTo(actor, query, { id: 'o.volunteer_id', shown: 'o.volunteer_id' }, bind, params),
    walks: { distance: (way) => nearestOffers(bind(actor.districtId), way) },
    columns: OFFER,
    lines: `JOIN ${OFFER_FROM.replace('offer o', 'offer o ON o.id = page.id')} ${WITH_SKILLS}`,
    beside: [skillsSql('SELECT id FROM page')],
  };
}

/** One page of the resources menu with, if asked for, what each further choice would leave. */
export function offersPage(tx: Tx, ctx: Ctx, query: OffersQuery, now: Date): Promise<OffersPageDto> {
  return readList(tx, offerView, (bind, params) => offersList(ctx.actor, query, now, bind, params));
}

/** Metres around a place within which there are so few homes that they narrow down what the words find. */
const FEW_HOMES = 5_000;

/** Whether the homes so near are asked for first. Of many the way is worked out line by line, and the words find fewer lines by themselves. */
const asksHomes = ({ near, within, search }: Nearby): boolean =>
  near !== undefined && within !== undefined && (within <= FEW_HOMES || !search);

interface Nearby {
  near?: string;
  within?: number;
  search?: string;
}

/**
 * Ways from a school, an area or a home to the home of the volunteer with the `id` of a row, so many `metres`, or `shown` for a
 * line of the page; not for those who may not know where volunteers live.
 */
function wayTo(
  actor: Actor,
  query: Nearby,
  of: { id: string; shown: string; metres?: string },
  bind: Bind,
  params: unknown[],
): Way | undefined {
  const { near, within } = query;
  if (near === undefined) return undefined;
  if (!mayEver(actor, 'volunteer.read')) throw new AppError('not_allowed');
  const district = bind(actor.districtId);
  const parts = [hereSql(bind(near), district, scopeSql(actor, 'volunteer.read', 'v', params))];
  const metres = metresOf(of.shown, district);
  if (within === undefined) return { parts, metres };
  const most = `${bind(within)}::int`;
  const far = `(${of.metres ?? metresOf(of.id, district)}) <= ${most}`;
  if (!asksHomes(query)) return { parts, metres, within: { most, holds: far } };
  return {
    parts: [...parts, homesSql(district, most)],
    metres,
    within: { most, holds: within <= FEW_HOMES ? homeWithin(of.id) : far, around: homesAround(of.id) },
  };
}

/** Whether nobody can tell odd weeks from even ones of offer `o`. */
const WEEKS_WITHOUT_TERM = `jsonb_path_exists(o.availability, '$.weekly[*].weeks') AND NOT EXISTS (SELECT FROM term t WHERE t.district_id = o.district_id)`;

export async function offerById(tx: Tx, ctx: Ctx, id: string): Promise<OfferDto | null> {
  const params: unknown[] = [id];
  const seen = scopeSql(ctx.actor, 'offer.read', 'o', params);
  const [row] = await tx.query(
    `WITH ${skillsSql('$1')} SELECT ${OFFER}, ${WEEKS_WITHOUT_TERM} AS "weeksWithoutTerm" FROM ${OFFER_FROM} ${WITH_SKILLS} WHERE o.id = $1 AND ${seen}`,
    params,
  );
  return row ? offerView(row) : null;
}
