import type { RoundDto } from '../../src/matching/rounds.dto';
import { eventually } from '../jobs/eventually';
import type { Persona, World } from '../support/world';

/** Requests a round (seed 1, 20 iterations if nothing else is said) and waits until it has ended. */
export async function runRound(
  world: World,
  body: Record<string, unknown> = {},
  by: Persona = 'admin',
): Promise<RoundDto> {
  const asked = await world.as(by).post<RoundDto>('/api/rounds', { seed: 1, iterations: 20, ...body });
  expect(asked).toMatchObject({
    status: 202,
    body: { state: 'queued' },
    headers: { location: `/api/rounds/${asked.body.id}` },
  });
  return eventually(async () => {
    const { body: round } = await world.as(by).get<RoundDto>(`/api/rounds/${asked.body.id}`);
    return round.state !== 'queued' && round.state !== 'running' && round;
  }, 60) as Promise<RoundDto>;
}
