import { Id } from '../platform/http/fields';
import { defineJob, defineSchedule } from '../platform/jobs/job';

export class NeedEndedPayload {
  @Id() needId: string;
}

/** A need has been withdrawn or has expired: what was proposed for it ends too. */
export const needEnded = defineJob('needs.ended', NeedEndedPayload);

/** Needs whose period is over and that nobody serves; after midnight, when the day has changed. */
export const expireNeeds = defineSchedule('needs.expire', '20 0 * * *');
