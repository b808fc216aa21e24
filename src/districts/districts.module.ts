import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalendarController } from './calendar.controller';
import { CalendarService } from './calendar.service';
import { AreaRow, CalendarDayRow, DistrictRow, HolidayRow, PolicyRow, SchoolRow, TermRow } from './district.entity';
import { DistrictsController } from './districts.controller';
import { DistrictsService } from './districts.service';
import { PlacesController } from './places.controller';
import { PlacesService } from './places.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([DistrictRow, AreaRow, SchoolRow, TermRow, HolidayRow, CalendarDayRow, PolicyRow]),
  ],
  controllers: [DistrictsController, CalendarController, PlacesController],
  providers: [DistrictsService, CalendarService, PlacesService],
  exports: [DistrictsService],
})
export class DistrictsModule {}
