import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CheckInState, EngagementState, SessionState } from './engagement';

@Entity('engagement')
export class EngagementRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') state: EngagementState;
  @Column('uuid') proposalId: string;
  @Column('uuid') needId: string;
  @Column('uuid') offerId: string;
  @Column('uuid') volunteerId: string;
  @Column('uuid') schoolId: string;
  @Column('smallint') seat: number;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('text', { nullable: true }) endedBy: 'volunteer' | 'school' | 'district' | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('boolean') replacementSought: boolean;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}

/** One dated meeting. The database refuses two planned or held ones of a person at the same time. */
@Entity('session')
export class SessionRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') volunteerId: string;
  /** Which of a team's people serves; 0 for a person. */
  @Column('smallint') lane: number;
  @Column('text') state: SessionState;
  @Column('timestamptz') startsAt: Date;
  @Column('timestamptz') endsAt: Date;
  @Column('uuid', { nullable: true }) movedTo: string | null;
  @Column('int', { nullable: true }) minutesServed: number | null;
  @Column('int', { nullable: true }) attendance: number | null;
  @Column('text') note: string;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('timestamptz', { nullable: true }) recordedAt: Date | null;
  @Column('timestamptz', { nullable: true }) remindedAt: Date | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}

@Entity('check_in')
export class CheckInRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') engagementId: string;
  @Column('text') state: CheckInState;
  @Column('date') dueOn: string;
  @Column('timestamptz', { nullable: true }) doneAt: Date | null;
  @Column('uuid', { nullable: true }) doneBy: string | null;
  @Column('text', { nullable: true }) how: 'phone' | 'visit' | 'message' | null;
  @Column('text', { nullable: true }) going: 'well' | 'mixed' | 'badly' | null;
  @Column('text') note: string;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}

@Entity('evaluation')
export class EvaluationRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') engagementId: string;
  @Column('text') side: 'school' | 'volunteer';
  @Column('smallint') rating: number;
  @Column('boolean') again: boolean;
  @Column('text') comment: string;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
}
