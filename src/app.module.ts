import { DynamicModule, Module, Type } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module';
import { AuditModule } from './audit/audit.module';
import { DistrictsModule } from './districts/districts.module';
import { EngagementsModule } from './engagements/engagements.module';
import { NeedsModule } from './needs/needs.module';
import { OperationsModule } from './operations/operations.module';
import { NoticesModule } from './notices/notices.module';
import type { Config } from './platform/config/config';
import { ConfigModule } from './platform/config/config.module';
import { DatabaseModule } from './platform/database/database.module';
import type { JobsTiming } from './platform/jobs/jobs';
import { JobsModule } from './platform/jobs/jobs.module';
import { LogModule } from './platform/log/log.module';
import { ProposalsModule } from './proposals/proposals.module';
import { ExportsModule } from './exports/exports.module';
import { ImportsModule } from './imports/imports.module';
import { MatchingModule } from './matching/matching.module';
import { RoundsModule } from './matching/rounds.module';
import { ReviewModule } from './proposals/review.module';
import { ResourcesModule } from './resources/resources.module';
import { TaxonomyModule } from './taxonomy/taxonomy.module';
import { ReportsModule } from './reports/reports.module';
import { UpkeepModule } from './upkeep/upkeep.module';

/** Every feature, in the order of the arrows: each may use those before it. */
const FEATURES: Type[] = [
  AccountsModule,
  AuditModule,
  OperationsModule,
  DistrictsModule,
  TaxonomyModule,
  NeedsModule,
  ResourcesModule,
  NoticesModule,
  MatchingModule,
  ProposalsModule,
  RoundsModule,
  ReviewModule,
  EngagementsModule,
  ReportsModule,
  UpkeepModule,
  ImportsModule,
  ExportsModule,
];

/**
 * The one place that knows every feature. API and worker are the same house: `config.role` decides whether it takes jobs
 * (JobsModule) and whether it answers more than its health (main.ts).
 */
@Module({})
export class AppModule {
  /** `timing` differs from the usual only in tests. */
  static with(config: Config, timing: Partial<JobsTiming> = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.with(config), LogModule, DatabaseModule, JobsModule.with(timing), ...FEATURES],
    };
  }
}
