import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { ExclusionsController } from './exclusions.controller';
import { ExclusionsService } from './exclusions.service';
import { InvitationsController } from './invitations.controller';
import { InvitationsService } from './invitations.service';
import { ExclusionRow, ProposalRow } from './proposal.entity';
import { ProposalsService } from './proposals.service';
import { LapseInvitations, RemindInvited } from './sweeps';
import { TellInvited } from './tell-invited';

/** Proposals as rounds write them, and invitations. Review, which asks the engine about single pairs, is a module of its own. */
@Module({
  imports: [TypeOrmModule.forFeature([ProposalRow, ExclusionRow]), DistrictsModule],
  controllers: [InvitationsController, ExclusionsController],
  providers: [ProposalsService, InvitationsService, ExclusionsService, TellInvited, LapseInvitations, RemindInvited],
  exports: [ProposalsService, InvitationsService],
})
export class ProposalsModule {}
