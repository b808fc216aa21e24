import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { ProposalsModule } from '../proposals/proposals.module';
import { ExplanationsController } from './explanations.controller';
import { ExplanationsService } from './explanations.service';
import { RoundResultsService } from './round-results.service';
import { RoundRow } from './round.entity';
import { RoundsController } from './rounds.controller';
import { NightlyRounds, SweepRounds } from './rounds.schedules';
import { RoundsService } from './rounds.service';
import { RunRound } from './run-round';

/** Runs of matching: requested, worked on, reviewed, published. Questions about single pairs are `MatchingModule`. */
@Module({
  imports: [TypeOrmModule.forFeature([RoundRow]), DistrictsModule, ProposalsModule],
  controllers: [RoundsController, ExplanationsController],
  providers: [RoundsService, RoundResultsService, ExplanationsService, RunRound, NightlyRounds, SweepRounds],
})
export class RoundsModule {}
