import { Ground, longJob, want } from './support';
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
