import { ApiProperty } from '@nestjs/swagger';
import { Bool, Id, Ids, Int, ListOf, Moment, Nested, OneOf, Text, Version } from '../platform/http/fields';
import { PageQuery, pageOf } from '../platform/http/page';
import { NEED_STATES } from '../needs/need';
import { MeetingDto, MatchReasonDto } from './invitations.dto';
import { PROPOSAL_STATES, SOURCES } from './proposal';
import type { ProposalState, Source } from './proposal';

export class ProposalQuery extends PageQuery {
  @OneOf(PROPOSAL_STATES, { optional: true }) state?: ProposalState;
  @OneOf(SOURCES, { optional: true }) source?: Source;
  @Id({ optional: true }) roundId?: string;
  @Id({ optional: true }) needId?: string;
  @Id({ optional: true }) schoolId?: string;
  @Id({ optional: true }) programmeId?: string;
  @Id({ optional: true }) volunteerId?: string;
}

export class ProposalNeedDto {
  @Id() id: string;
  @Text(50) code: string;
  @Text(200) title: string;
  @OneOf(NEED_STATES) state: string;
  @Int(1, 4) priority: number;
  @Int(1, 200) seats: number;
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Id({ nullable: true }) programmeId: string | null;
  @Text(100, { nullable: true }) programmeName: string | null;
}

export class ProposalOfferDto {
  @Id() id: string;
  @Text(50) code: string;
  @Text(200) title: string;
}

export class ProposalVolunteerDto {
  @Id() id: string;
  @Text(100) name: string;
  @Text(50) kind: string;
}

export class OverrideDto {
  @Text(100, { description: 'Code of the rule.' }) rule: string;
  @Text(1000) reason: string;
}

/** A line of the docking board. */
export class ProposalDto {
  @Id() id: string;
  @OneOf(PROPOSAL_STATES) state: ProposalState;
  @OneOf(SOURCES) source: Source;
  @Id({ nullable: true }) roundId: string | null;
  @Nested(() => ProposalNeedDto) need: ProposalNeedDto;
  @Nested(() => ProposalOfferDto) offer: ProposalOfferDto;
  @Nested(() => ProposalVolunteerDto) volunteer: ProposalVolunteerDto;
  @Int(1, 200) seat: number;
  @Int(1, 10_000, { nullable: true, description: 'Place among the reserves; null: it holds its seat.' }) reserveOrder:
    number | null;
  @Int(0, 1000) score: number;
  @Bool() pinned: boolean;
  @Int(0, 10_000, { description: 'How many dated meetings; 0: the time is to be agreed.' }) meetings: number;
  @Moment({ nullable: true }) firstAt: string | null;
  @Moment({ nullable: true }) answerBy: Date | null;
  @Moment({ nullable: true }) callRequestedAt: Date | null;
  @Text(1000, { nullable: true }) rejectReason: string | null;
  @Text(1000, { nullable: true }) cancelReason: string | null;
  @Moment() createdAt: Date;
  @Int(1, 2_147_483_647) version: number;
}
export const ProposalPage = pageOf(ProposalDto);

export class OtherOfferDto {
  @Id() offerId: string;
  @Text(200) offerTitle: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
  @Int(0, 100, { nullable: true }) alternative: number | null;
  @Int(0, 1000) score: number;
  @Int(0, 2_147_483_647, { description: 'Points the whole plan loses at the least if this one is taken instead.' })
  priceAtLeast: number;
}

export class ProposalDetailDto extends ProposalDto {
  @Int(0, 100, { nullable: true, description: 'Which of the need’s alternative times; null: to be agreed.' })
  alternative: number | null;
  @ListOf(() => MeetingDto, 10_000) occurrences: MeetingDto[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'Parts of the score; together they are the score.',
  })
  parts: Record<string, number>;
  @ListOf(() => MatchReasonDto, 50) reasons: MatchReasonDto[];
  @ListOf(() => OtherOfferDto, 50) alternatives: OtherOfferDto[];
  @ListOf(() => OverrideDto, 50, { description: 'Rules set aside by hand, with the reason.' }) overrides: OverrideDto[];
  @Text(100, { nullable: true }) decidedByName: string | null;
  @Moment({ nullable: true }) decidedAt: Date | null;
  @Moment({ nullable: true }) invitedAt: Date | null;
  @Moment({ nullable: true }) answeredAt: Date | null;
  @OneOf(['app', 'phone'], { nullable: true }) answerChannel: 'app' | 'phone' | null;
  @Id({ nullable: true }) engagementId: string | null;
}

export class ApproveDto {
  @Version() version: number;
  @Bool({ optional: true, description: 'As a reserve: invited when a seat falls free, in the order of approval.' })
  reserve?: boolean;
  @ListOf(() => OverrideDto, 50, {
    optional: true,
    description: 'For pairs made by hand: a reason for each rule they break that may be overridden.',
  })
  overrides?: OverrideDto[];
}

export class ReasonedDto {
  @Version() version: number;
  @Text(1000) reason: string;
}

export class ProposalVersionDto {
  @Version() version: number;
}

export class ProposalIdsDto {
  @Ids(200, { least: 1 }) ids: string[];
}

export class RefusedDto {
  @Id() id: string;
  @Text(100, { description: 'Error code.' }) code: string;
}

export class ApprovedManyDto {
  @Ids(200) approved: string[];
  @ListOf(() => RefusedDto, 200) refused: RefusedDto[];
}

export class InvitedManyDto {
  @Ids(200) invited: string[];
  @ListOf(() => RefusedDto, 200) refused: RefusedDto[];
}

export class NewProposalDto {
  @Id() needId: string;
  @Id() offerId: string;
  @ListOf(() => OverrideDto, 50, {
    optional: true,
    description: 'A reason for each rule it breaks that may be overridden.',
  })
  overrides?: OverrideDto[];
}

export class ApplyDto {
  @Id({ description: 'One of the own offers.' }) offerId: string;
}

/** What the volunteer learns: that it was received. It is decided on by the office. */
export class ApplicationDto {
  @Id() id: string;
}

export class SwapDto {
  @Version() version: number;
  @Id({ description: 'One of the alternatives, or any other offer.' }) offerId: string;
  @ListOf(() => OverrideDto, 50, { optional: true }) overrides?: OverrideDto[];
}
