import { DynamicModule, Module } from '@nestjs/common';
import type { Config } from './config';

/** Injection token of the one Config of this process. */
export const CONFIG = Symbol('Config');

@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
