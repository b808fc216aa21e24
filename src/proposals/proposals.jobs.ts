import { defineJob, defineSchedule } from '../platform/jobs/job';
import { Ids } from '../platform/http/fields';

/** Most invitations one job tells about. */
export const TELL_AT_ONCE = 500;

export class TellInvitedPayload {
  @Ids(TELL_AT_ONCE, { least: 1 }) proposalIds: string[];
}

/** Tells volunteers of invitations that have just been sent. */
export const tellInvited = defineJob('proposals.tell-invited', TellInvitedPayload);

/** Invitations whose answer date has passed. */
export const lapseInvitations = defineSchedule('proposals.lapse', '*/10 * * * *');

/** Reminds of invitations that are due soon; in the morning, not at night. */
export const remindInvited = defineSchedule('proposals.remind', '0 9 * * *');
