import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** Schema of the queue when it lives in PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

/** Brings the queue's schema up to date; a second caller waits for the first and then does nothing. */
export async function migrateQueueSchema(client: Client): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA);
}
