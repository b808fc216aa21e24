import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProgrammesService } from './programmes.service';
import { TaxonomyController } from './taxonomy.controller';
import { CategoryRow, ProgrammeRow, SkillRow } from './taxonomy.entity';
import { TaxonomyService } from './taxonomy.service';

@Module({
  imports: [TypeOrmModule.forFeature([CategoryRow, SkillRow, ProgrammeRow])],
  controllers: [TaxonomyController],
  providers: [TaxonomyService, ProgrammesService],
  exports: [TaxonomyService],
})
export class TaxonomyModule {}
