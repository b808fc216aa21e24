import { scopeSql } from '../access/access';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import { searchCondition } from '../platform/search';
import { unconfirmed } from '../needs/needs.queries';
import { fromAvailability } from './availability';
import type { OfferAvailability } from './resource';
import type { OfferDto, OffersQuery, VolunteerDto, VolunteersQuery } from './resources.dto';

/** `today` and the warning time of the volunteer's district decide how a clearance stands. */
const CLEARANCE = `LEFT JOIN LATERAL (
    SELECT c.number, c.authority, c.checked_on::text AS "checkedOn", c.expires_on::text AS "expiresOn", c.expires_on
    FROM clearance c WHERE c.volunteer_id = v.id AND c.revoked_at IS NULL ORDER BY c.expires_on DESC LIMIT 1) cl ON true
  JOIN district d ON d.id = v.district_id
  CROSS JOIN LATERAL (SELECT CASE WHEN cl.expires_on IS NULL THEN 'missing' WHEN cl.expires_on < :today THEN 'expired'
    WHEN cl.expires_on < :today::date + (d.settings->>'clearanceWarningDays')::int THEN 'expiring' ELSE 'valid' END AS status) st`;

const VOLUNTEER = `v.id, v.code, v.state, v.kind, v.name, v.phone, v.retired_from AS "retiredFrom", v.veteran_group AS "veteranGroup",
  v.guest_group AS "guestGroup", v.tier, v.people, v.birth_year AS "birthYear", v.languages, v.area_id AS "areaId", a.name AS "areaName",
  v.travel_mode AS "travelMode", v.travel_limit_metres AS "travelLimitMetres", v.buffer_minutes AS "bufferMinutes", v.max_concurrent AS "maxConcurrent",
  v.monthly_minutes AS "monthlyMinutes", v.wished_school_ids AS "wishedSchoolIds", v.preferred_contact AS "preferredContact",
  v.consented_on::text AS "consentedOn",
  CASE WHEN cl.number IS NULL THEN NULL ELSE jsonb_build_object('number', cl.number, 'authority', cl.authority, 'checkedOn', cl."checkedOn", 'expiresOn', cl."expiresOn") END AS clearance,
  st.status AS "clearanceStatus",
  (SELECT count(*)::int FROM offer o WHERE o.volunteer_id = v.id AND o.state = 'listed') AS "listedOffers",
  (SELECT count(*)::int FROM engagement e WHERE e.volunteer_id = v.id AND e.state IN ('agreed', 'serving')) AS "liveEngagements", v.version`;

/** One page of volunteers; those whose clearance runs out first come first when that is asked for. */
export async function volunteersPage(
  tx: Tx,
  ctx: Ctx,
  query: VolunteersQuery,
  today: string,
): Promise<Page<VolunteerDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const day = `${bind(today)}::date`;
  const where = [scopeSql(ctx.actor, 'volunteer.read', 'v', params)];
  if (query.state) where.push(`v.state = ${bind(query.state)}`);
  if (query.veteranGroup) where.push(`v.veteran_group = ${bind(query.veteranGroup)}`);
  if (query.clearance) where.push(`st.status = ${bind(query.clearance)}`);
  if (query.search) where.push(searchCondition(query.search, 'v', bind));
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`v.id < ${bind(after[0])}`);
  const rows: VolunteerDto[] = await tx.query(
    `SELECT ${VOLUNTEER} FROM volunteer v LEFT JOIN area a ON a.id = v.area_id ${CLEARANCE.replaceAll(':today', day)}
     WHERE ${where.join(' AND ')} ORDER BY v.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows, query.limit, (row) => [row.id]);
}

export async function volunteerById(tx: Tx, ctx: Ctx, id: string, today: string): Promise<VolunteerDto | null> {
  const params: unknown[] = [id, today];
  const seen = scopeSql(ctx.actor, 'volunteer.read', 'v', params);
  const [row] = await tx.query(
    `SELECT ${VOLUNTEER} FROM volunteer v LEFT JOIN area a ON a.id = v.area_id ${CLEARANCE.replaceAll(':today', '$2::date')} WHERE v.id = $1 AND ${seen}`,
    params,
  );
  return row ?? null;
}

const OFFER = `o.id, o.code, o.state, o.volunteer_id AS "volunteerId", v.name AS "volunteerName", v.kind AS "volunteerKind",
  v.veteran_group AS "veteranGroup", o.title, o.description, o.category_id AS "categoryId", c.name AS "categoryName", o.programme_id AS "programmeId",
  p.name AS "programmeName", o.forms, o.grades, o.session_minutes AS "sessionMinutes", o.availability, o.onsite, o.online,
  o.max_concurrent AS "maxConcurrent", o.monthly_minutes AS "monthlyMinutes", o.stock, o.site_needs AS "siteNeeds", o.notes,
  o.stale_since AS "staleSince", o.confirmed_at AS "confirmedAt", o.version,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('skillId', k.skill_id, 'name', s.name, 'level', k.level) ORDER BY s.name), '[]')
     FROM offer_skill k JOIN skill s ON s.id = k.skill_id WHERE k.offer_id = o.id) AS skills`;

const OFFER_FROM = `offer o JOIN volunteer v ON v.id = o.volunteer_id JOIN category c ON c.id = o.category_id LEFT JOIN programme p ON p.id = o.programme_id`;

const offerView = (row: Omit<OfferDto, 'availability'> & { availability: OfferAvailability }): OfferDto => ({
  ...row,
  availability: fromAvailability(row.availability),
});

/** One page of the resources menu, newest first. */
export async function offersPage(tx: Tx, ctx: Ctx, query: OffersQuery, now: Date): Promise<Page<OfferDto>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const where = [scopeSql(ctx.actor, 'offer.read', 'o', params)];
  if (query.state) where.push(`o.state = ${bind(query.state)}`);
  if (query.volunteerId) where.push(`o.volunteer_id = ${bind(query.volunteerId)}`);
  if (query.programmeId) where.push(`o.programme_id = ${bind(query.programmeId)}`);
  if (query.categoryId) where.push(`o.category_id = ${bind(query.categoryId)}`);
  if (query.form) where.push(`${bind(query.form)} = ANY(o.forms)`);
  if (query.skillId)
    where.push(`EXISTS (SELECT FROM offer_skill k WHERE k.offer_id = o.id AND k.skill_id = ${bind(query.skillId)})`);
  if (query.unconfirmed) where.push(`o.state = 'listed' AND ${unconfirmed('o', bind(now))}`);
  if (query.stale) where.push('o.stale_since IS NOT NULL');
  if (query.search) where.push(searchCondition(query.search, 'o', bind));
  const after = decodeCursor(query.cursor, 1);
  if (after) where.push(`o.id < ${bind(after[0])}`);
  const rows = await tx.query(
    `SELECT ${OFFER} FROM ${OFFER_FROM} WHERE ${where.join(' AND ')} ORDER BY o.id DESC LIMIT ${bind(query.limit + 1)}`,
    params,
  );
  return toPage(rows.map(offerView), query.limit, (row: OfferDto) => [row.id]);
}

export async function offerById(tx: Tx, ctx: Ctx, id: string): Promise<OfferDto | null> {
  const params: unknown[] = [id];
  const seen = scopeSql(ctx.actor, 'offer.read', 'o', params);
  const [row] = await tx.query(`SELECT ${OFFER} FROM ${OFFER_FROM} WHERE o.id = $1 AND ${seen}`, params);
  return row ? offerView(row) : null;
}
