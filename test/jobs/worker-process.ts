// A worker process of its own, for tests that kill or stop one. Says on its standard output how far a job has come.
import { setTimeout as pause } from 'node:timers/promises';
import { LOGGER } from '../../src/platform/log/log.module';
import { stopOnSignals } from '../../src/platform/shutdown';
import { behaviour, Ground, LOST_SOON } from './support';

/** Where a job stays for ever: before its work is written, after, before while ignoring its signal; or the process fails to close. */
export type Place = 'before' | 'after' | 'deaf' | 'stuck';

const [databaseUrl, redisUrl, place, shutdownSeconds] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const forever = (signal?: AbortSignal): Promise<void> => pause(600_000, undefined, { signal });

behaviour.long = async (_, run) => {
  say('begun');
  if (place === 'before') await forever(run.signal);
  if (place !== 'after') await forever();
  await run.once((tx) => tx.query('INSERT INTO effect VALUES ($1, $2)', [run.outboxId, 'child']));
  say('written');
  await forever();
};

async function main(): Promise<void> {
  const seconds = Number(shutdownSeconds || 10);
  const ground = Ground.of(databaseUrl, redisUrl || null);
  const { module } = await ground.start({ config: { shutdownSeconds: seconds }, timing: LOST_SOON });
  const app = place === 'stuck' ? { close: () => forever() } : module;
  stopOnSignals(app, seconds, module.get(LOGGER));
}

void main();
