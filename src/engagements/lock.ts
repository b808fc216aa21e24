import { In } from 'typeorm';
import type { Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { EngagementRow } from './engagement.entity';

/** Locks the need, then the engagement (the order that everybody keeps who touches seats), and loads the engagement. */
export async function lockEngagement(tx: Tx, id: string): Promise<EngagementRow> {
  await tx.query('SELECT 1 FROM need WHERE id = (SELECT need_id FROM engagement WHERE id = $1) FOR NO KEY UPDATE', [
    id,
  ]);
  const engagement = await tx.findOne(EngagementRow, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!engagement) throw new AppError('not_found');
  return engagement;
}

/** Locks what is agreed or served for a need, itself locked, in the order of their ids; that of one volunteer if one is named. */
export function lockLive(tx: Tx, needId: string, volunteerId?: string): Promise<EngagementRow[]> {
  return tx.find(EngagementRow, {
    where: { needId, state: In(['agreed', 'serving']), ...(volunteerId !== undefined && { volunteerId }) },
    order: { id: 'ASC' },
    lock: { mode: 'for_no_key_update' },
  });
}

/** What notices call an engagement. */
export async function loadTitle(
  tx: Tx,
  engagementId: string,
): Promise<{
  title: string;
  schoolName: string;
  volunteerName: string;
  programmeCode: string | null;
  programmeDays: number | null;
}> {
  const [row] = await tx.query(
    `SELECT n.title, s.name AS "schoolName", v.name AS "volunteerName", g.code AS "programmeCode", (g.template ->> 'checkInDays')::int AS "programmeDays" FROM engagement e JOIN need n ON n.id = e.need_id
     JOIN school s ON s.id = e.school_id JOIN volunteer v ON v.id = e.volunteer_id LEFT JOIN programme g ON g.id = n.programme_id WHERE e.id = $1`,
    [engagementId],
  );
  return row;
}
