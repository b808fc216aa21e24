import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DistrictsModule } from '../districts/districts.module';
import { NeedsModule } from '../needs/needs.module';
import { ProposalsModule } from '../proposals/proposals.module';
import { AcceptanceController } from './acceptance.controller';
import { AcceptanceService } from './acceptance.service';
import { CheckInsController } from './check-ins.controller';
import { CheckInsService } from './check-ins.service';
import { CheckInRow, EngagementRow, EvaluationRow, SessionRow } from './engagement.entity';
import { EngagementsController } from './engagements.controller';
import { EngagementsService } from './engagements.service';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { Endings } from './endings';
import { HolidayMoved } from './holiday-moved';
import { NeedEnded } from './need-ended';
import { OffMenu } from './off-menu';
import { RemindSessions, SweepCheckIns } from './sweeps';

@Module({
  imports: [
    TypeOrmModule.forFeature([EngagementRow, SessionRow, CheckInRow, EvaluationRow]),
    DistrictsModule,
    NeedsModule,
    ProposalsModule,
  ],
  controllers: [AcceptanceController, EngagementsController, SessionsController, CheckInsController],
  providers: [
    AcceptanceService,
    EngagementsService,
    SessionsService,
    CheckInsService,
    RemindSessions,
    SweepCheckIns,
    Endings,
    HolidayMoved,
    NeedEnded,
    OffMenu,
  ],
})
export class EngagementsModule {}
