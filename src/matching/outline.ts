import { toTimes } from '../needs/draft';
import { priorityOf } from '../needs/need';
import type { NeedDraftDto } from '../needs/needs.dto';
import type { Tx } from '../platform/database/database';
import type { NeedLineRow } from './snapshot.queries';

/** As much of a need as decides who could do it; the rest may still be unwritten. */
export type NeedOutline = Pick<NeedDraftDto, 'categoryId' | 'form' | 'periodFrom' | 'periodTo'> &
  Partial<Omit<NeedDraftDto, 'title'>> & { schoolId: string };

/** An outline as if it were a row of the menu. Reads the points of its school and area, and the ends of merged skills. */
export async function draftRow(tx: Tx, districtId: string, outline: NeedOutline): Promise<NeedLineRow> {
  const skills = outline.skills ?? [];
  const [found]: { latitude: number | null; longitude: number | null; merged: Record<string, string> }[] =
    await tx.query(
      `SELECT coalesce($4, na.latitude, CASE WHEN $5 = 'school' THEN coalesce(s.latitude, sa.latitude) END) AS latitude,
       coalesce($6, na.longitude, CASE WHEN $5 = 'school' THEN coalesce(s.longitude, sa.longitude) END) AS longitude,
       (SELECT coalesce(jsonb_object_agg(k.id, k.merged_into), '{}') FROM skill k WHERE k.district_id = $1 AND k.id = ANY($7) AND k.merged_into IS NOT NULL) AS merged
     FROM (SELECT 1) one LEFT JOIN school s ON s.district_id = $1 AND s.id = $2 LEFT JOIN area sa ON sa.id = s.area_id LEFT JOIN area na ON na.district_id = $1 AND na.id = $3`,
      [
        districtId,
        outline.schoolId,
        outline.areaId ?? null,
        outline.latitude ?? null,
        outline.placeKind ?? 'school',
        outline.longitude ?? null,
        skills.map(({ skillId }) => skillId),
      ],
    );
  const audience = outline.audience ?? 'pupils';
  const careGroups = outline.careGroups ?? [];
  const urgent = outline.urgent ?? false;
  return {
    id: 'draft',
    schoolId: outline.schoolId,
    programmeId: outline.programmeId ?? null,
    categoryId: outline.categoryId,
    form: outline.form,
    grades: outline.grades ?? 0,
    seats: outline.seats ?? 1,
    minimum: outline.minimum ?? 1,
    taken: 0,
    takenAlternative: null,
    priority: priorityOf({ careGroups, urgent, audience }),
    waitingDays: 0,
    times: toTimes(outline.alternatives),
    weeklyMinutes: outline.weeklyMinutes ?? null,
    periodFrom: outline.periodFrom,
    periodTo: outline.periodTo,
    placeKind: outline.placeKind ?? 'school',
    latitude: found.latitude,
    longitude: found.longitude,
    languages: outline.languages ?? [],
    minors: outline.minors ?? audience === 'pupils',
    oneToOne: outline.oneToOne ?? false,
    under14: outline.under14 ?? false,
    guardianConsentOn: outline.guardianConsentOn ?? null,
    quantity: outline.quantity ?? 0,
    wishedOfferId: outline.wishedOfferId ?? null,
    skills: skills.map(({ skillId, level, required }) => [
      found.merged[skillId] ?? skillId,
      level ?? 1,
      required ?? true,
    ]),
    previous: [],
  };
}
