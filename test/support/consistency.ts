import type { Database } from '../../src/platform/database/database';

/** Seats of need `n` that are given; one whose service ended is free again only if a replacement is sought. */
const TAKEN = `(SELECT count(DISTINCT e.seat) FROM engagement e WHERE e.need_id = n.id AND (e.state <> 'ended' OR NOT e.replacement_sought))`;

/** Statements that find what must never be; each returns the rows that are wrong. Written apart from the services. */
const WRONG: Record<string, string> = {
  'a seat held twice': `SELECT need_id, seat FROM engagement WHERE state <> 'ended' GROUP BY 1, 2 HAVING count(*) > 1`,
  'more seats held than wanted': `SELECT n.id FROM need n JOIN engagement e ON e.need_id = n.id AND e.state <> 'ended' GROUP BY n.id HAVING count(*) > n.seats`,
  'a volunteer twice in one need': `SELECT need_id, volunteer_id FROM engagement WHERE state <> 'ended' GROUP BY 1, 2 HAVING count(*) > 1`,
  'a person in two places': `SELECT a.id FROM session a JOIN session b ON a.volunteer_id = b.volunteer_id AND a.id < b.id
     JOIN volunteer v ON v.id = a.volunteer_id AND (v.people = 1 OR a.lane = b.lane)
     WHERE a.state IN ('planned', 'held') AND b.state IN ('planned', 'held') AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at`,
  'somebody of a team who does not exist': `SELECT s.id FROM session s JOIN volunteer v ON v.id = s.volunteer_id WHERE s.lane >= v.people`,
  'more service in a month than the volunteer allows': `SELECT v.id FROM session s JOIN volunteer v ON v.id = s.volunteer_id
     WHERE s.state IN ('planned', 'held') AND v.monthly_minutes IS NOT NULL GROUP BY v.id, date_trunc('month', s.starts_at AT TIME ZONE 'Asia/Shanghai')
     HAVING sum(extract(epoch FROM s.ends_at - s.starts_at) / 60) > v.monthly_minutes`,
  'an open invitation of what is not on the menu': `SELECT p.id FROM proposal p JOIN volunteer v ON v.id = p.volunteer_id JOIN offer o ON o.id = p.offer_id
     WHERE p.state = 'invited' AND (v.state <> 'active' OR o.state <> 'listed')`,
  'a service of somebody who has left': `SELECT e.id FROM engagement e JOIN volunteer v ON v.id = e.volunteer_id WHERE v.state = 'left' AND e.state IN ('agreed', 'serving')`,
  'a reserve waiting beside a seat that is free': `SELECT p.id FROM proposal p JOIN need n ON n.id = p.need_id WHERE p.state = 'approved' AND p.reserve_order IS NOT NULL AND n.state IN ('withdrawn', 'expired')`,
  'an accepted invitation without its engagement': `SELECT p.id FROM proposal p WHERE p.state = 'accepted' AND NOT EXISTS (SELECT FROM engagement e WHERE e.proposal_id = p.id)`,
  'an engagement whose invitation was not accepted': `SELECT e.id FROM engagement e JOIN proposal p ON p.id = e.proposal_id WHERE p.state <> 'accepted' AND e.state <> 'ended'`,
  'an engagement that says something else than its proposal': `SELECT e.id FROM engagement e JOIN proposal p ON p.id = e.proposal_id
     WHERE (e.need_id, e.offer_id, e.volunteer_id, e.seat) IS DISTINCT FROM (p.need_id, p.offer_id, p.volunteer_id, p.seat)`,
  'an offer of somebody else': `SELECT e.id FROM engagement e JOIN offer o ON o.id = e.offer_id WHERE o.volunteer_id <> e.volunteer_id`,
  'a planned session of an engagement that is over': `SELECT s.id FROM session s JOIN engagement e ON e.id = s.engagement_id WHERE s.state = 'planned'
     AND (e.state IN ('completed', 'evaluated') OR e.state = 'ended' AND s.starts_at > e.updated_at)`,
  'an open check-in of an engagement that is over': `SELECT c.id FROM check_in c JOIN engagement e ON e.id = c.engagement_id WHERE c.state IN ('due', 'overdue') AND e.state IN ('completed', 'evaluated', 'ended')`,
  'two open check-ins of one engagement': `SELECT engagement_id FROM check_in WHERE state IN ('due', 'overdue') GROUP BY 1 HAVING count(*) > 1`,
  'a session with minors after the clearance has expired': `SELECT s.id FROM session s JOIN engagement e ON e.id = s.engagement_id JOIN need n ON n.id = e.need_id
     WHERE n.minors AND s.state = 'held' AND NOT EXISTS (SELECT FROM clearance c WHERE c.volunteer_id = s.volunteer_id AND c.revoked_at IS NULL AND c.expires_on >= (s.ends_at AT TIME ZONE 'Asia/Shanghai')::date)`,
  'an evaluated engagement without both views': `SELECT e.id FROM engagement e WHERE e.state = 'evaluated' AND (SELECT count(*) FROM evaluation v WHERE v.engagement_id = e.id) < 2`,
  'a filled need with a free seat': `SELECT n.id FROM need n WHERE n.state = 'filled' AND ${TAKEN} < n.seats`,
  'an open need with every seat taken': `SELECT n.id FROM need n WHERE n.state = 'open' AND ${TAKEN} >= n.seats`,
  'a live proposal of a need that is over': `SELECT p.id FROM proposal p JOIN need n ON n.id = p.need_id WHERE p.state IN ('approved', 'invited') AND n.state IN ('withdrawn', 'expired', 'completed', 'evaluated')`,
  'an invitation past its date': `SELECT id FROM proposal WHERE state = 'invited' AND answer_by < :now`,
  'the same notice twice': `SELECT account_id, event, dedupe FROM notice GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  'the same thing told twice in a moment': `SELECT account_id, event, link, params FROM notice WHERE event NOT IN ('seat_open_again', 'volunteer_paused') GROUP BY 1, 2, 3, 4, created_at HAVING count(*) > 1`,
  // Of two pauses the first may be told late, at the moment of the second: each notice belongs to one that happened, and (above) to no other's.
  'a notice of no pause': `SELECT n.account_id, n.link, n.dedupe FROM notice n WHERE n.event = 'volunteer_paused' AND NOT EXISTS
     (SELECT FROM engagement e JOIN audit_event a ON a.entity_id = e.volunteer_id AND a.action = 'volunteer.paused'
      WHERE n.dedupe = concat('volunteer_paused:', e.id, ':', extract(epoch FROM a.at)))`,
  'a notice to a stranger of the district': `SELECT x.id FROM notice x WHERE NOT EXISTS (SELECT FROM membership m WHERE m.account_id = x.account_id AND m.district_id = x.district_id)`,
  'a decline that does not exclude': `SELECT p.id FROM proposal p WHERE p.state = 'declined' AND NOT EXISTS
     (SELECT FROM exclusion x WHERE x.volunteer_id = p.volunteer_id AND x.need_id = p.need_id AND x.reason = 'declined')`,
  'a pair proposed after it was declined': `SELECT p.id FROM proposal p JOIN exclusion x ON x.volunteer_id = p.volunteer_id AND x.need_id = p.need_id AND x.reason = 'declined' AND x.lifted_at IS NULL
     WHERE p.created_at > x.created_at AND p.source = 'round'`,
  'a change of a proposal without its line in the trail': `SELECT p.id FROM proposal p WHERE p.state IN ('approved', 'invited', 'accepted', 'declined', 'lapsed', 'rejected')
     AND NOT EXISTS (SELECT FROM audit_event e WHERE e.entity_id = p.id)`,
  'an event outside the chain': `SELECT e.id FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)`,
  'a broken link of the chain': `SELECT seq FROM (SELECT l.seq, l.hash, sha256(coalesce(lag(l.hash) OVER (PARTITION BY l.district_id ORDER BY l.seq), ''::bytea) || convert_to(audit_text(e), 'UTF8')) AS expected
     FROM audit_link l JOIN audit_event e ON e.id = l.event_id) x WHERE hash IS DISTINCT FROM expected`,
  'a job that is dead': `SELECT id, job, last_error FROM outbox WHERE dead_at IS NOT NULL`,
  'a job that is due and not done': `SELECT id, job FROM outbox WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= :now`,
};

/** Everything in the database that must never be, by the name of the fault; empty when all is well. */
export async function faultsIn(database: Database, now: Date): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [fault, sql] of Object.entries(WRONG)) {
    const rows: unknown[] = await database.reader.query(sql.replaceAll(':now', `'${now.toISOString()}'::timestamptz`));
    if (rows.length > 0) found[fault] = rows.slice(0, 5);
  }
  return found;
}
