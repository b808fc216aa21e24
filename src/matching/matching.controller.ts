import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { Who } from '../platform/http/ctx';
import { OutlineDto, WhoCouldDto } from './matching.dto';
import { MatchingService } from './matching.service';

@ApiTags('needs')
@Controller('api/needs')
export class MatchingController {
  constructor(private readonly matching: MatchingService) {}

  /** How many volunteers could do a need as it is written so far, and which rules exclude the others. */
  @Post('who-could')
  @HttpCode(200)
  @Allow('need.create')
  @ApiOkResponse({ type: WhoCouldDto })
  whoCould(@Who() ctx: Ctx, @Body() outline: OutlineDto): Promise<WhoCouldDto> {
    return this.matching.ask(ctx, outline);
  }
}
