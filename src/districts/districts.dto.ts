import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { Day, Id, Int, OneOf, Text } from '../platform/http/fields';
import type { Policy } from '../matching/engine/menus';
import type { DistrictSettings } from './settings';

export class SchoolDto {
  @Id() id: string;
  @Text(200) name: string;
  @ApiProperty({ type: String, isArray: true }) stages: string[];
  @Text(100, { nullable: true }) areaName: string | null;
}

export class AreaDto {
  @Id() id: string;
  @Text(100) name: string;
}

export class TermDto {
  @Id() id: string;
  @Text(100) name: string;
  @Day() startsOn: string;
  @Day() endsOn: string;
}

export class CalendarDayDto {
  @Day() day: string;
  @OneOf(['holiday', 'workday']) kind: 'holiday' | 'workday';
  @Int(1, 7, { nullable: true, description: 'The weekday whose timetable a made-up workday follows.' }) followsWeekday:
    number | null;
  @Text(100) name: string;
}

export class DistrictDto {
  @Id() id: string;
  @Text(200) name: string;
  @Text(100) timezone: string;
  @ApiProperty({ type: Object }) settings: DistrictSettings;
  @ApiProperty({ type: SchoolDto, isArray: true }) schools: SchoolDto[];
  @ApiProperty({ type: AreaDto, isArray: true }) areas: AreaDto[];
  @ApiProperty({ type: TermDto, isArray: true }) terms: TermDto[];
  @ApiProperty({ type: CalendarDayDto, isArray: true }) calendar: CalendarDayDto[];
  @ApiProperty({
    type: Number,
    isArray: true,
    description: 'Years of the terms without a single holiday on record: times expanded there may fall on one.',
  })
  yearsWithoutHolidays: number[];
}

export class PolicyDto {
  @Id() id: string;
  @Int(1, 1_000_000) number: number;
  @ApiProperty({ type: Object, description: 'Weights and switches of the matching.' }) params: Policy;
  @Text(500, { empty: true }) note: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt: Date;
}

export class NewPolicyDto {
  @ApiProperty({ type: Object, description: 'Only what differs from the newest policy.' })
  @IsObject()
  params: Partial<Policy>;
  @Text(500, { empty: true, optional: true }) note?: string;
}
