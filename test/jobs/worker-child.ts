import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually, Ground } from './support';
import type { Place } from './worker-process';

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A worker process whose job stays at `place`; resolves once the job that `enqueueOne` wants has come to `word`. */
export async function childAt(
  ground: Ground,
  place: Place,
  word: string,
  enqueueOne: () => Promise<unknown>,
  shutdownSeconds = 10,
): Promise<ChildProcess> {
  const files = ['-r', join(__dirname, 'typescript.cjs'), join(__dirname, 'worker-process.ts')];
  const child = spawn(
    process.execPath,
    [...files, ground.database.url, ground.redis?.url ?? '', place, String(shutdownSeconds)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (data: Buffer) => (said += data.toString()));
  await enqueueOne();
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(said);
    return said.split('\n').includes(word);
  }, 40);
  return child;
}

/** Sends a signal and waits for the end. Returns the exit code; null when the signal itself ended the process. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}
