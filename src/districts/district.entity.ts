import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Policy } from '../matching/engine/menus';
import type { DistrictSettings } from './settings';

@Entity('district')
export class DistrictRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') slug: string;
  @Column('text') name: string;
  @Column('text') timezone: string;
  @Column('jsonb') settings: DistrictSettings;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}

/** A named area of the gazetteer with one point; nobody must give a street address. */
@Entity('area')
export class AreaRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  @Column('double precision') latitude: number;
  @Column('double precision') longitude: number;
  @Column('int') version: number;
}

@Entity('school')
export class SchoolRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  /** The number under which the ministry knows it (学校标识码). */
  @Column('text', { nullable: true }) code: string | null;
  @Column('text', { array: true }) stages: string[];
  @Column('uuid', { nullable: true }) areaId: string | null;
  @Column('double precision', { nullable: true }) latitude: number | null;
  @Column('double precision', { nullable: true }) longitude: number | null;
  /** From this day on it takes part no more; its history stays. */
  @Column('date', { nullable: true }) closedOn: string | null;
  @Column('int') version: number;
  @Column('timestamptz') createdAt: Date;
}

@Entity('term')
export class TermRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('int') version: number;
}

/** Days off in a row, as the office announces them, with the workdays made up for them. */
@Entity('holiday')
export class HolidayRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('int') version: number;
}

/** One day of a holiday, or a workday made up for it (following `followsWeekday`). */
@Entity('calendar_day')
export class CalendarDayRow {
  @PrimaryColumn('uuid') districtId: string;
  @PrimaryColumn('date') day: string;
  @Column('text') kind: 'holiday' | 'workday';
  @Column('smallint', { nullable: true }) followsWeekday: number | null;
  @Column('uuid') holidayId: string;
}

/** Weights of the matching, versioned: a round names the policy it used. */
@Entity('policy')
export class PolicyRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('int') number: number;
  @Column('jsonb') params: Policy;
  @Column('text') note: string;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
}
