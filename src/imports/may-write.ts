/** Who may have the rows of an import written: asked at the confirmation, and again when they are written. */
import { allowedIds, requireAccess } from '../access/access';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import type { ImportRun } from './run.queries';

/** Schools whose lines the accepted rows are; none for resources, which are of the district. */
async function schoolsNamed(tx: Tx, run: ImportRun): Promise<string[]> {
  if (run.menu === 'resources') return [];
  const schools: { id: string }[] = await tx.query(
    `SELECT DISTINCT line->>'schoolId' AS id FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted'`,
    [run.id, run.attempt],
  );
  return schools.map(({ id }) => id);
}

/** The schools of the rows must be the confirmer's own now, whoever sent the file. */
export async function requireSchools(tx: Tx, actor: Actor, run: ImportRun): Promise<void> {
  await requireAccess(tx, actor, 'need.create', await schoolsNamed(tx, run));
}

/** Whether the import, and the schools of its rows, are still within the actor's reach. */
export async function mayWrite(tx: Tx, actor: Actor, run: ImportRun): Promise<boolean> {
  if ((await allowedIds(tx, actor, 'import.change', [run.id])).size === 0) return false;
  const schools = await schoolsNamed(tx, run);
  return (await allowedIds(tx, actor, 'need.create', schools)).size === schools.length;
}
