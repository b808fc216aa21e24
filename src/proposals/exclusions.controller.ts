import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import { ExclusionDto, ExclusionPage, ExclusionQuery, NewExclusionDto } from './exclusions.dto';
import { ExclusionsService } from './exclusions.service';

@ApiTags('exclusions')
@Controller('api/exclusions')
export class ExclusionsController {
  constructor(private readonly exclusions: ExclusionsService) {}

  /** Pairs that may not be proposed. */
  @Get()
  @Allow('exclusion.read')
  @ApiOkResponse({ type: ExclusionPage })
  list(@Who() ctx: Ctx, @Query() query: ExclusionQuery): Promise<Page<ExclusionDto>> {
    return this.exclusions.list(ctx, query);
  }

  @Post()
  @HttpCode(201)
  @Allow('exclusion.change')
  @ApiCreatedResponse({ type: ExclusionDto })
  add(@Who() ctx: Ctx, @Body() dto: NewExclusionDto): Promise<ExclusionDto> {
    return this.exclusions.add(ctx, dto);
  }

  /** Let the pair be proposed again. */
  @Post(':id/lift')
  @HttpCode(200)
  @Allow('exclusion.change')
  @ApiOkResponse({ type: ExclusionDto })
  lift(@Who() ctx: Ctx, @IdParam() id: string): Promise<ExclusionDto> {
    return this.exclusions.lift(ctx, id);
  }
}
