import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import type { FieldChange } from './changes';

/**
 * One line of the trail: what was done to which row, and what changed (no personal data, no secrets: the trail cannot
 * forget, and leaders read it).
 */
export interface AuditEvent {
  /** `<entity>.<verb>`, e.g. `need.submit`. */
  action: string;
  entity: string;
  entityId: string;
  change?: Record<string, unknown>;
  /** Changed fields whose values are personal: the trail names them, the values are kept beside it and can be deleted. */
  personal?: FieldChange[];
  /** The volunteer for whom a coordinator acted. */
  onBehalfOf?: string | null;
}

/**
 * Writes events in the caller's transaction, so that a change without its line cannot be. The database chains each
 * event to the one before when the transaction commits.
 */
export async function record(tx: Tx, ctx: Ctx, at: Date, ...events: AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `WITH event AS (
       SELECT * FROM jsonb_to_recordset($5) AS e(id uuid, on_behalf_of uuid, action text, entity text, entity_id uuid, change jsonb, personal jsonb)
     ), written AS (
       INSERT INTO audit_event (id, district_id, at, account_id, on_behalf_of, request_id, action, entity, entity_id, change)
       SELECT id, $1, $2, $3, on_behalf_of, $4, action, entity, entity_id, change FROM event
     )
     INSERT INTO audit_personal (event_id, district_id, changes) SELECT id, $1, personal FROM event WHERE personal IS NOT NULL`,
    [
      ctx.actor.districtId,
      at,
      ctx.actor.accountId,
      ctx.requestId,
      JSON.stringify(
        events.map(({ action, entity, entityId, change = {}, personal = [], onBehalfOf = null }) => ({
          id: newId(),
          on_behalf_of: onBehalfOf,
          action,
          entity,
          entity_id: entityId,
          change: personal.length > 0 ? { ...change, personal: personal.map(({ field }) => field) } : change,
          ...(personal.length > 0 && { personal }),
        })),
      ),
    ],
  );
}
