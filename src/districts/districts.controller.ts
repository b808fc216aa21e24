import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { Who } from '../platform/http/ctx';
import { ChangeDistrictDto, DistrictDto, NewPolicyDto, PolicyDto } from './districts.dto';
import { DistrictsService } from './districts.service';

@ApiTags('district')
@Controller('api')
export class DistrictsController {
  constructor(private readonly districts: DistrictsService) {}

  /** The own district: schools, areas, terms, calendar and settings. */
  @Get('district')
  @Allow('district.read')
  @ApiOkResponse({ type: DistrictDto })
  mine(@Who() ctx: Ctx): Promise<DistrictDto> {
    return this.districts.mine(ctx);
  }

  /** Its name and its settings; what is not named stays. */
  @Patch('district')
  @Allow('district.change')
  @ApiOkResponse({ type: DistrictDto })
  change(@Who() ctx: Ctx, @Body() dto: ChangeDistrictDto): Promise<DistrictDto> {
    return this.districts.change(ctx, dto);
  }

  @Get('policies')
  @Allow('policy.read')
  @ApiOkResponse({ type: PolicyDto, isArray: true })
  policies(@Who() ctx: Ctx): Promise<PolicyDto[]> {
    return this.districts.policies(ctx);
  }

  @Post('policies')
  @Allow('policy.change')
  @ApiCreatedResponse({ type: PolicyDto })
  addPolicy(@Who() ctx: Ctx, @Body() dto: NewPolicyDto): Promise<PolicyDto> {
    return this.districts.addPolicy(ctx, dto);
  }
}
