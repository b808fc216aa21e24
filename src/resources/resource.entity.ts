import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OfferAvailability, OfferState, VolunteerKind, VolunteerState } from './resource';

@Entity('volunteer')
export class VolunteerRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') state: VolunteerState;
  @Column('text') kind: VolunteerKind;
  @Column('text') name: string;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { nullable: true }) retiredFrom: string | null;
  @Column('text', { nullable: true }) veteranGroup: string | null;
  @Column('text', { nullable: true }) guestGroup: string | null;
  @Column('text') tier: string;
  /** How many people can serve at the same moment; 1 for a person. */
  @Column('int') people: number;
  @Column('int', { nullable: true }) birthYear: number | null;
  @Column('text', { array: true }) languages: string[];
  @Column('uuid', { nullable: true }) areaId: string | null;
  @Column('double precision', { nullable: true }) latitude: number | null;
  @Column('double precision', { nullable: true }) longitude: number | null;
  @Column('text') travelMode: 'walk' | 'bicycle' | 'bus' | 'car';
  @Column('int', { nullable: true }) travelLimitMetres: number | null;
  @Column('int') bufferMinutes: number;
  @Column('int', { nullable: true }) maxConcurrent: number | null;
  @Column('int', { nullable: true }) monthlyMinutes: number | null;
  @Column('uuid', { array: true }) wishedSchoolIds: string[];
  @Column('text') preferredContact: string;
  @Column('date', { nullable: true }) consentedOn: string | null;
  @Column('text') training: string;
  @Column('date', { nullable: true }) trainedOn: string | null;
  @Column('text') searchText: string;
  @Column('int', { array: true }) searchGrams: number[];
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
}

/** The yearly check for contact with minors. */
@Entity('clearance')
export class ClearanceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') volunteerId: string;
  @Column('text') number: string;
  @Column('text') authority: string;
  @Column('date') checkedOn: string;
  @Column('date') expiresOn: string;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column('uuid', { nullable: true }) revokedBy: string | null;
  @Column('text', { nullable: true }) revokeReason: string | null;
  @Column('timestamptz') createdAt: Date;
}

@Entity('offer')
export class OfferRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') state: OfferState;
  @Column('uuid') volunteerId: string;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('uuid') categoryId: string;
  @Column('text') title: string;
  @Column('text') description: string;
  @Column('text', { array: true }) forms: string[];
  /** Bit g: suitable for grade g; 0: any. */
  @Column('int') grades: number;
  @Column('int', { nullable: true }) sessionMinutes: number | null;
  @Column('jsonb') availability: OfferAvailability;
  /** Bit d: there is a window on weekday d; bit 0: any time. */
  @Column('smallint') weekdays: number;
  @Column('boolean') onsite: boolean;
  @Column('boolean') online: boolean;
  @Column('int', { nullable: true }) maxConcurrent: number | null;
  @Column('int', { nullable: true }) monthlyMinutes: number | null;
  @Column('int', { nullable: true }) travelLimitMetres: number | null;
  @Column('int') stock: number;
  @Column('text') siteNeeds: string;
  @Column('text') notes: string;
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

@Entity('offer_skill')
export class OfferSkillRow {
  @PrimaryColumn('uuid') offerId: string;
  @Column('uuid') districtId: string;
  @PrimaryColumn('uuid') skillId: string;
  @Column('smallint') level: number;
}
