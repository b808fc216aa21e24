import { Day, Id, Int, ListOf, Text, Version } from '../platform/http/fields';

export class NewTermDto {
  @Text(100, { example: '2026 年秋季学期' }) name: string;
  @Day() startsOn: string;
  @Day() endsOn: string;
}

export class ChangeTermDto extends NewTermDto {
  @Version() version: number;
}

export class TermDto extends NewTermDto {
  @Id() id: string;
  @Int(1, 2_147_483_647) version: number;
}

/** A day off that is worked (调休). */
export class MadeUpDayDto {
  @Day() day: string;
  @Int(1, 7, { description: 'The weekday whose timetable it follows: 1 Monday … 7 Sunday.' }) followsWeekday: number;
}

/** Days off in a row, as the office announces them, with the workdays made up for them. */
export class NewHolidayDto {
  @Text(100, { example: '国庆节' }) name: string;
  @Day() startsOn: string;
  @Day() endsOn: string;
  @ListOf(() => MadeUpDayDto, 20) madeUp: MadeUpDayDto[] = [];
}

export class ChangeHolidayDto extends NewHolidayDto {
  @Version() version: number;
}

export class HolidayDto extends NewHolidayDto {
  @Id() id: string;
  @Int(1, 2_147_483_647) version: number;
}
