import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Plan, Progress } from './engine/plan';
import type { RoundScope, RoundState } from './round';

/** What a list of rounds shows of a plan. */
export type RoundResult = Pick<
  Plan,
  | 'objective'
  | 'bound'
  | 'certifiedBound'
  | 'gapPercent'
  | 'provenOptimal'
  | 'provenBy'
  | 'iterations'
  | 'levels'
  | 'counts'
  | 'seconds'
  | 'pinProblems'
  | 'strictLevelsHeld'
> & {
  /** Pairs of the plan, and needs with seats left open. */
  proposals: number;
  unfilled: number;
  /** The independent check has passed; a plan that fails it is never written. */
  verified: true;
  /** Somebody stopped the search; the plan is the best up to then. */
  stoppedEarly: boolean;
};

@Entity('round')
export class RoundRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') state: RoundState;
  @Column('date') horizonFrom: string;
  @Column('date') horizonTo: string;
  @Column('jsonb') scope: RoundScope;
  @Column('uuid') policyId: string;
  @Column('int') seed: number;
  /** Budget, whichever is used up first: iterations, which repeat exactly, and seconds, for people. */
  @Column('int', { nullable: true }) iterations: number | null;
  @Column('double precision', { nullable: true }) seconds: number | null;
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz', { nullable: true }) startedAt: Date | null;
  @Column('timestamptz', { nullable: true }) heartbeatAt: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
  @Column('timestamptz', { nullable: true }) publishedAt: Date | null;
  /** Fencing token: a worker holding an older number may not write. */
  @Column('int') attempt: number;
  @Column('boolean') cancelRequested: boolean;
  @Column('jsonb', { nullable: true }) progress: Progress | null;
  @Column('text', { nullable: true }) inputHash: string | null;
  @Column('text', { nullable: true }) engineVersion: string | null;
  @Column('jsonb', { nullable: true }) result: RoundResult | null;
  @Column('text', { nullable: true }) errorCode: string | null;
  /** Tries something out: makes no proposals, cannot be published. */
  @Column('boolean') draft: boolean;
  /** A draft on the input of another round, so that the two differ in the policy alone. */
  @Column('uuid', { nullable: true }) inputOf: string | null;
  @Column('int') version: number;
}
