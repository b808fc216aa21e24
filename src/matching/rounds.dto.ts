import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Bool, Day, Id, Int, Nested, Num, OneOf, Text, Version } from '../platform/http/fields';
import { PageQuery } from '../platform/http/page';
import { RefusedDto } from '../proposals/proposals.dto';
import type { Phase, Reason } from './engine/plan';
import { ROUND_STATES } from './round';
import type { RoundState } from './round';

const MOST = 2_147_483_647;
/** Longest search a person may ask for. */
const MOST_SECONDS = 3600;
const moment = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

export class HorizonDto {
  @Day() from: string;
  @Day() to: string;
}

export class ScopeDto {
  @Id({ optional: true, description: 'Only needs of this school; the rest stays as it is.' }) schoolId?: string;
  @Id({ optional: true, description: 'Only needs of this programme; the rest stays as it is.' }) programmeId?: string;
}

export class NewRoundDto {
  @Nested(() => HorizonDto, {
    optional: true,
    description: 'What is left of the current term if not said, or the next 120 days between terms.',
  })
  horizon?: HorizonDto;
  @Nested(() => ScopeDto, { optional: true }) scope?: ScopeDto;
  @Id({ optional: true, description: 'The newest policy if not said.' }) policyId?: string;
  @Int(0, MOST, { optional: true, description: 'Breaks ties; drawn if not said.' }) seed?: number;
  @Num(0.1, MOST_SECONDS, {
    optional: true,
    description:
      'Longest search; it ends earlier when the plan is proven optimal. 600 if iterations alone are given; 200 iterations within 10 seconds if neither is.',
  })
  seconds?: number;
  @Int(0, 1_000_000, {
    optional: true,
    description:
      'Search budget in iterations: while the seconds do not run out, the same input, seed and iterations give the same plan.',
  })
  iterations?: number;
  @Bool({ optional: true, description: 'Try something out: the round makes no proposals and cannot be published.' })
  draft?: boolean;
  @Id({
    optional: true,
    description: 'Of a draft: use the input of this round, so that the two differ in policy, seed and budget alone.',
  })
  inputOf?: string;
}

export class RoundLevelDto {
  @Int(1, 4) priority: 1 | 2 | 3 | 4;
  @Int(0, MOST) seats: number;
  @Int(0, MOST) filled: number;
  @Int(0, MOST, { description: 'No plan fills more than this many.' }) filledAtMost: number;
}

export class RoundCountsDto {
  @Int(0, MOST) needs: number;
  @Int(0, MOST) seats: number;
  @Int(0, MOST) volunteers: number;
  @Int(0, MOST, { description: 'Pairs that break no hard rule.' }) pairs: number;
}

export class CodedReasonDto implements Reason {
  @Text(80) code: string;
  @ApiProperty({ type: Object, required: false }) params?: Record<string, string | number | boolean>;
}

export class RoundResultDto {
  @Int(0, MOST) proposals: number;
  @Int(0, MOST, { description: 'Needs with seats left open.' }) unfilled: number;
  @Num(0, Number.MAX_SAFE_INTEGER, {
    description: 'Points lost against a plan that fills everything with the best fit; smaller is better.',
  })
  objective: number;
  @Num(0, Number.MAX_SAFE_INTEGER, { description: 'No plan loses fewer points.' }) bound: number;
  @Num(0, Number.MAX_SAFE_INTEGER, { optional: true, description: 'The bound recomputed from the certificate alone.' })
  certifiedBound?: number;
  @Num(0, 100) gapPercent: number;
  @Bool() provenOptimal: boolean;
  @OneOf(['certificate', 'solver'], {
    optional: true,
    nullable: true,
    description:
      'What the proof of optimality rests on: the certificate, which anyone can check again, or the word of the MIP solver.',
  })
  provenBy?: 'certificate' | 'solver' | null;
  @Int(0, MOST) iterations: number;
  @ApiProperty({ type: RoundLevelDto, isArray: true }) levels: RoundLevelDto[];
  @ApiProperty({ type: RoundCountsDto }) counts: RoundCountsDto;
  @ApiProperty({ type: Object, description: 'Seconds by phase.' }) seconds: Record<string, number>;
  @ApiProperty({
    type: CodedReasonDto,
    isArray: true,
    required: false,
    description: 'Pins that were left out, each with what it contradicts.',
  })
  pinProblems?: CodedReasonDto[];
  @Bool({ optional: true }) strictLevelsHeld?: boolean;
  @Bool({ description: 'An independent check has passed; a plan that fails it is never written.' }) verified: boolean;
  @Bool({ description: 'Somebody stopped the search; the plan is the best up to then.' }) stoppedEarly: boolean;
}

