import { redisFound, startTestRedis } from '../support/redis';
import { eventually, Ground, isDone, longJob, want } from './support';
import { childAt, ended } from './worker-child';

jest.setTimeout(60_000);

it('exits with 1 at the deadline when closing does not come to an end', async () => {
  const ground = await Ground.make(null);
  const office = await ground.start({ config: { role: 'api' } });
  const child = await childAt(ground, 'stuck', 'begun', () => want(ground, office, longJob), 1);
  expect(await ended(child, 'SIGTERM')).toBe(1);
  await ground.clear();
  await ground.database.drop();
});

it('does not wait after a second signal', async () => {
  const ground = await Ground.make(null);
  const office = await ground.start({ config: { role: 'api' } });
  const child = await childAt(ground, 'stuck', 'begun', () => want(ground, office, longJob), 600);
  child.kill('SIGTERM');
  expect(await ended(child, 'SIGINT')).toBe(1);
  await ground.clear();
  await ground.database.drop();
});

(redisFound() ? it : it.skip)('stops in time when Redis is gone, and its jobs are not', async () => {
  const redis = await startTestRedis();
  const ground = await Ground.make(redis);
  const office = await ground.start({ config: { role: 'api' } });
  let running = '';
  const child = await childAt(
    ground,
    'before',
    'begun',
    async () => (running = await want(ground, office, longJob)),
    5,
  );
  await redis.stop();
  const waiting = await want(ground, office, longJob);
  // At the deadline it would be 1.
  expect(await ended(child, 'SIGTERM')).toBe(0);
  const heir = await ground.start({ config: { redisUrl: null } });
  for (const id of [running, waiting]) await eventually(() => isDone(heir, id));
  await heir.module.close();
  await office.module.close();
  await ground.database.drop();
});
