import { Jobs } from '../../src/platform/jobs/jobs';
import { createTestApp, TestApp } from '../support/app';
import { eventually } from '../jobs/eventually';
import { invitation, invited } from '../support/pairs';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp({ role: 'all' });
  world = await buildWorld(house);
});
afterAll(() => house.close());

const events = async (persona: Parameters<World['as']>[0]): Promise<string[]> =>
  (await world.as(persona).get<{ items: { event: string }[] }>('/api/notices')).body.items.map(({ event }) => event);

it('an invitation reaches the volunteer through outbox, queue and worker; the sweeps run as schedules with a line each', async () => {
  const { id } = await invited(house, world);
  await house.app.get(Jobs).dispatchDue();
  await eventually(async () => (await events('volunteer')).includes('invited'));
  house.clock.advance({ days: 6 });
  const jobs = house.app.get(Jobs);
  for (const name of ['proposals.remind', 'proposals.lapse', 'engagements.remind-sessions', 'engagements.check-ins'])
    await jobs.runSchedule(name);
  expect(await events('volunteer')).toEqual(['invitation_reminder', 'invited']);
  house.clock.advance({ days: 3 });
  await Promise.all([jobs.runSchedule('proposals.lapse'), jobs.runSchedule('proposals.lapse')]);
  expect((await invitation(world, id)).state).toBe('lapsed');
  const [line] = await house.database.reader.query(
    `SELECT runs::int, last_error FROM schedule_run WHERE name = 'proposals.lapse'`,
  );
  expect(line).toMatchObject({ last_error: null });
  expect(line.runs).toBeGreaterThanOrEqual(3);
});
