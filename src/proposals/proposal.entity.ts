import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProposedPair, Reason, ScoreParts } from '../matching/engine/plan';
import type { ProposalState, Source } from './proposal';

@Entity('proposal')
export class ProposalRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') state: ProposalState;
  @Column('text') source: Source;
  @Column('uuid', { nullable: true }) roundId: string | null;
  @Column('uuid') needId: string;
  @Column('uuid') offerId: string;
  @Column('uuid') volunteerId: string;
  /** Seat of the need, from 1. A reserve holds none until one falls free. */
  @Column('smallint') seat: number;
  @Column('smallint', { nullable: true }) reserveOrder: number | null;
  /** Which of the need's alternative times; null: to be agreed. */
  @Column('smallint', { nullable: true }) alternative: number | null;
  /** The dated meetings it means, RFC 3339; empty when the time is to be agreed. */
  @Column('jsonb') occurrences: { startsAt: string; endsAt: string }[];
  @Column('smallint') score: number;
  @Column('jsonb') parts: Partial<ScoreParts>;
  @Column('jsonb') reasons: Reason[];
  @Column('jsonb') alternatives: ProposedPair['alternatives'];
  /** Soft rules an admin has set aside, with the reason given. */
  @Column('jsonb') overrides: { rule: string; reason: string }[];
  @Column('boolean') pinned: boolean;
  @Column('text', { nullable: true }) rejectReason: string | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('timestamptz', { nullable: true }) invitedAt: Date | null;
  @Column('timestamptz', { nullable: true }) answerBy: Date | null;
  @Column('timestamptz', { nullable: true }) remindedAt: Date | null;
  @Column('timestamptz', { nullable: true }) callRequestedAt: Date | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) answeredBy: string | null;
  @Column('text', { nullable: true }) answerChannel: 'app' | 'phone' | null;
  @Column('text', { nullable: true }) cancelReason: string | null;
  @Column('int') version: number;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}

/** A pair that may not be proposed. */
@Entity('exclusion')
export class ExclusionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') volunteerId: string;
  @Column('uuid', { nullable: true }) needId: string | null;
  @Column('uuid', { nullable: true }) schoolId: string | null;
  @Column('text') reason: 'declined' | 'lapsed' | 'blocked' | 'conflict_of_interest';
  @Column('text') side: 'volunteer' | 'school' | 'district';
  @Column('uuid', { nullable: true }) roundId: string | null;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) liftedAt: Date | null;
  @Column('uuid', { nullable: true }) liftedBy: string | null;
}
