import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('category')
export class CategoryRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') name: string;
  @Column('text') nameEn: string;
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
  @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('int') version: number;
}

@Entity('programme')
export class ProgrammeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') nameEn: string;
  @Column('jsonb') template: ProgrammeTemplate;
  @Column('int') version: number;
}

/** What a programme presets on a new need, and the rules it adds. */
export interface ProgrammeTemplate {
  categoryName?: string;
  form?: string;
  audience?: string;
  oneToOne?: boolean;
  minors?: boolean;
  seats?: number;
  minimum?: number;
  weeklyMinutes?: number;
  priority?: 1 | 2 | 3 | 4;
  /** Codes of rules a screen explains; the rules themselves are the engine's and the services'. */
  rules?: string[];
}
