import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { HistoryLineDto } from '../audit/audit.dto';
import { WithReasonDto, VersionDto } from '../needs/needs.dto';
import { ChangeOfferDto, CopyOfferDto, NewOfferDto, OfferDto, OffersPageDto, OffersQuery } from './resources.dto';
import { OfferDrafts } from './offer-drafts.service';
import { OffersService } from './offers.service';

@ApiTags('offers')
@Controller('api/offers')
export class OffersController {
  constructor(
    private readonly offers: OffersService,
    private readonly drafts: OfferDrafts,
  ) {}

  /** The resources menu, as far as the reader may see it. */
  @Get()
  @Allow('offer.read')
  @ApiOkResponse({ type: OffersPageDto })
  list(@Who() ctx: Ctx, @Query() query: OffersQuery): Promise<OffersPageDto> {
    return this.offers.list(ctx, query);
  }

  @Get(':id')
  @Allow('offer.read')
  @ApiOkResponse({ type: OfferDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<OfferDto> {
    return this.offers.get(ctx, id);
  }

  @Post()
  @Allow('offer.create')
  @ApiCreatedResponse({ type: OfferDto })
  create(@Who() ctx: Ctx, @Body() dto: NewOfferDto): Promise<OfferDto> {
    return this.drafts.create(ctx, dto);
  }

  /** A draft like this one (“as last term”). */
  @Post(':id/copy')
  @Allow('offer.change')
  @ApiCreatedResponse({ type: OfferDto })
  copy(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: CopyOfferDto): Promise<OfferDto> {
    return this.drafts.copy(ctx, id, dto);
  }

  @Get(':id/history')
  @Allow('offer.change')
  @ApiOkResponse({ type: HistoryLineDto, isArray: true })
  history(@Who() ctx: Ctx, @IdParam() id: string): Promise<HistoryLineDto[]> {
    return this.offers.history(ctx, id);
  }

  @Put(':id')
  @Allow('offer.change')
  @ApiOkResponse({ type: OfferDto })
  change(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeOfferDto): Promise<OfferDto> {
    return this.drafts.change(ctx, id, dto);
  }

  @Post(':id/submit')
  @Allow('offer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  submit(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<OfferDto> {
    return this.offers.move(ctx, 'offer.change', id, version, 'submitted');
  }

  /** Onto the menu, or back onto it after a pause. */
  @Post(':id/list')
  @Allow('offer.review')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  listOffer(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<OfferDto> {
    return this.offers.move(ctx, 'offer.review', id, version, 'listed');
  }

  @Post(':id/return')
  @Allow('offer.review')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  sendBack(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version, reason }: WithReasonDto): Promise<OfferDto> {
    return this.offers.move(ctx, 'offer.review', id, version, 'draft', reason);
  }

  @Post(':id/pause')
  @Allow('offer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  pause(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<OfferDto> {
    return this.offers.move(ctx, 'offer.change', id, version, 'paused');
  }

  @Post(':id/retire')
  @Allow('offer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  retire(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<OfferDto> {
    return this.offers.move(ctx, 'offer.change', id, version, 'retired');
  }

  /** Says that the offer still stands, for this term. */
  @Post(':id/confirm')
  @Allow('offer.change')
  @HttpCode(200)
  @ApiOkResponse({ type: OfferDto })
  confirm(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<OfferDto> {
    return this.offers.confirm(ctx, id, version);
  }
}
