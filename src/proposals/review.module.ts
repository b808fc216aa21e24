import { Module } from '@nestjs/common';
import { DistrictsModule } from '../districts/districts.module';
import { ReviewController } from './review.controller';
import { ReviewService } from './review.service';

/** The office's review of proposals, and pairs made by hand. */
@Module({
  imports: [DistrictsModule],
  controllers: [ReviewController],
  providers: [ReviewService],
})
export class ReviewModule {}
