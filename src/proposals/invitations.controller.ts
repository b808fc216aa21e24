import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import { AnswerDto, InvitationDto, InvitationPage, InvitationQuery } from './invitations.dto';
import { InvitationsService } from './invitations.service';

@ApiTags('invitations')
@Controller('api/invitations')
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  /** A volunteer's own invitations; for coordinators and the office those of the district, to telephone about. */
  @Get()
  @Allow('invitation.read')
  @ApiOkResponse({ type: InvitationPage })
  list(@Who() ctx: Ctx, @Query() query: InvitationQuery): Promise<Page<InvitationDto>> {
    return this.invitations.list(ctx, query);
  }

  @Get(':id')
  @Allow('invitation.read')
  @ApiOkResponse({ type: InvitationDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<InvitationDto> {
    return this.invitations.read(ctx, id);
  }

  /** No. No reason is asked, and nobody reminds again. Coordinators record an answer given by telephone. */
  @Post(':id/decline')
  @HttpCode(200)
  @Allow('invitation.answer')
  @ApiOkResponse({ type: InvitationDto })
  decline(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: AnswerDto): Promise<InvitationDto> {
    return this.invitations.decline(ctx, id, dto);
  }

  /** Please call me. */
  @Post(':id/call-me')
  @HttpCode(200)
  @Allow('invitation.answer')
  @ApiOkResponse({ type: InvitationDto })
  callMe(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: AnswerDto): Promise<InvitationDto> {
    return this.invitations.askForCall(ctx, id, dto);
  }
}
