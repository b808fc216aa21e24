import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { AnswerDto, InvitationDto } from '../proposals/invitations.dto';
import { AcceptanceService } from './acceptance.service';

@ApiTags('invitations')
@Controller('api/invitations')
export class AcceptanceController {
  constructor(private readonly acceptance: AcceptanceService) {}

  /** Yes. Makes the engagement, its sessions and its first check-in. Coordinators record an answer given by telephone. */
  @Post(':id/accept')
  @HttpCode(200)
  @Allow('invitation.answer')
  @ApiOkResponse({ type: InvitationDto })
  accept(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: AnswerDto): Promise<InvitationDto> {
    return this.acceptance.accept(ctx, id, dto);
  }
}
