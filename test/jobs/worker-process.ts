// A worker process of its own, for tests that kill one. Says on its standard output how far a job has come.
import { setTimeout as pause } from 'node:timers/promises';
import { behaviour, Ground } from './support';

const [databaseUrl, redisUrl, hang] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);
const forever = (): Promise<void> => pause(600_000);

behaviour.long = async (_, run) => {
  say('begun');
  if (hang === 'before') await forever();
  await run.once((tx) => tx.query('INSERT INTO effect VALUES ($1, $2)', [run.outboxId, 'child']));
  say('written');
  await forever();
};

void Ground.of(databaseUrl, redisUrl || null).start();
