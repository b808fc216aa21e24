import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NeedState, PlaceKind } from './need';
import type { Audience, CareGroup, Form } from '../taxonomy/kinds';
import type { NeedTimes } from './times';

@Entity('need')
export class NeedRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') state: NeedState;
  @Column('uuid') schoolId: string;
  /** The young teacher who asks for a mentor. */
  @Column('uuid', { nullable: true }) aboutAccountId: string | null;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('uuid') categoryId: string;
  @Column('text') title: string;
  @Column('text') description: string;
  @Column('text') audience: Audience;
  /** Bit g: grade g (0 kindergarten, 1–12). */
  @Column('int') grades: number;
  @Column('int', { nullable: true }) headCount: number | null;
  @Column('text') form: Form;
  @Column('int') seats: number;
  @Column('int') minimum: number;
  @Column('jsonb') times: NeedTimes;
  /** Bit d: one of the times is on weekday d. */
  @Column('smallint') weekdays: number;
  @Column('int', { nullable: true }) weeklyMinutes: number | null;
  @Column('date') periodFrom: string;
  @Column('date') periodTo: string;
  @Column('text') placeKind: PlaceKind;
  @Column('text', { nullable: true }) placeName: string | null;
  @Column('uuid', { nullable: true }) areaId: string | null;
  @Column('double precision', { nullable: true }) latitude: number | null;
  @Column('double precision', { nullable: true }) longitude: number | null;
  @Column('text', { array: true }) languages: string[];
  @Column('boolean') minors: boolean;
  @Column('boolean') oneToOne: boolean;
  @Column('boolean') under14: boolean;
  @Column('date', { nullable: true }) guardianConsentOn: string | null;
  @Column('text', { array: true }) careGroups: CareGroup[];
  @Column('boolean') urgent: boolean;
  @Column('smallint') priority: 1 | 2 | 3 | 4;
  @Column('int') quantity: number;
  @Column('uuid', { nullable: true }) wishedOfferId: string | null;
  @Column('text') contact: string;
  @Column('date', { nullable: true }) answerBy: string | null;
  @Column('text') notes: string;
  @Column('text', { nullable: true }) returnReason: string | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('uuid', { nullable: true }) copiedFrom: string | null;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('timestamptz') confirmedAt: Date;
  @Column('timestamptz', { nullable: true }) staleSince: Date | null;
  @Column('text') searchText: string;
  @Column('int', { array: true }) searchGrams: number[];
  /** The category, the programme and the skills: the line is found by their words too. */
  @Column('uuid', { array: true }) topicIds: string[];
  @Column('int') version: number;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}

@Entity('need_skill')
export class NeedSkillRow {
  @PrimaryColumn('uuid') needId: string;
  @Column('uuid') districtId: string;
  @PrimaryColumn('uuid') skillId: string;
  @Column('smallint') level: number;
  @Column('boolean') required: boolean;
}
