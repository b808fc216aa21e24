import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import {
  FillDto,
  MonthHoursDto,
  PeriodQuery,
  RecordQuery,
  SchoolCoverageDto,
  TeamLineDto,
  TimeToMatchDto,
  VolunteerRecordDto,
} from './reports.dto';
import { ReportsService } from './reports.service';

/** Numbers of the district by panel, and the record of one volunteer. */
@ApiTags('reports')
@Controller('api')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  /** Seats asked for and filled, by priority. */
  @Get('reports/fill')
  @Allow('report.read')
  @ApiOkResponse({ type: FillDto, isArray: true })
  fill(@Who() ctx: Ctx, @Query() period: PeriodQuery): Promise<FillDto[]> {
    return this.reports.fill(ctx, period);
  }

  /** How long it took from a need’s submission to somebody’s yes. */
  @Get('reports/time-to-match')
  @Allow('report.read')
  @ApiOkResponse({ type: TimeToMatchDto })
  timeToMatch(@Who() ctx: Ctx, @Query() period: PeriodQuery): Promise<TimeToMatchDto> {
    return this.reports.timeToMatch(ctx, period);
  }

  /** Service by month. */
  @Get('reports/hours')
  @Allow('report.read')
  @ApiOkResponse({ type: MonthHoursDto, isArray: true })
  hours(@Who() ctx: Ctx, @Query() period: PeriodQuery): Promise<MonthHoursDto[]> {
    return this.reports.hours(ctx, period);
  }

  /** What each school asked for and got, the least covered first. */
  @Get('reports/schools')
  @Allow('report.read')
  @ApiOkResponse({ type: SchoolCoverageDto, isArray: true })
  schools(@Who() ctx: Ctx, @Query() period: PeriodQuery): Promise<SchoolCoverageDto[]> {
    return this.reports.schools(ctx, period);
  }

  /** Head counts of the team today; nobody is named. */
  @Get('reports/team')
  @Allow('report.read')
  @ApiOkResponse({ type: TeamLineDto, isArray: true })
  team(@Who() ctx: Ctx): Promise<TeamLineDto[]> {
    return this.reports.team(ctx);
  }

  /** The service record: hours without travel, rounded by the district’s rule; the certificate is printed from it. */
  @Get('volunteers/:id/record')
  @Allow('record.read')
  @ApiOkResponse({ type: VolunteerRecordDto })
  record(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: RecordQuery): Promise<VolunteerRecordDto> {
    return this.reports.record(ctx, id, query);
  }
}
