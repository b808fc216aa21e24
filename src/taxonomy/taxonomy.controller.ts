import { Body, Controller, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { ProgrammesService } from './programmes.service';
import {
  ChangeProgrammeDto,
  ChangeWordDto,
  MergeWordDto,
  NewCategoryDto,
  NewProgrammeDto,
  NewSkillDto,
  ProgrammeDto,
  ProgrammeVersionDto,
  TaxonomyDto,
  WordDto,
} from './taxonomy.dto';
import { TaxonomyService } from './taxonomy.service';

@ApiTags('taxonomy')
@Controller('api')
export class TaxonomyController {
  constructor(
    private readonly taxonomy: TaxonomyService,
    private readonly programmes: ProgrammesService,
  ) {}

  /** Categories, skills and programmes that both menus share. */
  @Get('taxonomy')
  @Allow('district.read')
  @ApiOkResponse({ type: TaxonomyDto })
  all(@Who() ctx: Ctx): Promise<TaxonomyDto> {
    return this.taxonomy.all(ctx);
  }

  @Post('categories')
  @Allow('taxonomy.change')
  @ApiCreatedResponse({ type: WordDto })
  addCategory(@Who() ctx: Ctx, @Body() dto: NewCategoryDto): Promise<WordDto> {
    return this.taxonomy.addCategory(ctx, dto);
  }

  /** A rename keeps the old name as a synonym. */
  @Patch('categories/:id')
  @Allow('taxonomy.change')
  @ApiOkResponse({ type: WordDto })
  changeCategory(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeWordDto): Promise<WordDto> {
    return this.taxonomy.change(ctx, 'category', id, dto);
  }

  /** Moves the lines, skills and programmes of a category to another, and answers the one that stays. */
  @Post('categories/:id/merge')
  @Allow('taxonomy.change')
  @HttpCode(200)
  @ApiOkResponse({ type: WordDto })
  mergeCategory(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: MergeWordDto): Promise<WordDto> {
    return this.taxonomy.merge(ctx, 'category', id, dto);
  }

  @Post('skills')
  @Allow('taxonomy.change')
  @ApiCreatedResponse({ type: WordDto })
  addSkill(@Who() ctx: Ctx, @Body() dto: NewSkillDto): Promise<WordDto> {
    return this.taxonomy.addSkill(ctx, dto);
  }

  /** A rename keeps the old name as a synonym. */
  @Patch('skills/:id')
  @Allow('taxonomy.change')
  @ApiOkResponse({ type: WordDto })
  changeSkill(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeWordDto): Promise<WordDto> {
    return this.taxonomy.change(ctx, 'skill', id, dto);
  }

  /** Moves the lines of a skill to another, and answers the one that stays. */
  @Post('skills/:id/merge')
  @Allow('taxonomy.change')
  @HttpCode(200)
  @ApiOkResponse({ type: WordDto })
  mergeSkill(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: MergeWordDto): Promise<WordDto> {
    return this.taxonomy.merge(ctx, 'skill', id, dto);
  }

  /** A new form of service: what it presets on a need. */
  @Post('programmes')
  @Allow('taxonomy.change')
  @ApiCreatedResponse({ type: ProgrammeDto })
  addProgramme(@Who() ctx: Ctx, @Body() dto: NewProgrammeDto): Promise<ProgrammeDto> {
    return this.programmes.add(ctx, dto);
  }

  /** Rewrites a programme; lines that have it stay as they are. */
  @Put('programmes/:id')
  @Allow('taxonomy.change')
  @ApiOkResponse({ type: ProgrammeDto })
  changeProgramme(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ChangeProgrammeDto): Promise<ProgrammeDto> {
    return this.programmes.change(ctx, id, dto);
  }

  /** Takes a programme out of use for new lines. */
  @Post('programmes/:id/retire')
  @Allow('taxonomy.change')
  @HttpCode(200)
  @ApiOkResponse({ type: ProgrammeDto })
  retireProgramme(
    @Who() ctx: Ctx,
    @IdParam() id: string,
    @Body() { version }: ProgrammeVersionDto,
  ): Promise<ProgrammeDto> {
    return this.programmes.retire(ctx, id, version, true);
  }

  /** Takes a retired programme back into use. */
  @Post('programmes/:id/restore')
  @Allow('taxonomy.change')
  @HttpCode(200)
  @ApiOkResponse({ type: ProgrammeDto })
  restoreProgramme(
    @Who() ctx: Ctx,
    @IdParam() id: string,
    @Body() { version }: ProgrammeVersionDto,
  ): Promise<ProgrammeDto> {
    return this.programmes.retire(ctx, id, version, false);
  }
}
