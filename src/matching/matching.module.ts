import { Module } from '@nestjs/common';
import { DistrictsModule } from '../districts/districts.module';
import { MatchingController } from './matching.controller';
import { MatchingService } from './matching.service';

/** Questions to the engine about single pairs and needs. Knows nothing of proposals, which ask it; rounds are `RoundsModule`. */
@Module({
  imports: [DistrictsModule],
  controllers: [MatchingController],
  providers: [MatchingService],
  exports: [MatchingService],
})
export class MatchingModule {}
