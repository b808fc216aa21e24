import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { TaxonomyModule } from '../taxonomy/taxonomy.module';
import { ExpireNeeds } from './expire';
import { NeedRow, NeedSkillRow } from './need.entity';
import { NeedDrafts } from './need-drafts.service';
import { NeedsController } from './needs.controller';
import { NeedsService } from './needs.service';
import { SchoolRenamed } from './school-renamed';

@Module({
  imports: [TypeOrmModule.forFeature([NeedRow, NeedSkillRow]), DistrictsModule, TaxonomyModule],
  controllers: [NeedsController],
  providers: [NeedsService, NeedDrafts, ExpireNeeds, SchoolRenamed],
  exports: [NeedsService],
})
export class NeedsModule {}
