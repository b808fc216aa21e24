import { ApiProperty } from '@nestjs/swagger';
import { Bool, Id, Int, Nested, OneOf, SomeOf, Text, Version, Words } from '../platform/http/fields';
import { AUDIENCES, CARE_GROUPS, FORMS } from './kinds';
import { PROGRAMME_RULES, TIMINGS } from './programme';
import type { Audience, CareGroup, Form } from './kinds';
import type { ProgrammeRule, Timing } from './programme';

/** A category or a skill. */
export class WordDto {
  @Id() id: string;
  @Text(60) name: string;
  @Text(100) nameEn: string;
  @ApiProperty({ type: String, isArray: true }) synonyms: string[];
  @Id({ nullable: true, description: 'The one this was merged into.' }) mergedInto: string | null;
  @Int(1, 2_147_483_647) version: number;
}

export class CategoryDto extends WordDto {
  @ApiProperty({ type: WordDto, isArray: true }) skills: WordDto[];
}

/** What a programme presets on a new need; what is not named stays as it is. */
export class ProgrammeTemplateDto {
  @OneOf(FORMS, { optional: true }) form?: Form;
  @OneOf(AUDIENCES, { optional: true }) audience?: Audience;
  @Bool({ optional: true }) minors?: boolean;
  @Bool({ optional: true }) oneToOne?: boolean;
  @Bool({ optional: true }) under14?: boolean;
  @SomeOf(CARE_GROUPS, { optional: true }) careGroups?: CareGroup[];
  @Bool({ optional: true }) urgent?: boolean;
  @Int(1, 200, { optional: true }) seats?: number;
  @Int(1, 200, { optional: true }) minimum?: number;
  @OneOf(TIMINGS, { optional: true, description: 'How its times are usually given.' }) timing?: Timing;
  @Int(5, 10_080, { optional: true, description: 'Minutes a week, for times to be agreed.' }) weeklyMinutes?: number;
  @Int(1, 366, {
    optional: true,
    description: 'Days between follow-up contacts; as the district’s settings if not said.',
  })
  checkInDays?: number;
  @SomeOf(PROGRAMME_RULES, { optional: true, description: 'Rules that the form explains.' }) rules?: ProgrammeRule[];
  @Text(500, { optional: true, empty: true, description: 'What else applies, in the office’s own words.' })
  note?: string;
}

export class ProgrammeDto {
  @Id() id: string;
  @Text(60) code: string;
  @Text(60) name: string;
  @Text(100) nameEn: string;
  @Id({ nullable: true, description: 'The category it presets.' }) categoryId: string | null;
  @ApiProperty({ type: ProgrammeTemplateDto }) template: ProgrammeTemplateDto;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Not for new lines any more; lines that have it keep it.',
  })
  retiredAt: Date | null;
  @Int(1, 2_147_483_647) version: number;
}

export class TaxonomyDto {
  @ApiProperty({ type: CategoryDto, isArray: true }) categories: CategoryDto[];
  @ApiProperty({ type: WordDto, isArray: true, description: 'Categories of the past, for what still names them.' })
  mergedCategories: WordDto[];
  @ApiProperty({ type: ProgrammeDto, isArray: true, description: 'Those in use first.' }) programmes: ProgrammeDto[];
}

export class NewCategoryDto {
  @Text(60) name: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Words(30, 60, { optional: true }) synonyms?: string[];
}

export class NewSkillDto extends NewCategoryDto {
  @Id() categoryId: string;
}

export class ChangeWordDto {
  @Version() version: number;
  @Text(60, { optional: true }) name?: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Words(30, 60, { optional: true }) synonyms?: string[];
}

export class MergeWordDto {
  @Version() version: number;
  @Id({ description: 'The one that stays.' }) into: string;
}

export class NewProgrammeDto {
  @Text(60, { optional: true, description: 'For other programs, [a-z0-9_]; made from the English name if not said.' })
  code?: string;
  @Text(60) name: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Id({ optional: true, nullable: true }) categoryId?: string | null;
  @Nested(() => ProgrammeTemplateDto) template: ProgrammeTemplateDto;
}

/** A programme as it is to be, whole. */
export class ChangeProgrammeDto {
  @Version() version: number;
  @Text(60) name: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Id({ optional: true, nullable: true }) categoryId?: string | null;
  @Nested(() => ProgrammeTemplateDto) template: ProgrammeTemplateDto;
}

export class ProgrammeVersionDto {
  @Version() version: number;
}
