import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { anyFreePort } from '../../scripts/ports.mjs';
import { markOf, waitUntil } from '../../scripts/processes.mjs';
import { noteProcess, noteUse } from './run';

/** A Redis of one test suite. */
export interface TestRedis {
  /** Address as in REDIS_URL. */
  url: string;
  /** Ends the server (a server given by TEST_REDIS_URL is left alone). */
  stop(): Promise<void>;
}

/** Whether tests can run on Redis here: TEST_REDIS_URL is set, or a redis-server is installed. Synchronous, for `describe.each`. */
export function redisFound(): boolean {
  return Boolean(process.env.TEST_REDIS_URL) || redisVersion() !== undefined;
}

/** Starts a Redis of its own for the calling suite, on a free loopback port, keeping nothing on disk. */
export async function startTestRedis(): Promise<TestRedis> {
  const external = process.env.TEST_REDIS_URL;
  if (external) {
    noteUse('redis (TEST_REDIS_URL)');
    return { url: external, stop: () => Promise.resolve() };
  }
  const port = await anyFreePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory-policy',
    'noeviction',
  ];
  const server = spawn('redis-server', settings, { cwd: '/', stdio: 'ignore' });
  const ended = once(server, 'exit');
  if (server.pid) noteProcess(markOf(server.pid));
  if (!(await waitUntil(() => answers(port), 10_000))) throw new Error('redis-server did not answer within 10 s');
  noteUse(`redis ${redisVersion()}`);
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function redisVersion(): string | undefined {
  try {
    return /v=([\d.]+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8', stdio: 'pipe' }))?.[1];
  } catch {
    return undefined;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const finish = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
  });
}
