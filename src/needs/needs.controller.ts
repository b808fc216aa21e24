import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import { HistoryLineDto } from '../audit/audit.dto';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import {
  ChangeNeedDto,
  CopyNeedDto,
  NeedDaysDto,
  NeedDto,
  NeedsPageDto,
  NeedsQuery,
  NeedTimesDto,
  NewNeedDto,
  WithReasonDto,
  VersionDto,
} from './needs.dto';
import { NeedDrafts } from './need-drafts.service';
import { NeedsService } from './needs.service';

@ApiTags('needs')
@Controller('api/needs')
export class NeedsController {
  constructor(
    private readonly needs: NeedsService,
    private readonly drafts: NeedDrafts,
  ) {}

  /** The needs menu, as far as the reader may see it. */
  @Get()
  @Allow('need.read')
  @ApiOkResponse({ type: NeedsPageDto })
  list(@Who() ctx: Ctx, @Query() query: NeedsQuery): Promise<NeedsPageDto> {
    return this.needs.readPage(ctx, query);
  }

  @Get(':id')
  @Allow('need.read')
  @ApiOkResponse({ type: NeedDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<NeedDto> {
    return this.needs.read(ctx, id);
  }

  /** What happened to the line, oldest first: which fields changed, from what to what, by whom, for whom. */
  @Get(':id/history')
  @Allow('need.change')
  @ApiOkResponse({ type: HistoryLineDto, isArray: true })
  history(@Who() ctx: Ctx, @IdParam() id: string): Promise<HistoryLineDto[]> {
    return this.needs.history(ctx, id);
  }

  @Post()
  @Allow('need.create')
  @ApiCreatedResponse({ type: NeedDto })
  create(@Who() ctx: Ctx, @Body() dto: NewNeedDto): Promise<NeedDto> {
    return this.drafts.create(ctx, dto);
  }

  /** The days on which times fall that are still being written: holidays and vacations left out, made-up workdays in. */
  @Post('days')
  @HttpCode(200)
  @Allow('need.create')
  @ApiOkResponse({ type: NeedDaysDto, isArray: true })
  days(@Who() ctx: Ctx, @Body() times: NeedTimesDto): Promise<NeedDaysDto[]> {
    return this.drafts.days(ctx, times);
  }

  /** A draft like this one for a new period (“as last term”). */
  @Post(':id/copy')
  @Allow('need.create')
  @ApiCreatedResponse({ type: NeedDto })
  copy(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: CopyNeedDto): Promise<NeedDto> {
    return this.drafts.copy(ctx, id, dto);
  }

  @Put(':id')
  @Allow('need.change')
  @ApiOkResponse({ type: NeedDto })
  change(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeNeedDto): Promise<NeedDto> {
    return this.drafts.change(ctx, id, dto);
  }

  @Post(':id/submit')
  @Allow('need.change')
  @HttpCode(200)
  @ApiOkResponse({ type: NeedDto })
  submit(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<NeedDto> {
    return this.needs.submit(ctx, id, version);
  }

  /** Puts a submitted need on the menu. */
  @Post(':id/open')
  @Allow('need.review')
  @HttpCode(200)
  @ApiOkResponse({ type: NeedDto })
  open(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<NeedDto> {
    return this.needs.open(ctx, id, version);
  }

  /** Sends a submitted need back, with a reason for its submitter. */
  @Post(':id/return')
  @Allow('need.review')
  @HttpCode(200)
  @ApiOkResponse({ type: NeedDto })
  sendBack(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version, reason }: WithReasonDto): Promise<NeedDto> {
    return this.needs.sendBack(ctx, id, version, reason);
  }

  @Post(':id/withdraw')
  @Allow('need.change')
  @HttpCode(200)
  @ApiOkResponse({ type: NeedDto })
  withdraw(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version, reason }: WithReasonDto): Promise<NeedDto> {
    return this.needs.withdraw(ctx, id, version, reason);
  }

  /** Says that the need still stands, for this term. */
  @Post(':id/confirm')
  @Allow('need.change')
  @HttpCode(200)
  @ApiOkResponse({ type: NeedDto })
  confirm(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<NeedDto> {
    return this.needs.confirm(ctx, id, version);
  }
}
