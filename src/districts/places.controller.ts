import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { VersionQuery } from './districts.dto';
import {
  AreaDto,
  ChangeAreaDto,
  ChangeSchoolDto,
  NewAreaDto,
  NewSchoolDto,
  SchoolRecordDto,
  SchoolVersionDto,
} from './places.dto';
import { PlacesService } from './places.service';

@ApiTags('district')
@Controller('api')
export class PlacesController {
  constructor(private readonly places: PlacesService) {}

  /** Every school as the office keeps it, closed ones last. */
  @Get('schools')
  @Allow('district.change')
  @ApiOkResponse({ type: SchoolRecordDto, isArray: true })
  schools(@Who() ctx: Ctx): Promise<SchoolRecordDto[]> {
    return this.places.schools(ctx);
  }

  @Post('schools')
  @Allow('district.change')
  @ApiCreatedResponse({ type: SchoolRecordDto })
  addSchool(@Who() ctx: Ctx, @Body() dto: NewSchoolDto): Promise<SchoolRecordDto> {
    return this.places.addSchool(ctx, dto);
  }

  @Put('schools/:id')
  @Allow('district.change')
  @ApiOkResponse({ type: SchoolRecordDto })
  changeSchool(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeSchoolDto): Promise<SchoolRecordDto> {
    return this.places.changeSchool(ctx, id, dto);
  }

  /** It takes part no more. Refused while a need or an engagement of it is under way. */
  @Post('schools/:id/close')
  @Allow('district.change')
  @HttpCode(200)
  @ApiOkResponse({ type: SchoolRecordDto })
  closeSchool(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: SchoolVersionDto): Promise<SchoolRecordDto> {
    return this.places.closeSchool(ctx, id, version);
  }

  @Post('schools/:id/reopen')
  @Allow('district.change')
  @HttpCode(200)
  @ApiOkResponse({ type: SchoolRecordDto })
  reopenSchool(
    @Who() ctx: Ctx,
    @IdParam() id: string,
    @Body() { version }: SchoolVersionDto,
  ): Promise<SchoolRecordDto> {
    return this.places.reopenSchool(ctx, id, version);
  }

  @Post('areas')
  @Allow('district.change')
  @ApiCreatedResponse({ type: AreaDto })
  addArea(@Who() ctx: Ctx, @Body() dto: NewAreaDto): Promise<AreaDto> {
    return this.places.addArea(ctx, dto);
  }

  @Put('areas/:id')
  @Allow('district.change')
  @ApiOkResponse({ type: AreaDto })
  changeArea(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeAreaDto): Promise<AreaDto> {
    return this.places.changeArea(ctx, id, dto);
  }

  @Delete('areas/:id')
  @Allow('district.change')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeArea(@Who() ctx: Ctx, @IdParam() id: string, @Query() { version }: VersionQuery): Promise<void> {
    return this.places.removeArea(ctx, id, version);
  }
}
