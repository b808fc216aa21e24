// A worker process of its own, for tests that kill or stop one. Says on its standard output how far a job has come.
import { setTimeout as pause } from 'node:timers/promises';
import { LOGGER } from '../../src/platform/log/log.module';
import { stopOnSignals } from '../../src/platform/shutdown';
import { behaviour, Ground } from './support';

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
  const { module } = await Ground.of(databaseUrl, redisUrl || null).start({ config: { shutdownSeconds: seconds } });
  const app = place === 'stuck' ? { close: () => forever() } : module;
  stopOnSignals(app, seconds, module.get(LOGGER));
}

void main();
