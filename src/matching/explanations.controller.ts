import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import {
  ShortlistedDto,
  FunnelDto,
  NeedQuery,
  PairQuery,
  PolicyPriceDto,
  PriceDto,
  PriceQuery,
  RelaxationDto,
  ScarceSkillDto,
  WhyNotDto,
} from './explanations.dto';
import { ExplanationsService } from './explanations.service';

@ApiTags('rounds')
@Controller('api/rounds/:id')
export class ExplanationsController {
  constructor(private readonly explanations: ExplanationsService) {}

  /** Why a pair is not proposed: the rules that forbid it, or what of the plan stands in its way. */
  @Get('why-not')
  @Allow('round.read')
  @ApiOkResponse({ type: WhyNotDto })
  whyNot(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: PairQuery): Promise<WhyNotDto> {
    return this.explanations.whyNot(ctx, id, query);
  }

  /** What the whole plan would lose if a pair had to be in it, and whom that would move. */
  @Get('price')
  @Allow('round.read')
  @ApiOkResponse({ type: PriceDto })
  price(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: PriceQuery): Promise<PriceDto> {
    return this.explanations.price(ctx, id, query);
  }

  /** The best others for a need that has people, each with what it would cost the plan and whom it would move. */
  @Get('alternatives')
  @Allow('round.read')
  @ApiOkResponse({ type: ShortlistedDto, isArray: true })
  alternatives(@Who() ctx: Ctx, @IdParam() id: string, @Query() { needId }: NeedQuery): Promise<ShortlistedDto[]> {
    return this.explanations.alternatives(ctx, id, needId);
  }

  /** What became of every volunteer for a need: eligible, or excluded by which hard rule. */
  @Get('funnel')
  @Allow('round.read')
  @ApiOkResponse({ type: FunnelDto })
  funnel(@Who() ctx: Ctx, @IdParam() id: string, @Query() { needId }: NeedQuery): Promise<FunnelDto> {
    return this.explanations.funnel(ctx, id, needId);
  }

  /** What fair load and keeping the published plan cost, by solving once without either. Takes about as long as the round. */
  @Get('policy-prices')
  @Allow('round.read')
  @ApiOkResponse({ type: PolicyPriceDto, isArray: true })
  policyPrices(@Who() ctx: Ctx, @IdParam() id: string): Promise<PolicyPriceDto[]> {
    return this.explanations.policyPrices(ctx, id);
  }

  /** The smallest changes that would fill a need with open seats, each verified by solving it. */
  @Get('relaxations')
  @Allow('round.read')
  @ApiOkResponse({ type: RelaxationDto, isArray: true })
  relaxations(@Who() ctx: Ctx, @IdParam() id: string, @Query() { needId }: NeedQuery): Promise<RelaxationDto[]> {
    return this.explanations.relaxations(ctx, id, needId);
  }

  /** What open seats wait for by half-day, with the verified gain of one more volunteer. */
  @Get('scarce-skills')
  @Allow('round.read')
  @ApiOkResponse({ type: ScarceSkillDto, isArray: true })
  scarceSkills(@Who() ctx: Ctx, @IdParam() id: string): Promise<ScarceSkillDto[]> {
    return this.explanations.scarceSkills(ctx, id);
  }
}
