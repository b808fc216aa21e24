import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import { HeldDto, MoveDto, NotHeldDto, SessionLineDto, SessionPage, SessionQuery } from './engagements.dto';
import { SessionsService } from './sessions.service';

@ApiTags('sessions')
@Controller('api/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Meetings of a span of time, in order of time. */
  @Get()
  @Allow('engagement.read')
  @ApiOkResponse({ type: SessionPage })
  list(@Who() ctx: Ctx, @Query() query: SessionQuery): Promise<Page<SessionLineDto>> {
    return this.sessions.list(ctx, query);
  }

  @Post(':id/held')
  @HttpCode(200)
  @Allow('session.change')
  @ApiOkResponse({ type: SessionLineDto })
  held(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: HeldDto): Promise<SessionLineDto> {
    return this.sessions.held(ctx, id, dto);
  }

  @Post(':id/missed')
  @HttpCode(200)
  @Allow('session.change')
  @ApiOkResponse({ type: SessionLineDto })
  missed(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: NotHeldDto): Promise<SessionLineDto> {
    return this.sessions.missed(ctx, id, dto);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('session.change')
  @ApiOkResponse({ type: SessionLineDto })
  cancel(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: NotHeldDto): Promise<SessionLineDto> {
    return this.sessions.cancel(ctx, id, dto);
  }

  /** Hold it at another time; answers with the new session. */
  @Post(':id/move')
  @HttpCode(200)
  @Allow('session.change')
  @ApiOkResponse({ type: SessionLineDto })
  move(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: MoveDto): Promise<SessionLineDto> {
    return this.sessions.move(ctx, id, dto);
  }
}
