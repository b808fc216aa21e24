import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config';
import { CONFIG } from '../config/config.module';
import { createLogger } from './log';

/** Injection token of the process's pino logger. */
export const LOGGER = Symbol('Logger');

@Global()
@Module({
  providers: [{ provide: LOGGER, inject: [CONFIG], useFactory: (config: Config) => createLogger(config) }],
  exports: [LOGGER],
})
export class LogModule {}
