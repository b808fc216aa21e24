import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { ChangeSkillDto, MergeSkillDto, NewSkillDto, SkillDto, TaxonomyDto } from './taxonomy.dto';
import { TaxonomyService } from './taxonomy.service';

@ApiTags('taxonomy')
@Controller('api')
export class TaxonomyController {
  constructor(private readonly taxonomy: TaxonomyService) {}

  /** Categories, skills and programmes that both menus share. */
  @Get('taxonomy')
  @Allow('district.read')
  @ApiOkResponse({ type: TaxonomyDto })
  all(@Who() ctx: Ctx): Promise<TaxonomyDto> {
    return this.taxonomy.all(ctx);
  }

  @Post('skills')
  @Allow('taxonomy.change')
  @ApiCreatedResponse({ type: SkillDto })
  addSkill(@Who() ctx: Ctx, @Body() dto: NewSkillDto): Promise<SkillDto> {
    return this.taxonomy.addSkill(ctx, dto);
  }

  @Patch('skills/:id')
  @Allow('taxonomy.change')
  @ApiOkResponse({ type: SkillDto })
  changeSkill(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeSkillDto): Promise<SkillDto> {
    return this.taxonomy.changeSkill(ctx, id, dto);
  }

  @Post('skills/:id/merge')
  @Allow('taxonomy.change')
  @HttpCode(200)
  @ApiOkResponse({ type: SkillDto })
  mergeSkill(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: MergeSkillDto): Promise<SkillDto> {
    return this.taxonomy.mergeSkill(ctx, id, dto);
  }
}
