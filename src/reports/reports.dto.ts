import { ApiProperty } from '@nestjs/swagger';
import { Bool, Day, Id, Int, ListOf, Num, OneOf, Text } from '../platform/http/fields';

const MOST = 2_147_483_647;

export class PeriodQuery {
  @Day({ description: 'First day.' }) from: string;
  @Day({ description: 'Last day; at most six years after the first.' }) to: string;
}

export class FillDto {
  @Int(1, 4, { description: '1 is most urgent.' }) priority: 1 | 2 | 3 | 4;
  @Int(0, MOST) needs: number;
  @Int(0, MOST) seats: number;
  @Int(0, MOST, { description: 'Seats somebody has said yes to.' }) filled: number;
}

export class WaitStepDto {
  @Int(0, 10_000, { nullable: true, description: 'At most so many days; null: more than the step before.' })
  upToDays: number | null;
  @Int(0, MOST) pairs: number;
}

export class TimeToMatchDto {
  @Int(0, MOST) pairs: number;
  @Num(0, 100_000, { nullable: true, description: 'Days from submission to yes, half of the pairs.' })
  medianDays: number | null;
  @Num(0, 100_000, { nullable: true, description: 'Nine pairs of ten.' }) ninthDays: number | null;
  @ListOf(() => WaitStepDto, 10) steps: WaitStepDto[];
}

export class MonthHoursDto {
  @Text(7, { description: 'YYYY-MM.' }) month: string;
  @Int(0, MOST) sessions: number;
  @Int(0, MOST, { description: 'As recorded, without travel.' }) minutes: number;
  @Int(0, MOST, { description: 'Rounded by the rule of the district.' }) countedMinutes: number;
}

export class SchoolCoverageDto {
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Int(0, MOST) needs: number;
  @Int(0, MOST) seats: number;
  @Int(0, MOST) filled: number;
  @Int(0, MOST, { description: 'Meetings held in the period.' }) sessions: number;
  @Int(0, MOST) minutes: number;
}

export const TEAM_GROUPS = ['veteran', 'guest', 'kind', 'tier', 'age', 'clearance'] as const;

export class TeamLineDto {
  @OneOf(TEAM_GROUPS, { description: 'What is counted by; veteran, guest and kind together are everybody once.' })
  by: (typeof TEAM_GROUPS)[number];
  @Text(40) key: string;
  @Int(0, MOST, { description: 'Lines of the register.' }) lines: number;
  @Int(0, MOST, { description: 'People, the members of teams included.' }) people: number;
}

export class RecordServiceDto {
  @Id() engagementId: string;
  @Text(50) code: string;
  @Text(200) title: string;
  @Text(200) schoolName: string;
  @Text(100, { nullable: true }) programmeName: string | null;
  @Day() firstOn: string;
  @Day() lastOn: string;
  @Int(0, MOST) sessions: number;
  @Int(0, MOST) minutes: number;
  @Int(0, MOST) countedMinutes: number;
}

export class RecordPendingDto {
  @Id() sessionId: string;
  @Text(200) title: string;
  @Day() day: string;
  @Int(0, MOST) minutes: number;
  @Day({ description: 'From this day on it counts, unless it is corrected.' }) countsFrom: string;
}

export class RecordEvaluationDto {
  @Text(200) title: string;
  @Text(200) schoolName: string;
  @Int(1, 5) rating: number;
  @Bool() again: boolean;
  @Text(2000, { empty: true }) comment: string;
  @Day() day: string;
}

export class RecordRuleDto {
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      properties: { upTo: { type: 'integer' }, counts: { type: 'integer' } },
      required: ['upTo', 'counts'],
    },
    description: 'Minutes beyond whole hours up to `upTo` count as `counts`.',
  })
  rounding: { upTo: number; counts: number }[];
  @Int(0, 100) shownWorkdays: number;
}

/** The service record of one volunteer: what the certificate is printed from. */
export class VolunteerRecordDto {
  @Id() volunteerId: string;
  @Text(40) code: string;
  @Text(80) name: string;
  @Text(200, { nullable: true }) retiredFrom: string | null;
  @Text(40, { nullable: true }) veteranGroup: string | null;
  @Text(200) districtName: string;
  @Day() since: string;
  @Day({ description: 'As of this day.' }) asOf: string;
  @Int(0, MOST, { description: 'Meetings that count.' }) sessions: number;
  @Int(0, MOST) minutes: number;
  @Int(0, MOST) countedMinutes: number;
  @ListOf(() => RecordServiceDto, 10_000) services: RecordServiceDto[];
  @ListOf(() => RecordPendingDto, 10_000, { description: 'Recorded, but still shown for objections.' })
  pending: RecordPendingDto[];
  @Int(0, 100, { description: 'By all hours ever counted, whatever the period.' }) stars: number;
  @Int(0, MOST, { nullable: true, description: 'Hours of the next star; null: there is none.' })
  nextStarHours: number | null;
  @ListOf(() => RecordEvaluationDto, 10_000, { description: 'What schools said.' }) evaluations: RecordEvaluationDto[];
  @ApiProperty({ type: RecordRuleDto }) rule: RecordRuleDto;
}

export class RecordQuery {
  @Day({ optional: true, description: 'Meetings from this day on.' }) from?: string;
  @Day({ optional: true, description: 'Meetings up to this day.' }) to?: string;
}
