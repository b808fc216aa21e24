import { Id } from '../platform/http/fields';
import { defineJob, defineSchedule } from '../platform/jobs/job';

export class RunRoundPayload {
  @Id() roundId: string;
}

/** One run of matching. What goes wrong in the engine ends the round; what goes wrong around it is tried again. */
export const runRound = defineJob('round.run', RunRoundPayload, { queue: 'long', attempts: 3, backoffSeconds: 5 });

/** A round for every district, while nobody is at work. */
export const nightlyRounds = defineSchedule('rounds.nightly', '0 2 * * *', 'Asia/Shanghai');

/** Ends rounds whose job has died, so that they do not stand in the way of the next. */
export const sweepRounds = defineSchedule('rounds.sweep', '*/5 * * * *');