export class RoundProgressDto {
  @OneOf(['candidates', 'flow', 'bound', 'dive', 'search', 'proof', 'explain']) phase: Phase;
  @Num(0, Number.MAX_SAFE_INTEGER, { nullable: true }) objective: number | null;
  @Num(0, Number.MAX_SAFE_INTEGER, { nullable: true }) bound: number | null;
  @Int(0, MOST) filled: number;
  @Int(0, MOST) seats: number;
  @Num(0, MOST) seconds: number;
}

export class RoundDto {
  @Id() id: string;
  @Text(40) code: string;
  @OneOf(ROUND_STATES) state: RoundState;
  @Day() horizonFrom: string;
  @Day() horizonTo: string;
  @ApiProperty({ type: ScopeDto, description: 'Empty: the whole district.' }) scope: ScopeDto;
  @Id() policyId: string;
  @Int(1, MOST) policyNumber: number;
  @Int(0, MOST) seed: number;
  @Int(0, 1_000_000, { nullable: true }) iterations: number | null;
  @Num(0, MOST_SECONDS, { nullable: true }) seconds: number | null;
  @Bool() draft: boolean;
  @Id({ nullable: true }) inputOf: string | null;
  @Text(100, { nullable: true, description: 'null: the nightly schedule.' }) requestedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) requestedAt: Date;
  @moment('null: it waits.') startedAt: Date | null;
  @moment('null: it has not ended.') finishedAt: Date | null;
  @moment('null: not published.') publishedAt: Date | null;
  @Int(0, MOST, { description: 'How many workers have taken it; above 1, a worker was lost.' }) attempt: number;
  @Bool() cancelRequested: boolean;
  @ApiProperty({ type: RoundProgressDto, nullable: true }) progress: RoundProgressDto | null;
  @Text(64, { nullable: true, description: 'SHA-256 of the input as canonical JSON.' }) inputHash: string | null;
  @Text(20, { nullable: true }) engineVersion: string | null;
  @ApiProperty({ type: RoundResultDto, nullable: true }) result: RoundResultDto | null;
  @Text(80, { nullable: true, description: 'Why it failed.' }) errorCode: string | null;
  @Int(1, MOST) version: number;
}

export class RoundsQuery extends PageQuery {
  @OneOf(ROUND_STATES, { optional: true }) state?: RoundState;
  @Transform(({ value }) => value === 'true' || value === true)
  @Bool({ optional: true, description: 'True: only drafts; false: none.' })
  draft?: boolean;
}

export class RoundVersionDto {
  @Version() version: number;
}

export class PublishedDto {
  @ApiProperty({ type: RoundDto }) round: RoundDto;
  @Int(0, MOST, { description: 'Approved proposals that went out as invitations.' }) invited: number;
  @ApiProperty({
    type: RefusedDto,
    isArray: true,
    description: 'Approved proposals that could not be sent as things stand, and stay approved.',
  })
  refused: RefusedDto[];
}

export class UnfilledDto {
  @Id() needId: string;
  @Text(40) code: string;
  @Text(80) title: string;
  @Text(200) schoolName: string;
  @Int(1, 4) priority: number;
  @Int(1, MOST, { description: 'Seats still open.' }) open: number;
  @Int(0, MOST, { description: 'Volunteers whom no rule excludes.' }) eligible: number;
  @ApiProperty({ type: Object, description: 'Volunteers by the first hard rule that excludes them.' })
  eliminated: Record<string, number>;
  @ApiProperty({ type: CodedReasonDto, nullable: true }) cause: CodedReasonDto | null;
}

