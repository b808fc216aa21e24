import { ApiProperty } from '@nestjs/swagger';
import { Id, Int, Text, Version, Words } from '../platform/http/fields';
import type { ProgrammeTemplate } from './taxonomy.entity';

export class SkillDto {
  @Id() id: string;
  @Text(60) name: string;
  @Text(100) nameEn: string;
  @ApiProperty({ type: String, isArray: true }) synonyms: string[];
  @Id({ nullable: true, description: 'The skill this one was merged into.' }) mergedInto: string | null;
  @Int(1, 2_147_483_647) version: number;
}

export class CategoryDto {
  @Id() id: string;
  @Text(60) name: string;
  @Text(100) nameEn: string;
  @ApiProperty({ type: SkillDto, isArray: true }) skills: SkillDto[];
}

export class ProgrammeDto {
  @Id() id: string;
  @Text(60) code: string;
  @Text(60) name: string;
  @Text(100) nameEn: string;
  @ApiProperty({ type: Object, description: 'What the programme presets on a new need.' }) template: ProgrammeTemplate;
}

export class TaxonomyDto {
  @ApiProperty({ type: CategoryDto, isArray: true }) categories: CategoryDto[];
  @ApiProperty({ type: ProgrammeDto, isArray: true }) programmes: ProgrammeDto[];
}

export class NewSkillDto {
  @Id() categoryId: string;
  @Text(60) name: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Words(30, 60, { optional: true }) synonyms?: string[];
}

export class ChangeSkillDto {
  @Version() version: number;
  @Text(60, { optional: true }) name?: string;
  @Text(100, { optional: true }) nameEn?: string;
  @Words(30, 60, { optional: true }) synonyms?: string[];
}

export class MergeSkillDto {
  @Version() version: number;
  @Id({ description: 'The skill that stays.' }) into: string;
}
