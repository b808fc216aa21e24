import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module';
import { Clock } from '../../src/platform/clock';
import type { Config } from '../../src/platform/config/config';
import { Database } from '../../src/platform/database/database';
import { dressApp, fastifyAdapter } from '../../src/platform/http/server';
import { createTestDatabase } from './database';

/** Monday, 7 September 2026, 9:00 in Shanghai: the first week of the autumn term. */
export const START = new Date('2026-09-07T09:00:00+08:00');

export class FakeClock extends Clock {
  constructor(private at: Date = START) {
    super();
  }
  now(): Date {
    return new Date(this.at);
  }
  set(at: Date | string): void {
    this.at = new Date(at);
  }
  advance({ days = 0, minutes = 0, seconds = 0 }: { days?: number; minutes?: number; seconds?: number }): void {
    this.at = new Date(this.at.getTime() + ((days * 24 * 60 + minutes) * 60 + seconds) * 1000);
  }
}

export interface TestApp {
  app: NestFastifyApplication;
  clock: FakeClock;
  database: Database;
  url: string;
  config: Config;
  close(): Promise<void>;
}

/** The whole application on a database of its own, without a port; requests go through `Browser`. Takes jobs unless `role` is api. */
export async function createTestApp(change: Partial<Config> = {}): Promise<TestApp> {
  const { url, drop } = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'liangdan-test-'));
  const config: Config = {
    role: 'api',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: url,
    databasePool: 20,
    redisUrl: null,
    dataFolder,
    secretKey: Buffer.alloc(32, 7),
    logLevel: 'silent',
    secureCookies: false,
    shutdownSeconds: 5,
    demo: false,
    ...change,
  };
  const clock = new FakeClock();
  const module = await Test.createTestingModule({ imports: [AppModule.with(config)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = await dressApp(module.createNestApplication<NestFastifyApplication>(fastifyAdapter()));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    clock,
    database: app.get(Database),
    url,
    config,
    close: async () => {
      await app.close();
      await drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
