import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { HistoryLineDto } from '../audit/audit.dto';
import { VersionDto } from '../needs/needs.dto';
import { ClearancesService } from './clearances.service';
import { NewVolunteerDto, OpenedVolunteerDto } from './known.dto';
import {
  ChangeVolunteerDto,
  ClearanceDto,
  PauseDto,
  RevokeDto,
  VolunteerDto,
  VolunteersPageDto,
  VolunteersQuery,
} from './resources.dto';
import { VolunteersService } from './volunteers.service';

@ApiTags('volunteers')
@Controller('api/volunteers')
export class VolunteersController {
  constructor(
    private readonly volunteers: VolunteersService,
    private readonly clearances: ClearancesService,
  ) {}

  @Get()
  @Allow('volunteer.read')
  @ApiOkResponse({ type: VolunteersPageDto })
  list(@Who() ctx: Ctx, @Query() query: VolunteersQuery): Promise<VolunteersPageDto> {
    return this.volunteers.list(ctx, query);
  }

  @Get(':id')
  @Allow('volunteer.read')
  @ApiOkResponse({ type: OpenedVolunteerDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<OpenedVolunteerDto> {
    return this.volunteers.read(ctx, id);
  }

  @Get(':id/history')
  @Allow('volunteer.change')
  @ApiOkResponse({ type: HistoryLineDto, isArray: true })
  history(@Who() ctx: Ctx, @IdParam() id: string): Promise<HistoryLineDto[]> {
    return this.volunteers.history(ctx, id);
  }

  /** Puts somebody forward as a volunteer. Who is on record with that name and number is refused as `volunteer_known`. */
  @Post()
  @Allow('volunteer.apply')
  @ApiCreatedResponse({ type: VolunteerDto })
  apply(@Who() ctx: Ctx, @Body() dto: NewVolunteerDto): Promise<VolunteerDto> {
    return this.volunteers.apply(ctx, dto);
  }

  @Put(':id')
  @Allow('volunteer.change')
  @ApiOkResponse({ type: VolunteerDto })
  change(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeVolunteerDto): Promise<VolunteerDto> {
    return this.volunteers.change(ctx, id, dto);
  }

  /** Identity, veteran group and consent have been checked. */
  @Post(':id/verify')
  @Allow('volunteer.review')
  @HttpCode(200)
  @ApiOkResponse({ type: VolunteerDto })
  verify(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<VolunteerDto> {
    return this.volunteers.verify(ctx, id, version);
  }

  @Post(':id/activate')
  @Allow('volunteer.review')
  @HttpCode(200)
  @ApiOkResponse({ type: VolunteerDto })
  activate(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<VolunteerDto> {
    return this.volunteers.activate(ctx, id, version);
  }

  /** Takes back open invitations; what was agreed goes on and its schools are told, unless it is to end. */
  @Post(':id/pause')
  @Allow('volunteer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: VolunteerDto })
  pause(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: PauseDto): Promise<VolunteerDto> {
    return this.volunteers.pause(ctx, id, dto.version, dto.endEngagements ?? false);
  }

  /** Takes back open invitations, ends what was agreed, and has replacements sought. */
  @Post(':id/leave')
  @Allow('volunteer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: VolunteerDto })
  leave(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<VolunteerDto> {
    return this.volunteers.leave(ctx, id, version);
  }

  /** Records the yearly check for contact with minors. */
  @Post(':id/clearances')
  @Allow('clearance.record')
  @ApiCreatedResponse({ type: VolunteerDto })
  recordClearance(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ClearanceDto): Promise<VolunteerDto> {
    return this.clearances.record(ctx, id, dto);
  }

  /** Takes every clearance back: nothing with minors any more, and what was agreed with them ends. */
  @Post(':id/clearances/revoke')
  @Allow('clearance.record')
  @HttpCode(200)
  @ApiOkResponse({ type: VolunteerDto })
  revokeClearance(@Who() ctx: Ctx, @IdParam() id: string, @Body() { reason }: RevokeDto): Promise<VolunteerDto> {
    return this.clearances.revoke(ctx, id, reason);
  }
}
