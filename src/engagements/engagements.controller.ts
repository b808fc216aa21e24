import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import {
  EndEarlyDto,
  EngagementDetailDto,
  EngagementDto,
  EngagementPage,
  EngagementQuery,
  EvaluateDto,
  PlanSessionsDto,
} from './engagements.dto';
import { EngagementsService } from './engagements.service';
import { SessionsService } from './sessions.service';
import { VersionDto } from '../needs/needs.dto';

@ApiTags('engagements')
@Controller('api/engagements')
export class EngagementsController {
  constructor(
    private readonly engagements: EngagementsService,
    private readonly sessions: SessionsService,
  ) {}

  @Get()
  @Allow('engagement.read')
  @ApiOkResponse({ type: EngagementPage })
  list(@Who() ctx: Ctx, @Query() query: EngagementQuery): Promise<Page<EngagementDto>> {
    return this.engagements.list(ctx, query);
  }

  @Get(':id')
  @Allow('engagement.read')
  @ApiOkResponse({ type: EngagementDetailDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<EngagementDetailDto> {
    return this.engagements.read(ctx, id);
  }

  /** Plan meetings, for an engagement whose time was to be agreed or beyond what was. */
  @Post(':id/sessions')
  @HttpCode(201)
  @Allow('engagement.change')
  @ApiCreatedResponse({ type: EngagementDetailDto })
  plan(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: PlanSessionsDto): Promise<EngagementDetailDto> {
    return this.sessions.plan(ctx, id, dto);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Allow('engagement.change')
  @ApiOkResponse({ type: EngagementDetailDto })
  complete(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<EngagementDetailDto> {
    return this.engagements.complete(ctx, id, version);
  }

  /** End it before its time; say whether somebody else should be found. */
  @Post(':id/end')
  @HttpCode(200)
  @Allow('engagement.change')
  @ApiOkResponse({ type: EngagementDetailDto })
  end(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: EndEarlyDto): Promise<EngagementDetailDto> {
    return this.engagements.endEarly(ctx, id, dto);
  }

  @Post(':id/evaluate')
  @HttpCode(200)
  @Allow('engagement.evaluate')
  @ApiOkResponse({ type: EngagementDetailDto })
  evaluate(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: EvaluateDto): Promise<EngagementDetailDto> {
    return this.engagements.evaluate(ctx, id, dto);
  }

  /** The office closes a completed engagement without waiting for the feedback that is missing. */
  @Post(':id/close')
  @HttpCode(200)
  @Allow('engagement.change')
  @ApiOkResponse({ type: EngagementDetailDto })
  close(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<EngagementDetailDto> {
    return this.engagements.close(ctx, id, version);
  }
}
