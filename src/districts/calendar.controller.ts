import { Body, Controller, Delete, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { ChangeHolidayDto, ChangeTermDto, HolidayDto, NewHolidayDto, NewTermDto, TermDto } from './calendar.dto';
import { CalendarService } from './calendar.service';
import { VersionQuery } from './districts.dto';

@ApiTags('district')
@Controller('api')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Post('terms')
  @Allow('district.change')
  @ApiCreatedResponse({ type: TermDto })
  addTerm(@Who() ctx: Ctx, @Body() dto: NewTermDto): Promise<TermDto> {
    return this.calendar.addTerm(ctx, dto);
  }

  @Put('terms/:id')
  @Allow('district.change')
  @ApiOkResponse({ type: TermDto })
  changeTerm(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeTermDto): Promise<TermDto> {
    return this.calendar.changeTerm(ctx, id, dto);
  }

  @Delete('terms/:id')
  @Allow('district.change')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeTerm(@Who() ctx: Ctx, @IdParam() id: string, @Query() { version }: VersionQuery): Promise<void> {
    return this.calendar.removeTerm(ctx, id, version);
  }

  /** Days off in a row, with the workdays made up for them. Meetings already planned stay; their schools are told. */
  @Post('holidays')
  @Allow('district.change')
  @ApiCreatedResponse({ type: HolidayDto })
  addHoliday(@Who() ctx: Ctx, @Body() dto: NewHolidayDto): Promise<HolidayDto> {
    return this.calendar.addHoliday(ctx, dto);
  }

  @Put('holidays/:id')
  @Allow('district.change')
  @ApiOkResponse({ type: HolidayDto })
  changeHoliday(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeHolidayDto): Promise<HolidayDto> {
    return this.calendar.changeHoliday(ctx, id, dto);
  }

  @Delete('holidays/:id')
  @Allow('district.change')
  @HttpCode(204)
  @ApiNoContentResponse()
  removeHoliday(@Who() ctx: Ctx, @IdParam() id: string, @Query() { version }: VersionQuery): Promise<void> {
    return this.calendar.removeHoliday(ctx, id, version);
  }
}
