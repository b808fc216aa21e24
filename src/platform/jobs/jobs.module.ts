import { DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DatabaseModule } from '../database/database.module';
import { CleanUp } from './clean-up';
import { Jobs, JOBS_SETTINGS, JobsSettings, USUAL } from './jobs';

/** Needs the global ConfigModule and LogModule. */
@Module({})
export class JobsModule {
  /** `settings` differ from the usual only in tests. */
  static with(settings: Partial<JobsSettings> = {}): DynamicModule {
    return {
      module: JobsModule,
      imports: [DiscoveryModule, DatabaseModule],
      providers: [Jobs, CleanUp, { provide: JOBS_SETTINGS, useValue: { ...USUAL, ...settings } }],
      exports: [Jobs],
    };
  }
}
