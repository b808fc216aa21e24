/** Who is on record already, under whatever spelling. */
import { scopeSql } from '../access/access';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import type { AlikeVolunteerDto } from './known.dto';
import { personKey, phoneKey } from './person-name';

/** Shown of those alike; more share a very common name, and then it tells nothing. */
const MOST_ALIKE = 5;

/** The volunteer of that name and number, unless they have left. */
export async function onRecord(
  tx: Tx,
  districtId: string,
  name: string,
  phone: string | null | undefined,
): Promise<{ code: string; name: string } | null> {
  if (!phoneKey(phone)) return null;
  const [found] = await tx.query(
    `SELECT code, name FROM volunteer WHERE district_id = $1 AND person_key(name) = $2 AND phone_key(phone) = $3 AND state <> 'left'
     ORDER BY id LIMIT 1`,
    [districtId, personKey(name), phoneKey(phone)],
  );
  return found ?? null;
}

/** Others with the name or the number of a volunteer, as far as the reader may see them; those with the number first. */
export function alikeTo(tx: Tx, actor: Actor, id: string): Promise<AlikeVolunteerDto[]> {
  const params: unknown[] = [actor.districtId, id, MOST_ALIKE];
  const seen = scopeSql(actor, 'volunteer.read', 'v', params);
  return tx.query(
    `SELECT v.id, v.code, v.name, v.state, same.name AS "sameName", same.phone AS "samePhone"
     FROM volunteer me JOIN volunteer v ON v.district_id = me.district_id AND v.id <> me.id
       AND (person_key(v.name) = person_key(me.name) OR phone_key(v.phone) = phone_key(me.phone))
     CROSS JOIN LATERAL (SELECT person_key(v.name) = person_key(me.name) AS name,
       coalesce(phone_key(v.phone) = phone_key(me.phone) AND phone_key(me.phone) <> '', false) AS phone) same
     WHERE me.district_id = $1 AND me.id = $2 AND (same.name OR same.phone) AND ${seen}
     ORDER BY same.phone DESC, v.id LIMIT $3`,
    params,
  );
}
