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
  const values: unknown[] = [];
  const parts = recordParts(ctx, at, events, (value) => `$${values.push(value)}`);
  await tx.query(`WITH ${parts.join(', ')} SELECT`, values);
}

/** The same as common table expressions, for a statement that writes rows together with their lines of the trail. */
export function recordParts(
  { actor, requestId }: Ctx,
  at: Date,
  events: AuditEvent[],
  bind: (value: unknown) => string,
): string[] {
  const lines = events.map(({ action, entity, entityId, change = {}, personal = [], onBehalfOf = null }) => ({
    id: newId(),
    on_behalf_of: onBehalfOf,
    action,
    entity,
    entity_id: entityId,
    change: personal.length > 0 ? { ...change, personal: personal.map(({ field }) => field) } : change,
    ...(personal.length > 0 && { personal }),
  }));
  const district = bind(actor.districtId);
  return [
    `event AS (
       SELECT * FROM jsonb_to_recordset(${bind(JSON.stringify(lines))}) AS e(id uuid, on_behalf_of uuid, action text, entity text, entity_id uuid, change jsonb, personal jsonb)
     )`,
    `event_written AS (
       INSERT INTO audit_event (id, district_id, at, account_id, on_behalf_of, request_id, action, entity, entity_id, change)
       SELECT id, ${district}, ${bind(at)}, ${bind(actor.accountId)}, on_behalf_of, ${bind(requestId)}, action, entity, entity_id, change FROM event
     )`,
    `event_personal AS (
       INSERT INTO audit_personal (event_id, district_id, changes) SELECT id, ${district}, personal FROM event WHERE personal IS NOT NULL
     )`,
  ];
}
