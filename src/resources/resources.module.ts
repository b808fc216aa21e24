import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { TaxonomyModule } from '../taxonomy/taxonomy.module';
import { ApplicationsController } from './applications.controller';
import { ApplicationsService } from './applications.service';
import { ClearancesService } from './clearances.service';
import { OfferDrafts } from './offer-drafts.service';
import { OffersController } from './offers.controller';
import { OffersService } from './offers.service';
import { ClearanceRow, OfferRow, OfferSkillRow, VolunteerRow } from './resource.entity';
import { VolunteersController } from './volunteers.controller';
import { VolunteersService } from './volunteers.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([VolunteerRow, ClearanceRow, OfferRow, OfferSkillRow]),
    DistrictsModule,
    TaxonomyModule,
  ],
  controllers: [ApplicationsController, VolunteersController, OffersController],
  providers: [ApplicationsService, VolunteersService, ClearancesService, OffersService, OfferDrafts],
  exports: [VolunteersService, OffersService],
})
export class ResourcesModule {}
