import { Body, Controller, Get, HttpCode, Post, Query, Res, Sse, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { Page, PageQuery, pageOf } from '../platform/http/page';
import { RoundResultsService } from './round-results.service';
import {
  CertificateDto,
  DifferenceDto,
  DifferenceQuery,
  NewRoundDto,
  PublishedDto,
  RoundDto,
  RoundsQuery,
  RoundVersionDto,
  UnfilledDto,
  VerificationDto,
} from './rounds.dto';
import { RoundsService } from './rounds.service';

@ApiTags('rounds')
@Controller('api/rounds')
export class RoundsController {
  constructor(
    private readonly rounds: RoundsService,
    private readonly results: RoundResultsService,
  ) {}

  /** Request a round. It is worked on in the background; `Location` is where to look. */
  @Post()
  @HttpCode(202)
  @Allow('round.request')
  @ApiAcceptedResponse({
    type: RoundDto,
    headers: { location: { description: 'Address of the round.', schema: { type: 'string' } } },
  })
  async request(
    @Who() ctx: Ctx,
    @Body() dto: NewRoundDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoundDto> {
    const round = await this.rounds.request(ctx, dto);
    void reply.header('location', `/api/rounds/${round.id}`);
    return round;
  }

  @Get()
  @Allow('round.read')
  @ApiOkResponse({ type: pageOf(RoundDto) })
  list(@Who() ctx: Ctx, @Query() query: RoundsQuery): Promise<Page<RoundDto>> {
    return this.rounds.list(ctx, query);
  }

  /** Progress while it runs, the result afterwards. */
  @Get(':id')
  @Allow('round.read')
  @ApiOkResponse({ type: RoundDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<RoundDto> {
    return this.rounds.get(ctx, id);
  }

  /** The round as server-sent events, one for each change, until it has ended. */
  @Sse(':id/events')
  @Allow('round.read')
  @ApiOkResponse({
    description: 'Each event carries a RoundDto.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  events(@Who() ctx: Ctx, @IdParam() id: string): Promise<Observable<{ data: RoundDto }>> {
    return this.results.watch(ctx, id);
  }

  /** Stop: a search keeps its best plan, a round that has none yet is cancelled. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Allow('round.change')
  @ApiOkResponse({ type: RoundDto })
  cancel(@Who() ctx: Ctx, @IdParam() id: string): Promise<RoundDto> {
    return this.rounds.cancel(ctx, id);
  }

  /** Set the plan aside; proposals nobody has decided on are taken back. */
  @Post(':id/discard')
  @HttpCode(200)
  @Allow('round.change')
  @ApiOkResponse({ type: RoundDto })
  discard(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: RoundVersionDto): Promise<RoundDto> {
    return this.rounds.discard(ctx, id, version);
  }

  /** Release the approved proposals as invitations. */
  @Post(':id/publish')
  @HttpCode(200)
  @Allow('round.change')
  @ApiOkResponse({ type: PublishedDto })
  publish(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: RoundVersionDto): Promise<PublishedDto> {
    return this.rounds.publish(ctx, id, version);
  }

  /** Needs with open seats, and how many volunteers each hard rule excludes from them. */
  @Get(':id/unfilled')
  @Allow('round.read')
  @ApiOkResponse({ type: pageOf(UnfilledDto) })
  unfilled(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<UnfilledDto>> {
    return this.results.unfilled(ctx, id, query);
  }

  /** The whole plan as it was stored, certificate included. */
  @Get(':id/plan')
  @Allow('round.read')
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'string', format: 'binary' } } } })
  plan(@Who() ctx: Ctx, @IdParam() id: string): Promise<StreamableFile> {
    return this.results.plan(ctx, id);
  }

  /** What proves the bound. */
  @Get(':id/certificate')
  @Allow('round.read')
  @ApiOkResponse({ type: CertificateDto })
  certificate(@Who() ctx: Ctx, @IdParam() id: string): Promise<CertificateDto> {
    return this.results.certificate(ctx, id);
  }

  /** Check the stored plan against the stored input once more. */
  @Post(':id/verify')
  @HttpCode(200)
  @Allow('round.read')
  @ApiOkResponse({ type: VerificationDto })
  verify(@Who() ctx: Ctx, @IdParam() id: string): Promise<VerificationDto> {
    return this.results.verify(ctx, id);
  }

  /** What changes against the last published plan, or against another round, and why. */
  @Get(':id/difference')
  @Allow('round.read')
  @ApiOkResponse({ type: DifferenceDto })
  difference(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: DifferenceQuery): Promise<DifferenceDto> {
    return this.results.difference(ctx, id, query);
  }
}
