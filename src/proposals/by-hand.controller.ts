import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { ByHandService } from './by-hand.service';
import { ApplicationDto, ApplyDto, NewProposalDto, ProposalDetailDto, SwapDto } from './proposals.dto';

@ApiTags('proposals')
@Controller('api')
export class ByHandController {
  constructor(private readonly byHand: ByHandService) {}

  /** A school orders an offer from the resources menu for one of its needs (点单); the office pairs any two. */
  @Post('proposals')
  @HttpCode(201)
  @Allow('proposal.create')
  @ApiCreatedResponse({ type: ProposalDetailDto })
  create(@Who() ctx: Ctx, @Body() dto: NewProposalDto): Promise<ProposalDetailDto> {
    return this.byHand.create(ctx, dto);
  }

  /** A volunteer offers to do an open need. */
  @Post('needs/:id/applications')
  @HttpCode(201)
  @Allow('proposal.apply')
  @ApiCreatedResponse({ type: ApplicationDto })
  apply(@Who() ctx: Ctx, @IdParam() id: string, @Body() { offerId }: ApplyDto): Promise<ApplicationDto> {
    return this.byHand.apply(ctx, id, offerId);
  }

  /** Put another offer in the place of this one. */
  @Post('proposals/:id/swap')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  swap(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: SwapDto): Promise<ProposalDetailDto> {
    return this.byHand.swap(ctx, id, dto);
  }
}
