import { Module } from '@nestjs/common';
import { DistrictsModule } from '../districts/districts.module';
import { MatchingModule } from '../matching/matching.module';
import { ByHandController } from './by-hand.controller';
import { ByHandService } from './by-hand.service';
import { ReviewController } from './review.controller';
import { ReviewService } from './review.service';

/** The office's review of proposals, and pairs made by hand. */
@Module({
  imports: [DistrictsModule, MatchingModule],
  controllers: [ReviewController, ByHandController],
  providers: [ReviewService, ByHandService],
})
export class ReviewModule {}
