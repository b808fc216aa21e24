import { defineSchedule } from '../platform/jobs/job';

/** Both menus are confirmed anew each term: asks the owners, and marks what nobody has confirmed in time. */
export const keepCurrent = defineSchedule('menus.keep-current', '40 6 * * *');
