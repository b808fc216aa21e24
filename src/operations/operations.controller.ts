import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { Page, pageOf } from '../platform/http/page';
import { JobDto, JobQuery, ScheduleDto } from './operations.dto';
import { OperationsService } from './operations.service';

@ApiTags('operations')
@Controller('api/operations')
export class OperationsController {
  constructor(@Inject(OperationsService) private readonly operations: OperationsService) {}

  /** What the system does by itself: when it last did, what it did, when it does so next. */
  @Get('schedules')
  @Allow('operations.read')
  @ApiOkResponse({ type: ScheduleDto, isArray: true })
  schedules(@Who() ctx: Ctx): Promise<ScheduleDto[]> {
    return this.operations.schedules(ctx);
  }

  /** Jobs that are not finished, newest first. */
  @Get('jobs')
  @Allow('operations.read')
  @ApiOkResponse({ type: pageOf(JobDto) })
  jobs(@Who() ctx: Ctx, @Query() query: JobQuery): Promise<Page<JobDto>> {
    return this.operations.jobs(ctx, query);
  }

  /** Brings a dead job back. */
  @Post('jobs/:id/retry')
  @Allow('operations.change')
  @HttpCode(204)
  @ApiNoContentResponse()
  retry(@Who() ctx: Ctx, @IdParam() id: string): Promise<void> {
    return this.operations.retry(ctx, id);
  }
}
