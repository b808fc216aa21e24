import { gzipSync } from 'node:zlib';
import { EngineError, startEngine, STOPPED } from '../../src/matching/engine-thread';
import type { Matched } from '../../src/matching/engine-worker';
import { menus, need, offer, volunteer } from '../support/menus-small';

jest.setTimeout(60_000);

const order = (input: unknown) => ({
  task: 'match' as const,
  menus: gzipSync(typeof input === 'string' ? input : JSON.stringify(input)),
  options: { seed: 1, iterations: 10 },
  timezone: 'Asia/Shanghai',
  cancel: new SharedArrayBuffer(4),
});
const code = (answer: Promise<Matched>): Promise<string> =>
  answer.then(
    () => 'answered',
    (error: unknown) => (error instanceof EngineError ? error.code : 'something else'),
  );

it('answers with a plan that has been checked', async () => {
  const input = menus({ needs: [need('n')], volunteers: [volunteer('v')], offers: [offer('o', 'v')] });
  const { result, drafts, unfilled } = await startEngine<'match'>(order(input)).answer;
  expect(result).toMatchObject({ proposals: 1, unfilled: 0, verified: true });
  expect(drafts).toMatchObject([{ needId: 'n', offerId: 'o', volunteerId: 'v' }]);
  expect(unfilled).toEqual([]);
});

it('names what the engine refuses', async () => {
  const twice = menus({ needs: [need('n'), need('n')] });
  const { answer } = startEngine<'match'>(order(twice));
  await expect(answer).rejects.toMatchObject({ code: 'menus_invalid', params: { field: 'needs.id', id: 'n' } });
});

it('says so when it is told to stop before there is any plan', async () => {
  const stopped = order(menus({ needs: [need('n')] }));
  Atomics.store(new Int32Array(stopped.cancel), 0, 1);
  expect(await code(startEngine<'match'>(stopped).answer)).toBe(STOPPED);
});

it('survives a thread that fails, and one that is ended', async () => {
  expect(await code(startEngine<'match'>(order('{')).answer)).toBe('engine_failed');
  const ended = startEngine<'match'>(order(menus()));
  const outcome = code(ended.answer);
  await ended.stop();
  expect(await outcome).toBe('engine_died');
});
