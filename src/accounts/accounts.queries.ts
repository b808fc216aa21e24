import type { Actor, Grant } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import type { Remembered } from './actor-memory';

/** The actor behind a cookie's hash, or null if it is unknown, expired, or the account is disabled. */
export async function actorOfToken(tx: Tx, tokenHash: Buffer, now: Date): Promise<Remembered | null> {
  const rows: { account_id: string; district_id: string; last_used_at: Date; expires_at: Date; grants: Grant[] }[] =
    await tx.query(
      `SELECT s.account_id, s.district_id, s.last_used_at, s.expires_at,
            jsonb_agg(jsonb_build_object('role', m.role, 'schoolId', m.school_id, 'volunteerId', m.volunteer_id)) AS grants
     FROM sign_in s
     JOIN account a ON a.id = s.account_id AND a.disabled_at IS NULL
     JOIN membership m ON m.account_id = a.id AND m.district_id = s.district_id AND m.ended_at IS NULL
     WHERE s.token_hash = $1 AND s.expires_at > $2
     GROUP BY s.token_hash`,
      [tokenHash, now],
    );
  const [row] = rows;
  return row
    ? {
        actor: { accountId: row.account_id, districtId: row.district_id, grants: row.grants },
        lastUsedAt: row.last_used_at,
        expiresAt: row.expires_at,
      }
    : null;
}

/** The account, its district and its memberships, as the page header shows them. */
export async function meOf(tx: Tx, actor: Actor): Promise<Record<string, unknown>> {
  const [row] = await tx.query(
    `SELECT a.id AS "accountId", a.name, a.login, a.locale, a.elder_mode AS "elderMode", d.id AS "districtId", d.name AS "districtName",
            jsonb_agg(jsonb_build_object('role', m.role, 'schoolId', m.school_id, 'schoolName', s.name, 'volunteerId', m.volunteer_id) ORDER BY m.id) AS grants
     FROM account a
     JOIN membership m ON m.account_id = a.id AND m.district_id = $2 AND m.ended_at IS NULL
     JOIN district d ON d.id = m.district_id
     LEFT JOIN school s ON s.id = m.school_id
     WHERE a.id = $1 GROUP BY a.id, d.id`,
    [actor.accountId, actor.districtId],
  );
  return row;
}
