import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { dressApp, fastifyAdapter } from '../../src/platform/http/server';
import { AppModule } from '../../src/app.module';
import { Clock } from '../../src/platform/clock';
import type { Config } from '../../src/platform/config/config';
import { Jobs } from '../../src/platform/jobs/jobs';

/** Times that let a test see a takeover, and a job that the queue has lost. */
const TIMING = { lockSeconds: 2, stalledSeconds: 0.5, pollSeconds: 0.3, recoverSeconds: 2 };

export interface SeasonWorker {
  jobs: Jobs;
  close(): Promise<void>;
}

/** A worker of the whole application by a clock of the test's. */
export async function openWorker(config: Config, clock: Clock): Promise<SeasonWorker> {
  const module = await Test.createTestingModule({ imports: [AppModule.with({ ...config, role: 'worker' }, TIMING)] })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = await dressApp(module.createNestApplication<NestFastifyApplication>(fastifyAdapter()));
  await app.init();
  return { jobs: app.get(Jobs), close: () => app.close() };
}