export class VerificationDto {
  @Bool({ description: 'The stored plan respects every rule on the stored input, and its figures are right.' })
  ok: boolean;
  @Bool({ description: 'The stored input still has the hash the round was run with.' }) inputUnchanged: boolean;
  @ApiProperty({ type: CodedReasonDto, isArray: true }) problems: CodedReasonDto[];
  @Num(0, Number.MAX_SAFE_INTEGER, { nullable: true, description: 'Recomputed from the pairs; null if unreadable.' })
  objective: number | null;
  @Num(0, Number.MAX_SAFE_INTEGER, {
    nullable: true,
    description: 'Recomputed from the certificate; null if that proves nothing.',
  })
  bound: number | null;
}

export class DifferenceQuery {
  @Id({ optional: true, description: 'The round to compare with; the last published one if not said.' }) with?: string;
  @Transform(({ value }) => Number(value))
  @Int(1, 2000, { optional: true, description: 'How many changes to list at the most; 500 if not said.' })
  limit = 500;
}

export class PlacedDto {
  @Id() offer: string;
  @Int(0, 1000, { nullable: true, description: 'Which of the alternative times; null: to be agreed.' }) alternative:
    number | null;
  @Int(0, 1000, { description: 'Fit.' }) score: number;
}

export class PlanChangeDto {
  @OneOf(['moved', 'new', 'gone'], { description: 'moved: the same two, another time or another offer.' }) change:
    'moved' | 'new' | 'gone';
  @Id() needId: string;
  @Text(40) needCode: string;
  @Text(80) needTitle: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
  @ApiProperty({ type: PlacedDto, nullable: true }) before: PlacedDto | null;
  @ApiProperty({ type: PlacedDto, nullable: true }) after: PlacedDto | null;
  @ApiProperty({ type: CodedReasonDto, isArray: true }) reasons: CodedReasonDto[];
}

export class FiguresDto {
  @Num(0, Number.MAX_SAFE_INTEGER, { nullable: true }) before: number | null;
  @Num(0, Number.MAX_SAFE_INTEGER) after: number;
}

export class DifferenceDto {
  @Id({ nullable: true, description: 'The round compared with; null: nothing has been published yet.' }) withRoundId:
    string | null;
  @Int(0, MOST) kept: number;
  @Int(0, MOST) moved: number;
  @Int(0, MOST) added: number;
  @Int(0, MOST) gone: number;
  @ApiProperty({ type: FiguresDto, description: 'Points lost.' }) objective: FiguresDto;
  @ApiProperty({ type: FiguresDto, description: 'Seats filled.' }) filled: FiguresDto;
  @ApiProperty({ type: FiguresDto, description: 'Sums of the fits.' }) suitability: FiguresDto;
  @Bool({ description: 'The two rounds used different weights.' }) policyChanged: boolean;
  @ApiProperty({ type: PlanChangeDto, isArray: true }) changes: PlanChangeDto[];
}

export class CertificateDto {
  @Id() roundId: string;
  @Text(64, { description: 'SHA-256 of the input the certificate is about.' }) inputHash: string;
  @Text(20) engineVersion: string;
  @Int(0, MOST) seed: number;
  @Int(0, MOST) iterations: number;
  @Num(0, Number.MAX_SAFE_INTEGER) objective: number;
  @Num(0, Number.MAX_SAFE_INTEGER) bound: number;
  @Num(0, Number.MAX_SAFE_INTEGER, { optional: true }) certifiedBound?: number;
  @Num(0, Number.MAX_SAFE_INTEGER, {
    optional: true,
    nullable: true,
    description: 'What a MIP solver said; not part of the proof.',
  })
  solverBound?: number | null;
  @Bool() provenOptimal: boolean;
  @OneOf(['certificate', 'solver'], { optional: true, nullable: true }) provenBy?: 'certificate' | 'solver' | null;
  @ApiProperty({ type: Object, description: 'Prices of seats, from which the bound is recomputed.' })
  certificate: object;
}
