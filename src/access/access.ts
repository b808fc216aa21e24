import type { Actor, Role } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { Entity, Permission, PermissionRule, PERMISSIONS, Scope } from './permissions';

/** Per entity: its table (always with `district_id`), and what each scope means there. `:schools`, `:volunteers`, `:account` are bound. */
const ROWS: Record<Entity, { from: string; scopes: Partial<Record<Scope, string>> }> = {
  district: { from: '(SELECT id, id AS district_id FROM district)', scopes: {} },
  school: { from: 'school', scopes: { school: 'row.id = ANY(:schools)' } },
  need: {
    from: 'need',
    scopes: {
      school: 'row.school_id = ANY(:schools)',
      own: 'row.about_account_id = :account',
      menu: "row.state = 'open'",
    },
  },
  volunteer: { from: 'volunteer', scopes: { volunteer: 'row.id = ANY(:volunteers)' } },
  offer: { from: 'offer', scopes: { volunteer: 'row.volunteer_id = ANY(:volunteers)', menu: "row.state = 'listed'" } },
  round: { from: 'round', scopes: {} },
  proposal: {
    from: 'proposal',
    scopes: {
      school: 'EXISTS (SELECT FROM need n WHERE n.id = row.need_id AND n.school_id = ANY(:schools))',
      // What has not been sent to a volunteer is not theirs to see.
      volunteer: 'row.volunteer_id = ANY(:volunteers) AND row.invited_at IS NOT NULL',
    },
  },
  engagement: {
    from: 'engagement',
    scopes: {
      school: 'row.school_id = ANY(:schools)',
      volunteer: 'row.volunteer_id = ANY(:volunteers)',
      own: 'EXISTS (SELECT FROM need n WHERE n.id = row.need_id AND n.about_account_id = :account)',
    },
  },
  session: {
    from: 'session',
    scopes: {
      school: 'EXISTS (SELECT FROM engagement e WHERE e.id = row.engagement_id AND e.school_id = ANY(:schools))',
      volunteer: 'row.volunteer_id = ANY(:volunteers)',
      own: 'EXISTS (SELECT FROM engagement e JOIN need n ON n.id = e.need_id WHERE e.id = row.engagement_id AND n.about_account_id = :account)',
    },
  },
  check_in: {
    from: 'check_in',
    scopes: {
      school: 'EXISTS (SELECT FROM engagement e WHERE e.id = row.engagement_id AND e.school_id = ANY(:schools))',
    },
  },
  notice: { from: 'notice', scopes: { own: 'row.account_id = :account' } },
  import: { from: 'import_run', scopes: { own: 'row.created_by = :account' } },
};

// Said at boot rather than at the first request: every scope a permission gives has a meaning on its entity.
for (const [name, rule] of Object.entries<PermissionRule>(PERMISSIONS)) {
  for (const scope of Object.values(rule.roles)) {
    if (scope !== 'district' && !ROWS[rule.entity].scopes[scope])
      throw new Error(`${name}: scope ${scope} has no meaning on ${rule.entity}`);
  }
}

/** True if some membership of the actor carries the permission at all. */
export function mayEver(actor: Actor, permission: Permission): boolean {
  const roles: Partial<Record<Role, Scope>> = PERMISSIONS[permission].roles;
  return actor.grants.some(({ role }) => roles[role] !== undefined);
}

/**
 * A condition in SQL that holds for the rows (under `alias`) on which the actor has the permission, the district included.
 * Values are appended to `params`; the text uses their numbers.
 */
export function scopeSql(actor: Actor, permission: Permission, alias: string, params: unknown[]): string {
  const { entity, roles }: PermissionRule = PERMISSIONS[permission];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const conditions = new Set<string>();
  for (const scope of new Set(actor.grants.map(({ role }) => roles[role]))) {
    if (!scope) continue;
    if (scope === 'district') conditions.add('true');
    else conditions.add(ROWS[entity].scopes[scope]!);
  }
  if (conditions.size === 0) return 'false';
  const scoped = conditions.has('true') ? 'true' : [...conditions].map((one) => `(${one})`).join(' OR ');
  const bound = scoped
    .replaceAll('row.', `${alias}.`)
    .replace(/:schools/g, () =>
      bind(actor.grants.flatMap(({ role, schoolId }) => (schoolId && roles[role] ? [schoolId] : []))),
    )
    .replace(/:volunteers/g, () =>
      bind(actor.grants.flatMap(({ role, volunteerId }) => (volunteerId && roles[role] ? [volunteerId] : []))),
    )
    .replace(/:account/g, () => bind(actor.accountId));
  return `(${alias}.district_id = ${bind(actor.districtId)} AND (${bound}))`;
}

/** Of these ids, the ones on which the actor has the permission; one query for the whole set. */
export async function allowedIds(tx: Tx, actor: Actor, permission: Permission, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const params: unknown[] = [ids];
  const condition = scopeSql(actor, permission, 'row', params);
  const rows: { id: string }[] = await tx.query(
    `SELECT row.id FROM ${ROWS[PERMISSIONS[permission].entity].from} row WHERE row.id = ANY($1) AND ${condition}`,
    params,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The permission that says whether an actor may know of a row at all. */
const READ: Record<Entity, Permission> = {
  district: 'district.read',
  school: 'district.read',
  need: 'need.read',
  volunteer: 'volunteer.read',
  offer: 'offer.read',
  round: 'round.read',
  proposal: 'proposal.read',
  engagement: 'engagement.read',
  session: 'session.change',
  check_in: 'check_in.read',
  notice: 'notice.read',
  import: 'import.read',
};

/**
 * First line of a service: throws unless the actor has the permission on every id.
 * 404 for what the actor may not know exists; 403 for what may be known but not done.
 */
export async function requireAccess(tx: Tx, actor: Actor, permission: Permission, ids: string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  const allowed = await allowedIds(tx, actor, permission, wanted);
  const missing = wanted.filter((id) => !allowed.has(id));
  if (missing.length === 0) return;
  const read = READ[PERMISSIONS[permission].entity];
  const known =
    PERMISSIONS[read].entity === PERMISSIONS[permission].entity
      ? await allowedIds(tx, actor, read, missing)
      : await sameDistrict(tx, actor, PERMISSIONS[permission].entity, missing);
  throw new AppError(missing.every((id) => known.has(id)) ? 'not_allowed' : 'not_found');
}

async function sameDistrict(tx: Tx, actor: Actor, entity: Entity, ids: string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await tx.query(
    `SELECT row.id FROM ${ROWS[entity].from} row WHERE row.id = ANY($1) AND row.district_id = $2`,
    [ids, actor.districtId],
  );
  return new Set(rows.map(({ id }) => id));
}
