import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DefaultNamingStrategy } from 'typeorm';
import { Clock, SystemClock } from '../clock';
import type { Config } from '../config/config';
import { CONFIG } from '../config/config.module';
import { Database } from './database';

/** `schoolId` in code, `school_id` in SQL; entities name nothing twice. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        type: 'postgres' as const,
        url: config.databaseUrl,
        poolSize: config.databasePool,
        autoLoadEntities: true,
        synchronize: false,
        namingStrategy: new SnakeCase(),
        applicationName: `liangdan ${config.role}`,
        retryAttempts: 5,
        retryDelay: 500,
        verboseRetryLog: false,
      }),
    }),
  ],
  providers: [Database, { provide: Clock, useClass: SystemClock }],
  exports: [Database, Clock, TypeOrmModule],
})
export class DatabaseModule {}
