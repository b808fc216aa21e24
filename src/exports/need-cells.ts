/** Needs as rows of the workbook that the import reads. */
import type { NeedDto } from '../needs/needs.dto';
import { writeNeed } from '../needs/needs.sheet';
import { NEED_COLUMNS, type NeedKey } from '../needs/needs.columns';
import { toLocal } from '../districts/local-time';
import { languageWords } from '../taxonomy/languages';
import { fromAlternatives } from '../imports/times';
import type { Tx } from '../platform/database/database';

/** Understood, not written: other columns say the same. */
const READ_ONLY = new Set<NeedKey>([
  'date',
  'weekday',
  'startTime',
  'endTime',
  'periodFrom',
  'periodTo',
  'point',
  'contactPhone',
  'previousVolunteers',
  'waitingDays',
]);

export const NEED_EXPORT = NEED_COLUMNS.filter(({ key }) => !READ_ONLY.has(key));

interface More {
  id: string;
  latitude: number | null;
  longitude: number | null;
  area: string | null;
  wishedOffer: string | null;
}

/** The cells of needs that the list has shown; what the list hides stays hidden. */
export async function needCells(
  tx: Tx,
  needs: NeedDto[],
  timezone: string,
): Promise<Partial<Record<NeedKey, string | number>>[]> {
  const rows: More[] = await tx.query(
    `SELECT n.id, n.latitude, n.longitude, a.name AS area, o.code AS "wishedOffer" FROM need n LEFT JOIN area a ON a.id = n.area_id LEFT JOIN offer o ON o.id = n.wished_offer_id
     WHERE n.id = ANY($1)`,
    [needs.map(({ id }) => id)],
  );
  const more = new Map(rows.map((row) => [row.id, row]));
  return needs.map((need) => cellsOf(need, more.get(need.id)!, timezone));
}

function cellsOf(
  need: NeedDto,
  { latitude, longitude, area, wishedOffer }: More,
  timezone: string,
): Partial<Record<NeedKey, string | number>> {
  const { placeKind, periodFrom, periodTo } = need;
  const place = need.placeName ?? (placeKind === 'other' ? area : null);
  return writeNeed({
    ...need,
    school: need.schoolName,
    programme: need.programmeName,
    category: need.categoryName,
    times: fromAlternatives(need.alternatives, { from: periodFrom, to: periodTo }),
    sessionMinutes: null,
    period: { from: periodFrom, to: periodTo },
    // 礼堂 alone would be read as a place elsewhere.
    placeName: placeKind === 'school' && place && !/^(本校|校内|我校|本园)/.test(place) ? `本校${place}` : place,
    latitude,
    longitude,
    skills: need.skills.map(({ name, level, required }) => ({
      skill: name,
      level: level as 1 | 2 | 3,
      required: required ?? true,
    })),
    languages: languageWords(need.languages),
    guardianConsent: null,
    wishedOffer,
    previousVolunteers: [],
    waitingDays: null,
    submittedOn: need.submittedAt && toLocal(new Date(need.submittedAt), timezone).day,
  });
}
