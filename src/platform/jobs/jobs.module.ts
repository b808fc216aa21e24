import { DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DatabaseModule } from '../database/database.module';
import { CleanUp } from './clean-up';
import { Jobs, JOBS_TIMING, JobsTiming, TIMING } from './jobs';

/** `Jobs` for everybody. Needs the global ConfigModule and LogModule. */
@Module({})
export class JobsModule {
  /** `timing` differs from the usual only in tests. */
  static with(timing: Partial<JobsTiming> = {}): DynamicModule {
    return {
      module: JobsModule,
      global: true,
      imports: [DiscoveryModule, DatabaseModule],
      providers: [Jobs, CleanUp, { provide: JOBS_TIMING, useValue: { ...TIMING, ...timing } }],
      exports: [Jobs],
    };
  }
}
