import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { ExpireNeeds } from './expire';
import { NeedRow, NeedSkillRow } from './need.entity';
import { NeedsController } from './needs.controller';
import { NeedsService } from './needs.service';

@Module({
  imports: [TypeOrmModule.forFeature([NeedRow, NeedSkillRow]), DistrictsModule],
  controllers: [NeedsController],
  providers: [NeedsService, ExpireNeeds],
  exports: [NeedsService],
})
export class NeedsModule {}
