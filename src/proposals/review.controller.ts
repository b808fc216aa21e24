import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import {
  ApprovedManyDto,
  ApproveDto,
  InvitedManyDto,
  ProposalDetailDto,
  ProposalDto,
  ProposalIdsDto,
  ProposalPage,
  ProposalQuery,
  ProposalVersionDto,
  ReasonedDto,
} from './proposals.dto';
import { ReviewService } from './review.service';

@ApiTags('proposals')
@Controller('api/proposals')
export class ReviewController {
  constructor(private readonly review: ReviewService) {}

  /** The docking board's lines: both sides by title, newest first. */
  @Get()
  @Allow('proposal.read')
  @ApiOkResponse({ type: ProposalPage })
  list(@Who() ctx: Ctx, @Query() query: ProposalQuery): Promise<Page<ProposalDto>> {
    return this.review.list(ctx, query);
  }

  /** Parts of the score, reasons, and alternatives with their price. */
  @Get(':id')
  @Allow('proposal.read')
  @ApiOkResponse({ type: ProposalDetailDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<ProposalDetailDto> {
    return this.review.get(ctx, id);
  }

  /** Approve many at once; those that cannot be are named with the reason. */
  @Post('approve')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ApprovedManyDto })
  approveMany(@Who() ctx: Ctx, @Body() { ids }: ProposalIdsDto): Promise<ApprovedManyDto> {
    return this.review.approveMany(ctx, ids);
  }

  /** Send approved proposals as invitations without publishing a round. */
  @Post('invite')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: InvitedManyDto })
  invite(@Who() ctx: Ctx, @Body() { ids }: ProposalIdsDto): Promise<InvitedManyDto> {
    return this.review.invite(ctx, ids);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  approve(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ApproveDto): Promise<ProposalDetailDto> {
    return this.review.approve(ctx, id, dto);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  reject(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version, reason }: ReasonedDto): Promise<ProposalDetailDto> {
    return this.review.reject(ctx, id, version, reason);
  }

  @Post(':id/pin')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  pin(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: ProposalVersionDto): Promise<ProposalDetailDto> {
    return this.review.pin(ctx, id, version, true);
  }

  @Post(':id/unpin')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  unpin(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: ProposalVersionDto): Promise<ProposalDetailDto> {
    return this.review.pin(ctx, id, version, false);
  }

  /** Take back what is approved or out as an invitation. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('proposal.review')
  @ApiOkResponse({ type: ProposalDetailDto })
  cancel(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version, reason }: ReasonedDto): Promise<ProposalDetailDto> {
    return this.review.cancel(ctx, id, version, reason);
  }
}
