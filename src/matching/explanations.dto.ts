import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Bool, Id, Int, Num, OneOf } from '../platform/http/fields';
import { CodedReasonDto } from './rounds.dto';

const MOST = Number.MAX_SAFE_INTEGER;
const alternative = (): PropertyDecorator =>
  Int(0, 1000, { nullable: true, description: 'Which of the alternative times; null: to be agreed.' });

export class PairQuery {
  @Id() needId: string;
  @Id() offerId: string;
}

export class PriceQuery extends PairQuery {
  @Transform(({ value }) => (value === undefined ? undefined : Number(value)))
  @Int(0, 1000, { optional: true, description: 'Which of the alternative times; not given: the time is to be agreed.' })
  alternative?: number;
}

export class NeedQuery {
  @Id() needId: string;
}

export class ForbiddenDto extends CodedReasonDto {
  @Bool({ description: 'A person may set the rule aside, with a reason.' }) overridable: boolean;
}

export class WayDto {
  @alternative() alternative: number | null;
  @ApiProperty({ type: ForbiddenDto, isArray: true, description: 'Hard rules it breaks; none: it could be.' })
  forbidden: ForbiddenDto[];
  @Int(0, 1000, { nullable: true, description: 'Fit.' }) score: number | null;
  @Num(-MOST, MOST, {
    nullable: true,
    description: 'The whole plan would lose at least so many points; proven by the certificate.',
  })
  priceAtLeast: number | null;
  @ApiProperty({ type: CodedReasonDto, isArray: true, description: 'What of the plan would have to give way.' })
  blockedBy: CodedReasonDto[];
}

export class WhyNotDto {
  @Id() need: string;
  @Id() offer: string;
  @Bool({ description: 'It is proposed.' }) proposed: boolean;
  @ApiProperty({ type: WayDto, isArray: true }) ways: WayDto[];
}

export class PairDto {
  @Id() need: string;
  @Id() offer: string;
  @Id() volunteer: string;
  @alternative() alternative: number | null;
  @Int(0, 1000) score: number;
}

export class PriceDto {
  @Num(-MOST, MOST, { nullable: true, description: 'The plan loses at least so many points; null: nothing is proven.' })
  atLeast: number | null;
  @Num(-MOST, MOST, {
    nullable: true,
    description: 'A plan with the pair has been found that loses so many; null: none was found.',
  })
  atMost: number | null;
  @ApiProperty({ type: PairDto, isArray: true, description: 'Pairs that would come.' }) comes: PairDto[];
  @ApiProperty({ type: PairDto, isArray: true, description: 'Pairs that would go.' }) goes: PairDto[];
}

export class ShortlistedDto {
  @Id() offer: string;
  @Id() volunteer: string;
  @alternative() alternative: number | null;
  @Int(0, 1000, { description: 'Fit.' }) score: number;
  @ApiProperty({ type: PriceDto, nullable: true, description: 'null: a pin stands in its place.' })
  price: PriceDto | null;
}

export class FunnelDto {
  @Int(0, MOST, { description: 'Volunteers whom no rule excludes.' }) eligible: number;
  @ApiProperty({ type: Object, description: 'Volunteers by the first hard rule that excludes them.' })
  eliminated: Record<string, number>;
}

export class WithAndWithoutDto {
  @Int(0, MOST) with: number;
  @Int(0, MOST) without: number;
}

export class PolicyPriceDto {
  @OneOf(['fairness', 'stability']) of: 'fairness' | 'stability';
  @Num(-MOST, MOST, { description: 'Seats that the plan without it fills beyond those of this plan.' })
  seatsLost: number;
  @Num(-MOST, MOST, { description: 'Suitability (sum of fits) that the plan without it has beyond this plan.' })
  suitabilityLost: number;
  @ApiProperty({ type: WithAndWithoutDto, description: 'Most engagements of one volunteer.' })
  busiest: WithAndWithoutDto;
  @ApiProperty({ type: WithAndWithoutDto, description: 'Pairs of the published plan that are kept.' })
  kept: WithAndWithoutDto;
  @Bool({ description: 'Both plans are proven optimal, so that the figures are no luck of a search.' }) exact: boolean;
}

export class ServesDto {
  @Id() offer: string;
  @Id() volunteer: string;
  @alternative() alternative: number | null;
}

export class RelaxationDto {
  @ApiProperty({ type: CodedReasonDto }) change: CodedReasonDto;
  @Int(0, 200, { description: 'Seats filled before.' }) before: number;
  @Int(0, 200, { description: 'Seats filled after, verified by solving.' }) after: number;
  @Int(1, 200) seats: number;
  @ApiProperty({ type: ServesDto, isArray: true }) serves: ServesDto[];
}

export class ScarceSkillDto {
  @Id({ nullable: true, description: 'null: the category itself is what is missing.' }) skill: string | null;
  @Id() category: string;
  @Int(1, 7, { nullable: true }) weekday: number | null;
  @OneOf(['morning', 'afternoon'], { nullable: true }) half: 'morning' | 'afternoon' | null;
  @ApiProperty({ type: String, format: 'uuid', isArray: true }) needs: string[];
  @Int(0, MOST) seats: number;
  @ApiProperty({ type: String, format: 'uuid', isArray: true }) schools: string[];
  @Int(0, MOST, { description: 'Seats that one more such volunteer would fill, verified by solving.' })
  seatsGained: number;
  @Num(0, MOST, { description: 'Points gained at least.' }) gainAtLeast: number;
}
