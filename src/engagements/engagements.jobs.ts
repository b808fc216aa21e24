import { defineSchedule } from '../platform/jobs/job';

/** Sessions of the coming day. */
export const remindSessions = defineSchedule('engagements.remind-sessions', '5 * * * *');

/** Follow-ups that fall due today, and those that are late. */
export const sweepCheckIns = defineSchedule('engagements.check-ins', '30 7 * * *');
