import { Transform } from 'class-transformer';
import { Bool, Day, Flag, Id, Int, ListOf, Moment, OneOf, Text, Version } from '../platform/http/fields';
import { PageQuery, pageOf } from '../platform/http/page';
import { CHECK_IN_STATES, ENGAGEMENT_STATES, SESSION_STATES } from './engagement';
import type { CheckInState, EngagementState, SessionState } from './engagement';

export const SIDES = ['volunteer', 'school', 'district'] as const;
export const HOWS = ['phone', 'visit', 'message'] as const;
export const GOINGS = ['well', 'mixed', 'badly'] as const;

const toBoolean = Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value));

export class EngagementQuery extends PageQuery {
  @OneOf(ENGAGEMENT_STATES, { optional: true }) state?: EngagementState;
  @Id({ optional: true }) schoolId?: string;
  @Id({ optional: true }) volunteerId?: string;
  @Id({ optional: true }) needId?: string;
  @toBoolean
  @Bool({ optional: true, description: 'Only those whose time is still to be agreed: no session is planned.' })
  unplanned?: boolean;
}

export class SessionDto {
  @Id() id: string;
  @Id() engagementId: string;
  @OneOf(SESSION_STATES) state: SessionState;
  @Moment() startsAt: Date;
  @Moment() endsAt: Date;
  @Int(0, 1000, { description: 'Which of a team’s people; 0 for a person.' }) lane: number;
  @Id({ nullable: true, description: 'The session it was moved to.' }) movedTo: string | null;
  @Int(0, 1440, { nullable: true, description: 'Minutes of service, without travel.' }) minutesServed: number | null;
  @Int(0, 100_000, { nullable: true }) attendance: number | null;
  @Text(2000, { empty: true }) note: string;
  @Moment({ nullable: true }) recordedAt: Date | null;
  @Text(100, { nullable: true, description: 'The school holiday its day falls on.' }) holidayName: string | null;
  @Int(1, 2_147_483_647) version: number;
}

/** A session in a week of sessions: with what and where. */
export class SessionLineDto extends SessionDto {
  @Text(200) title: string;
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
}
export const SessionPage = pageOf(SessionLineDto);

export class SessionQuery extends PageQuery {
  @Moment({ optional: true, description: 'Sessions that end after this moment.' }) from?: string;
  @Moment({ optional: true, description: 'Sessions that begin before this moment.' }) to?: string;
  @OneOf(SESSION_STATES, { optional: true }) state?: SessionState;
  @Id({ optional: true }) schoolId?: string;
  @Id({ optional: true }) volunteerId?: string;
  @Id({ optional: true }) engagementId?: string;
  @Flag('Only those whose day is a school holiday.') onHoliday?: boolean;
}

export class CheckInDto {
  @Id() id: string;
  @Id() engagementId: string;
  @OneOf(CHECK_IN_STATES) state: CheckInState;
  @Day() dueOn: string;
  @Moment({ nullable: true }) doneAt: Date | null;
  @OneOf(HOWS, { nullable: true }) how: string | null;
  @OneOf(GOINGS, { nullable: true }) going: string | null;
  @Text(2000, { empty: true }) note: string;
  @Int(1, 2_147_483_647) version: number;
}

export class CheckInLineDto extends CheckInDto {
  @Text(200) title: string;
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
  @Text(50, { nullable: true }) volunteerPhone: string | null;
}
export const CheckInPage = pageOf(CheckInLineDto);

export class CheckInQuery extends PageQuery {
  @OneOf(['open', 'due', 'overdue', 'done', 'dropped'], { optional: true, description: '`open`: due and overdue.' })
  state: 'open' | CheckInState = 'open';
  @Day({ optional: true, description: 'Due on this day at the latest.' }) until?: string;
  @Id({ optional: true }) schoolId?: string;
}

export class DoCheckInDto {
  @Version() version: number;
  @OneOf(HOWS) how: (typeof HOWS)[number];
  @OneOf(GOINGS) going: (typeof GOINGS)[number];
  @Text(2000, { optional: true, empty: true }) note?: string;
}

export class EvaluationDto {
  @OneOf(['school', 'volunteer']) side: 'school' | 'volunteer';
  @Int(1, 5) rating: number;
  @Bool({ description: 'Would do it again.' }) again: boolean;
  @Text(2000, { empty: true }) comment: string;
  @Moment() createdAt: string;
}

export class EngagementDto {
  @Id() id: string;
  @Text(50) code: string;
  @OneOf(ENGAGEMENT_STATES) state: EngagementState;
  @Id() needId: string;
  @Text(50) needCode: string;
  @Text(200) title: string;
  @Text(100, { nullable: true }) programmeName: string | null;
  @Id() offerId: string;
  @Text(200) offerTitle: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Int(1, 200) seat: number;
  @Day() startsOn: string;
  @Day() endsOn: string;
  @Int(0, 10_000) sessionsPlanned: number;
  @Int(0, 10_000) sessionsHeld: number;
  @Int(0, 10_000_000, { description: 'Minutes of service recorded, without travel.' }) minutesServed: number;
  @Moment({ nullable: true }) nextSessionAt: Date | null;
  @OneOf(SIDES, { nullable: true }) endedBy: string | null;
  @Text(1000, { nullable: true }) endReason: string | null;
  @Bool() replacementSought: boolean;
  @Int(1, 2_147_483_647) version: number;
}
export const EngagementPage = pageOf(EngagementDto);

export class EngagementDetailDto extends EngagementDto {
  @Id() proposalId: string;
  @Text(200, { empty: true }) contact: string;
  @Text(50, { nullable: true, description: 'For the school and the office.' }) volunteerPhone: string | null;
  @ListOf(() => SessionDto, 10_000) sessions: SessionDto[];
  @ListOf(() => CheckInDto, 10_000, { description: 'For the school and the office.' }) checkIns: CheckInDto[];
  @ListOf(() => EvaluationDto, 2) evaluations: EvaluationDto[];
}

export class MeetingInDto {
  @Moment() startsAt: string;
  @Moment() endsAt: string;
}

export class PlanSessionsDto {
  @Version() version: number;
  @ListOf(() => MeetingInDto, 200, { least: 1 }) sessions: MeetingInDto[];
}

export class EndEarlyDto {
  @Version() version: number;
  @OneOf(SIDES, {
    description:
      'Who ends it. A volunteer speaks for the volunteer, a school for itself or, by telephone, for the volunteer.',
  })
  by: (typeof SIDES)[number];
  @Text(1000, { optional: true, description: 'A volunteer need not give one.' }) reason?: string;
  @Bool({ description: 'Whether somebody else should be found for the seat.' }) seekReplacement: boolean;
}

export class EvaluateDto {
  @OneOf(['school', 'volunteer'], {
    optional: true,
    description: 'Whose view it is; needed only when a school or the office writes it down for a volunteer.',
  })
  side?: 'school' | 'volunteer';
  @Int(1, 5) rating: number;
  @Bool() again: boolean;
  @Text(2000, { optional: true, empty: true }) comment?: string;
}

export class HeldDto {
  @Version() version: number;
  @Int(0, 100_000, { optional: true, description: 'How many came.' }) attendance?: number;
  @Int(0, 1440, { optional: true, description: 'Minutes of service without travel; the planned length if not said.' })
  minutesServed?: number;
  @Text(2000, { optional: true, empty: true }) note?: string;
}

export class NotHeldDto {
  @Version() version: number;
  @Text(2000, { optional: true, empty: true }) note?: string;
}

export class MoveDto {
  @Version() version: number;
  @Moment() startsAt: string;
  @Moment() endsAt: string;
}
