import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AreaRow, CalendarDayRow, DistrictRow, PolicyRow, SchoolRow, TermRow } from './district.entity';
import { DistrictsController } from './districts.controller';
import { DistrictsService } from './districts.service';

@Module({
  imports: [TypeOrmModule.forFeature([DistrictRow, AreaRow, SchoolRow, TermRow, CalendarDayRow, PolicyRow])],
  controllers: [DistrictsController],
  providers: [DistrictsService],
  exports: [DistrictsService],
})
export class DistrictsModule {}
