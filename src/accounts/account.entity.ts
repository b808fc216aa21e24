import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale, Role } from '../platform/actor';

@Entity('account')
export class AccountRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') login: string;
  @Column('text') name: string;
  @Column('text') passwordHash: string;
  @Column('text') locale: Locale;
  @Column('boolean') elderMode: boolean;
  @Column('int') failedSignIns: number;
  @Column('timestamptz', { nullable: true }) lockedUntil: Date | null;
  @Column('timestamptz', { nullable: true }) disabledAt: Date | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}

/** A role in a district: coordinators and young teachers in one school, volunteers as one volunteer. */
@Entity('membership')
export class MembershipRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') accountId: string;
  @Column('uuid') districtId: string;
  @Column('text') role: Role;
  @Column('uuid', { nullable: true }) schoolId: string | null;
  @Column('uuid', { nullable: true }) volunteerId: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}

/** A signed-in browser; only a keyed hash of its cookie is kept. */
@Entity('sign_in')
export class SignInRow {
  @PrimaryColumn('bytea') tokenHash: Buffer;
  @Column('uuid') accountId: string;
  @Column('uuid') districtId: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') lastUsedAt: Date;
  @Column('timestamptz') expiresAt: Date;
}
