import { Module } from '@nestjs/common';
import { DistrictsModule } from '../districts/districts.module';
import { NeedsModule } from '../needs/needs.module';
import { ResourcesModule } from '../resources/resources.module';
import { ExportsController } from './exports.controller';
import { ExportsService } from './exports.service';

@Module({
  imports: [DistrictsModule, NeedsModule, ResourcesModule],
  controllers: [ExportsController],
  providers: [ExportsService],
})
export class ExportsModule {}
