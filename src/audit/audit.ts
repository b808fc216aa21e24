import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';

/** One line of the trail: what was done to which row, and what changed (no personal data of minors, no secrets). */
export interface AuditEvent {
  /** `<entity>.<verb>`, e.g. `need.submit`. */
  action: string;
  entity: string;
  entityId: string;
  change?: Record<string, unknown>;
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
    `INSERT INTO audit_event (id, district_id, at, account_id, on_behalf_of, request_id, action, entity, entity_id, change)
     SELECT e.id, $1, $2, $3, e.on_behalf_of, $4, e.action, e.entity, e.entity_id, e.change
     FROM jsonb_to_recordset($5) AS e(id uuid, on_behalf_of uuid, action text, entity text, entity_id uuid, change jsonb)`,
    [
      ctx.actor.districtId,
      at,
      ctx.actor.accountId,
      ctx.requestId,
      JSON.stringify(
        events.map((e) => ({
          id: newId(),
          on_behalf_of: e.onBehalfOf ?? null,
          action: e.action,
          entity: e.entity,
          entity_id: e.entityId,
          change: e.change ?? {},
        })),
      ),
    ],
  );
}
