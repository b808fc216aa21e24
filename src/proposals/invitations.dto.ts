import { ApiPropertyOptional } from '@nestjs/swagger';
import { Bool, Id, Int, ListOf, Moment, Nested, OneOf, Text } from '../platform/http/fields';
import { PageQuery, pageOf } from '../platform/http/page';
import { PLACE_KINDS } from '../needs/need';
import { FORMS } from '../taxonomy/kinds';
import { CONTACTS } from '../resources/resource';
import { INVITATION_STATES } from './proposal';

export class InvitationQuery extends PageQuery {
  @OneOf(INVITATION_STATES, { optional: true, description: 'Those still open if not said.' })
  state: (typeof INVITATION_STATES)[number] = 'invited';

  @Id({ optional: true }) schoolId?: string;
  @Id({ optional: true }) volunteerId?: string;
}

export class MeetingDto {
  @Moment() startsAt: string;
  @Moment() endsAt: string;
}

export class MatchReasonDto {
  @Text(100) code: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) params?: Record<
    string,
    string | number | boolean
  >;
}

/** Whom to telephone; only for those who keep the volunteers. */
export class CalleeDto {
  @Id() id: string;
  @Text(100) name: string;
  @Text(50, { nullable: true }) phone: string | null;
  @OneOf(CONTACTS) preferredContact: string;
}

export class InvitationDto {
  @Id() id: string;
  @Int(1, 2_147_483_647) version: number;
  @OneOf(INVITATION_STATES) state: (typeof INVITATION_STATES)[number];
  @Id() needId: string;
  @Text(200) schoolName: string;
  @Text(200, { description: 'What is asked for.' }) title: string;
  @Text(4000, { empty: true }) description: string;
  @Text(100, { nullable: true }) programmeName: string | null;
  @OneOf(FORMS) form: string;
  @Text(200, { description: 'The own offer it is about.' }) offerTitle: string;
  @ListOf(() => MeetingDto, 3, { description: 'The next dates, three at the most; none: the time is to be agreed.' })
  firstDates: MeetingDto[];
  @Int(0, 1000, { description: 'How many dates in all.' }) dates: number;
  @Int(5, 10_080, { nullable: true, description: 'Minutes a week, where the time is to be agreed.' }) weeklyMinutes:
    number | null;
  @OneOf(PLACE_KINDS) placeKind: string;
  @Text(200, { nullable: true }) placeName: string | null;
  @Int(0, 40_000_000, { nullable: true, description: 'Metres from home, one way; null: not known, or online.' })
  distance: number | null;
  @Text(200, { empty: true, description: 'Whom to ask at the school.' }) contact: string;
  @Moment() answerBy: Date;
  @Moment({ nullable: true }) callRequestedAt: Date | null;
  @Moment({ nullable: true }) answeredAt: Date | null;
  @OneOf(['app', 'phone'], { nullable: true }) answerChannel: 'app' | 'phone' | null;
  @ListOf(() => MatchReasonDto, 50, { description: 'Why this was proposed: codes with parameters.' })
  reasons: MatchReasonDto[];
  @Nested(() => CalleeDto, { nullable: true }) volunteer: CalleeDto | null;
  @Id({ nullable: true, description: 'What came of it, once accepted.' }) engagementId: string | null;
  @Bool({ description: 'An answer is possible now.' }) answerable: boolean;
}

export const InvitationPage = pageOf(InvitationDto);

/** An answer needs nothing: no reason, and no version, because only an open invitation can be answered. */
export class AnswerDto {
  @Int(1, 2_147_483_647, { optional: true, description: 'Refuse the answer if the invitation is not as it was seen.' })
  version?: number;
}
