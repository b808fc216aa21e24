import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProgrammeTemplate } from './programme';

/** A category; like a skill, one that was merged into another keeps its row. */
@Entity('category')
export class CategoryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  @Column('text') nameEn: string;
  @Column('text', { array: true }) synonyms: string[];
  /** Everything it goes by; see platform/search.ts. */
  @Column('text') searchText: string;
  @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('int') position: number;
  @Column('int') version: number;
}

/** A skill; one that was merged into another keeps its row, so that history stays readable. */
@Entity('skill')
export class SkillRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') categoryId: string;
  @Column('text') name: string;
  @Column('text') nameEn: string;
  @Column('text', { array: true }) synonyms: string[];
  /** Everything it goes by; see platform/search.ts. */
  @Column('text') searchText: string;
  @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('int') version: number;
}

/** A recurring form of service; retired ones stay for the lines that have them. */
@Entity('programme')
export class ProgrammeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') nameEn: string;
  /** Everything it goes by; see platform/search.ts. */
  @Column('text') searchText: string;
  /** The category it presets. */
  @Column('uuid', { nullable: true }) categoryId: string | null;
  @Column('jsonb') template: ProgrammeTemplate;
  @Column('timestamptz', { nullable: true }) retiredAt: Date | null;
  @Column('int') version: number;
}
