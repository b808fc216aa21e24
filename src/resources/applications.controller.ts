import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/allow';
import type { AppRequest } from '../platform/http/ctx';
import { SelfApplicationDto, OpenDistrictDto } from './applications.dto';
import { ApplicationsService } from './applications.service';

@ApiTags('applications')
@Controller('api/applications')
export class ApplicationsController {
  constructor(private readonly applications: ApplicationsService) {}

  /** Districts one may offer oneself to, with their areas. */
  @Get('districts')
  @Public()
  @ApiOkResponse({ type: OpenDistrictDto, isArray: true })
  districts(): Promise<OpenDistrictDto[]> {
    return this.applications.districts();
  }

  /** Offers oneself as a volunteer; the office calls back. */
  @Post()
  @Public()
  @HttpCode(202)
  @ApiAcceptedResponse()
  apply(@Body() dto: SelfApplicationDto, @Req() request: AppRequest): Promise<void> {
    return this.applications.apply(dto, request.id);
  }
}
