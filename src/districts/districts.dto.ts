import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Day, Id, Int, ListOf, Nested, OneOf, Text, Version } from '../platform/http/fields';
import type { Policy } from '../matching/engine/menus';
import { HolidayDto, TermDto } from './calendar.dto';
import { AreaDto } from './places.dto';

/** A span of a day in minutes from midnight, as the settings keep times. */
export class MinutesDto {
  @Int(0, 1439, { description: 'Minutes from midnight.' }) from: number;
  @Int(1, 1440, { description: 'Minutes from midnight.' }) to: number;
}

export class DayPartsDto {
  @Nested(() => MinutesDto) morning: MinutesDto;
  @Nested(() => MinutesDto) afternoon: MinutesDto;
  @Nested(() => MinutesDto) evening: MinutesDto;
  @Nested(() => MinutesDto) whole_day: MinutesDto;
  @Nested(() => MinutesDto) after_school: MinutesDto;
}

export class TimetableDto {
  @ListOf(() => MinutesDto, 16, { least: 1, description: 'Lesson n of the day is the nth, in order.' })
  lessons: MinutesDto[];
  @Nested(() => MinutesDto, { nullable: true }) earlyReading: MinutesDto | null;
  @Nested(() => MinutesDto, { nullable: true }) longBreak: MinutesDto | null;
}

export class RoundingStepDto {
  @Int(1, 60, { description: 'Minutes beyond the whole hours, up to and with.' }) upTo: number;
  @Int(0, 60, { description: 'Count as so many minutes.' }) counts: number;
}

export class HoursRuleDto {
  @ListOf(() => RoundingStepDto, 10, { least: 1 }) rounding: RoundingStepDto[];
  @Int(0, 30, { description: 'Working days on which a record is shown before it counts.' }) shownWorkdays: number;
  @ApiProperty({ type: 'integer', isArray: true, description: 'Hours at which each star is given, rising.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(100_000, { each: true })
  stars: number[];
}

@ValidatorConstraint({ name: 'days_by_programme' })
class DaysByProgramme implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    const days = Object.entries((value ?? {}) as object);
    return days.length <= 50 && days.every(([, n]) => Number.isInteger(n) && n >= 1 && n <= 365);
  }
  defaultMessage(): string {
    return 'days from 1 to 365 by programme code, and `default`';
  }
}

/** What a district decides for itself. */
export class SettingsDto {
  @Int(1, 60, { description: 'Days a volunteer has to answer an invitation.' }) answerDays: number;
  @Int(0, 59, { description: 'Days before that at which a reminder is due.' }) remindDaysBefore: number;
  @Int(0, 180, { description: 'Days after the start of a term at which a line nobody confirmed goes stale.' })
  staleAfterDays: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 1, maximum: 365 },
    description: 'Days between check-ins by programme code; `default` for the others.',
  })
  @IsObject()
  @Validate(DaysByProgramme)
  checkInDays: Record<string, number>;
  @Int(0, 365, { description: 'Days before its end at which a clearance is shown as expiring.' })
  clearanceWarningDays: number;
  @Nested(() => DayPartsDto, { description: 'What people mean by a part of the day.' }) dayParts: DayPartsDto;
  @Int(10, 240) lessonMinutes: number;
  @Nested(() => TimetableDto, {
    optional: true,
    nullable: true,
    description: 'When lessons are; without it 第3节 in a workbook is refused. null takes it away.',
  })
  timetable?: TimetableDto | null;
  @Int(10, 720, { description: 'Length of a session whose end nobody has given.' }) defaultSessionMinutes: number;
  @Nested(() => HoursRuleDto, { description: 'How service becomes hours on the record.' }) hours: HoursRuleDto;
}

/** Settings to change; what is not named stays. */
export class SomeSettingsDto extends PartialType(SettingsDto) {}

export class ChangeDistrictDto {
  @Version() version: number;
  @Text(200, { optional: true }) name?: string;
  @Nested(() => SomeSettingsDto, { optional: true }) settings?: SomeSettingsDto;
}

/** The version a removal has seen, in the query. */
export class VersionQuery {
  @Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value))
  @Version()
  version: number;
}

export class SchoolDto {
  @Id() id: string;
  @Text(200) name: string;
  @ApiProperty({ type: String, isArray: true }) stages: string[];
  @Text(100, { nullable: true }) areaName: string | null;
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
  @ApiProperty({ type: SettingsDto }) settings: SettingsDto;
  @ApiProperty({ type: SchoolDto, isArray: true, description: 'Those that are not closed.' }) schools: SchoolDto[];
  @ApiProperty({ type: AreaDto, isArray: true }) areas: AreaDto[];
  @ApiProperty({ type: TermDto, isArray: true }) terms: TermDto[];
  @ApiProperty({ type: HolidayDto, isArray: true }) holidays: HolidayDto[];
  @ApiProperty({ type: CalendarDayDto, isArray: true, description: 'The holidays day by day.' })
  calendar: CalendarDayDto[];
  @ApiProperty({
    type: Number,
    isArray: true,
    description: 'Years of the terms without a single holiday on record: times expanded there may fall on one.',
  })
  yearsWithoutHolidays: number[];
  @Int(1, 2_147_483_647) version: number;
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
