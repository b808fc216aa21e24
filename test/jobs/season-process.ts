// A worker process that believes it is a given moment, for the season's test, which kills it.
import 'reflect-metadata';
import { AppModule } from '../../src/app.module';
import { SystemClock } from '../../src/platform/clock';
import { createHttpApp } from '../../src/platform/http/server';
import type { Config } from '../../src/platform/config/config';

const { config, now } = JSON.parse(process.argv[2]) as { config: Config; now: string };
SystemClock.prototype.now = () => new Date(now);
const key = Buffer.from((config.secretKey as unknown as { data: number[] }).data);
const timing = { lockSeconds: 2, stalledSeconds: 0.5, pollSeconds: 0.3 };
void createHttpApp(AppModule.with({ ...config, role: 'worker', secretKey: key }, timing)).then(async (app) => {
  await app.init();
  process.stdout.write('working\n');
});
