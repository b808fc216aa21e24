import { ApiProperty } from '@nestjs/swagger';
import { Bool, Id, Int, OneOf, Text } from '../platform/http/fields';
import { PageQuery } from '../platform/http/page';
import type { Check } from '../platform/health/readiness';

const MOST = 2_147_483_647;
const CHECKS = ['ok', 'not_used', 'failing'] as const;
const moment = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

export class LiveDto {
  @Bool() live: boolean;
}

export class ReadyDto {
  @OneOf(CHECKS) database: Check;
  @OneOf(CHECKS) migrations: Check;
  @OneOf(CHECKS, { description: 'not_used: this process takes no jobs.' }) queue: Check;
}

export class ScheduleDto {
  @Text(80) name: string;
  @Text(100, { description: 'Five fields of cron.' }) pattern: string;
  @Text(60) timezone: string;
  @moment('null: it has not run yet.') lastStartedAt: Date | null;
  @moment('Earlier than lastStartedAt: it is running, or its process died.') lastFinishedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) nextRunAt: Date;
  @ApiProperty({
    type: Object,
    nullable: true,
    description:
      'What its last successful run did in this district: counts by name, empty if there was nothing to do; null: it has not run yet.',
  })
  lastResult: Record<string, number> | null;
  @Text(80, { nullable: true, description: 'Code of the last run if that failed.' }) lastError: string | null;
  @Int(0, MOST) runs: number;
}

export const JOB_STATES = ['waiting', 'dispatched', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];

export class JobQuery extends PageQuery {
  @OneOf(JOB_STATES, {
    description: 'waiting: in the outbox; dispatched: with the queue or running; dead: its last attempt failed.',
  })
  state: JobState;
}

export class JobDto {
  @Id() id: string;
  @Text(80) job: string;
  @OneOf(JOB_STATES) state: JobState;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', description: 'Earliest moment of the next attempt.' }) runAt: Date;
  @moment('When it was last handed to the queue.') dispatchedAt: Date | null;
  @moment('When its last attempt failed.') deadAt: Date | null;
  @Int(0, MOST) attempts: number;
  @Int(0, MOST, { description: 'How often it was brought back by hand.' }) generation: number;
  @Text(80, { nullable: true, description: 'Code of the last failure.' }) lastError: string | null;
  @Text(64, { description: 'Of the request that wanted it.' }) requestId: string;
}
