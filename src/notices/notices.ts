import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { addSentences } from '../platform/locales/locales';
import type { NoticeEvent, NoticeEvents } from './events';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

addSentences('zh-CN', zh);
addSentences('en', en);

/** Who should hear of something: accounts by id, the account of a volunteer, the coordinators of a school, the young teacher of a need. */
export interface Audience {
  accountIds?: (string | null)[];
  volunteerId?: string;
  schoolId?: string;
}

export interface NewNotice<E extends NoticeEvent = NoticeEvent> extends Audience {
  event: E;
  params: NoticeEvents[E];
  /** Path in the web client. */
  link: string | null;
  /** What makes the event the same one; a person gets a notice of one event once, however often this is called. */
  dedupe: string;
}

/**
 * Writes notices in the caller's transaction, one per event and person; a repeated event writes nothing.
 * Whoever caused the event is not told. Returns how many were written.
 */
export async function notify(tx: Tx, ctx: Ctx, now: Date, ...notices: NewNotice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const written: unknown[] = await tx.query(
    `INSERT INTO notice (id, district_id, account_id, event, params, link, dedupe, created_at)
     SELECT gen_random_uuid(), $1, a.account_id, n.event, n.params, n.link, n.event || ':' || n.dedupe, $2
     FROM jsonb_to_recordset($3) AS n(event text, params jsonb, link text, dedupe text, accounts uuid[], volunteer uuid, school uuid)
     CROSS JOIN LATERAL (
       SELECT m.account_id FROM membership m WHERE m.account_id = ANY(n.accounts) AND m.district_id = $1 AND m.ended_at IS NULL
       UNION
       SELECT m.account_id FROM membership m WHERE m.volunteer_id = n.volunteer AND m.role = 'volunteer' AND m.district_id = $1 AND m.ended_at IS NULL
       UNION
       SELECT m.account_id FROM membership m WHERE m.school_id = n.school AND m.role = 'coordinator' AND m.district_id = $1 AND m.ended_at IS NULL) a
     WHERE a.account_id IS DISTINCT FROM $4::uuid
     ON CONFLICT (account_id, dedupe) DO NOTHING RETURNING 1`,
    [
      ctx.actor.districtId,
      now,
      JSON.stringify(
        notices.map(({ event, params, link, dedupe, accountIds, volunteerId, schoolId }) => ({
          event,
          params,
          link,
          dedupe,
          accounts: (accountIds ?? []).filter((id) => id !== null),
          volunteer: volunteerId ?? null,
          school: schoolId ?? null,
        })),
      ),
      ctx.actor.accountId,
    ],
  );
  return written.length;
}
