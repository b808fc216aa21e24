import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock, withLock } from '../../scripts/lock.mjs';
import { anyFreePort, firstFreePort, isPortFree, parsePort } from '../../scripts/ports.mjs';
import { isSame, markOf, processState, waitUntil, worksIn } from '../../scripts/processes.mjs';

const linux = process.platform === 'linux';
const started: ChildProcess[] = [];
const sleeper = (): ChildProcess & { pid: number } => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  started.push(child);
  return child as ChildProcess & { pid: number };
};
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

describe('processes', () => {
  test('running, then gone', async () => {
    const child = sleeper();
    expect(processState(child.pid)).toBe('running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(processState(child.pid)).toBe('gone');
  });

  (linux ? test : test.skip)('a zombie does not count as running', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(parent);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    expect(await waitUntil(() => processState(Number(line)) === 'zombie', 5_000)).toBe(true);
    expect(isSame(markOf(Number(line)))).toBe(false);
  });

  test('a process id that was given to another process since is told apart', () => {
    const child = sleeper();
    const mark = markOf(child.pid);
    expect(isSame(mark)).toBe(true);
    expect(isSame({ ...mark, started: 'another time' })).toBe(false);
    expect(isSame(undefined)).toBe(false);
  });

  (linux ? test : test.skip)('the folder a process works in', () => {
    const child = sleeper();
    expect(worksIn(child.pid, process.cwd())).toBe(true);
    expect(worksIn(child.pid, tmpdir())).toBe(false);
  });
});

describe('ports', () => {
  const listening = async (host: string): Promise<{ port: number; close(): Promise<unknown> }> => {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    return { port: (server.address() as AddressInfo).port, close: () => once(server.close(), 'close') };
  };

  test.each(['127.0.0.1', '0.0.0.0'])('a port somebody listens on at %s is not free', async (host) => {
    const { port, close } = await listening(host);
    expect(await isPortFree(port)).toBe(false);
    await close();
    expect(await isPortFree(port)).toBe(true);
  });

  test('the first free port skips taken and claimed ones', async () => {
    const { port, close } = await listening('127.0.0.1');
    const asked: number[] = [];
    const found = await firstFreePort(port, (candidate) => asked.push(candidate) > 1);
    expect(found).toBeGreaterThan(asked[0]);
    expect(asked).not.toContain(port);
    await close();
  });

  test('any free port is free', async () => {
    expect(await isPortFree(await anyFreePort())).toBe(true);
  });

  test.each([
    ['3000', 3000],
    ['65535', 65535],
    ['0', undefined],
    ['65536', undefined],
    ['80a', undefined],
    ['', undefined],
    ['-1', undefined],
  ])('PORT=%s', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });
});

describe('locks between processes', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lock-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Another process that takes the lock, says so, and keeps it. */
  const holder = async (path: string): Promise<ChildProcess> => {
    const script = `import(process.argv[1]).then(({ tryLock }) => { console.log(JSON.stringify(tryLock(process.argv[2]))); setInterval(() => {}, 1e6); })`;
    const child = spawn(process.execPath, ['-e', script, join(__dirname, '../../scripts/lock.mjs'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    await once(child.stdout, 'data');
    return child;
  };

  test('a living holder is named; a released lock is free', () => {
    const path = join(folder, 'lock');
    const first = tryLock(path);
    expect(tryLock(path)).toMatchObject({ holder: { pid: process.pid } });
    if ('release' in first) first.release();
    expect(readdirSync(folder)).toEqual([]);
    expect(tryLock(path)).toHaveProperty('release');
  });

  test('the lock of a process killed with -9 is taken over, by one taker only', async () => {
    const path = join(folder, 'lock');
    const child = await holder(path);
    expect(tryLock(path)).toMatchObject({ holder: { pid: child.pid } });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const outcomes = await Promise.all([holder(path), holder(path), holder(path)]);
    expect(tryLock(path)).toMatchObject({ holder: { pid: expect.any(Number) } });
    const winner = tryLock(path) as { holder: { pid: number } };
    expect(outcomes.map((taker) => taker.pid)).toContain(winner.holder.pid);
  });

  test('work under a lock does not overlap', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(folder, 'lock'), work)));
    expect(most).toBe(1);
  });
});
