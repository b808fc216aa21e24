import { Bool, Id } from '../platform/http/fields';
import { defineJob } from '../platform/jobs/job';

export class OffMenuPayload {
  @Id() volunteerId: string;
  /** What the volunteer is serving ends too; somebody who leaves ends it in any case. */
  @Bool({ optional: true }) endEngagements?: boolean;
}

/** A volunteer or an offer of theirs has gone from the menu, or a clearance was taken back: what was proposed and agreed follows. */
export const offMenu = defineJob('resources.off-menu', OffMenuPayload);
