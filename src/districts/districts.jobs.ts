import { Id } from '../platform/http/fields';
import { defineJob } from '../platform/jobs/job';

export class SchoolPayload {
  @Id() schoolId: string;
}

/** A school has another name: what is found by it must be found by the new one. */
export const schoolRenamed = defineJob('districts.school-renamed', SchoolPayload);

export class HolidayPayload {
  @Id() holidayId: string;
}

/** A holiday was added or moved: meetings already planned may fall on it. */
export const holidayMoved = defineJob('districts.holiday-moved', HolidayPayload);
