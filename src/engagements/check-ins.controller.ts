import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import { CheckInsService } from './check-ins.service';
import { CheckInLineDto, CheckInPage, CheckInQuery, DoCheckInDto } from './engagements.dto';

@ApiTags('check-ins')
@Controller('api/check-ins')
export class CheckInsController {
  constructor(private readonly checkIns: CheckInsService) {}

  /** Follow-ups that are due or overdue, the longest due first. */
  @Get()
  @Allow('check_in.read')
  @ApiOkResponse({ type: CheckInPage })
  list(@Who() ctx: Ctx, @Query() query: CheckInQuery): Promise<Page<CheckInLineDto>> {
    return this.checkIns.list(ctx, query);
  }

  /** It is done; the next one is planned. */
  @Post(':id/done')
  @HttpCode(200)
  @Allow('check_in.change')
  @ApiOkResponse({ type: CheckInLineDto })
  done(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: DoCheckInDto): Promise<CheckInLineDto> {
    return this.checkIns.done(ctx, id, dto);
  }
}
