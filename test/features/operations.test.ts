import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { Injectable, Module } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccountsModule } from '../../src/accounts/accounts.module';
import { hashPassword } from '../../src/accounts/password';
import { OperationsModule } from '../../src/operations/operations.module';
import type { Role } from '../../src/platform/actor';
import type { Config } from '../../src/platform/config/config';
import { ConfigModule } from '../../src/platform/config/config.module';
import { Database } from '../../src/platform/database/database';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { AppError } from '../../src/platform/errors/app-error';
import { Readiness } from '../../src/platform/health/readiness';
import { Id } from '../../src/platform/http/fields';
import { dressApp, fastifyAdapter } from '../../src/platform/http/server';
import { newId } from '../../src/platform/ids';
import { defineJob, defineSchedule, Handles, JobHandler, JobRun } from '../../src/platform/jobs/job';
import { Jobs } from '../../src/platform/jobs/jobs';
import { JobsModule } from '../../src/platform/jobs/jobs.module';
import { enqueue } from '../../src/platform/jobs/outbox';
import { LogModule } from '../../src/platform/log/log.module';
import { eventually } from '../jobs/eventually';
import { createTestDatabase, TestDatabase } from '../support/database';

class NotePayload {
  @Id() noteId: string;
}
const frail = defineJob('test.frail', NotePayload, { attempts: 1 });
/** Never during a test: in a leap year. */
const nightly = defineSchedule('test.nightly', '30 2 29 2 *');
let mended = false;

@Injectable()
@Handles<NotePayload>(frail, nightly)
class Frail implements JobHandler<NotePayload> {
  async handle(_: NotePayload, run: JobRun): Promise<void> {
    if (run.job === nightly.name) return run.count(districts.here, { swept: 2 });
    if (!mended) throw new AppError('conflict');
  }
}

@Module({ providers: [Frail] })
class FrailModule {}

const PASSWORD = 'a long enough password';
let database: TestDatabase;
let app: NestFastifyApplication;
let db: Database;
const districts = { here: newId(), there: newId() };
const cookies: Record<string, string> = {};

async function persona(name: string, districtId: string, role: Role, schoolId: string | null = null): Promise<void> {
  const id = newId();
  const login = `${name}-${role}`;
  await db.reader.query(
    'INSERT INTO account (id, login, name, password_hash, created_at) VALUES ($1, $2, $2, $3, now())',
    [id, login, await hashPassword(PASSWORD)],
  );
  await db.reader.query(
    'INSERT INTO membership (id, account_id, district_id, role, school_id, created_at) VALUES ($1, $2, $3, $4, $5, now())',
    [newId(), id, districtId, role, schoolId],
  );
  const answer = await app.inject({ method: 'POST', url: '/api/sign-in', payload: { login, password: PASSWORD } });
  expect(answer.statusCode).toBe(204);
  cookies[name] = answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
}

const ask = (who: string | null, method: 'GET' | 'POST', url: string) =>
  app.inject({ method, url, headers: who ? { cookie: cookies[who] } : {} });

/** A job of a district that has died. */
async function dead(districtId: string): Promise<string> {
  const id = await db.transaction((tx) =>
    enqueue(tx, { requestId: 'request-1', actor: { districtId } }, frail, { noteId: newId() }, new Date()),
  );
  await eventually(
    async () => (await db.reader.query('SELECT 1 FROM outbox WHERE id = $1 AND dead_at IS NOT NULL', [id])).length,
  );
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const config: Config = {
    role: 'all',
    host: '127.0.0.1',
    port: 0,
    databaseUrl: database.url,
    databasePool: 5,
    redisUrl: null,
    dataFolder: tmpdir(),
    secretKey: randomBytes(32),
    logLevel: 'silent',
    secureCookies: false,
    shutdownSeconds: 5,
    demo: false,
  };
  const imports = [
    ConfigModule.with(config),
    LogModule,
    DatabaseModule,
    JobsModule.with(),
    AccountsModule,
    OperationsModule,
    FrailModule,
  ];
  const module = await Test.createTestingModule({ imports }).compile();
  app = await dressApp(module.createNestApplication<NestFastifyApplication>(fastifyAdapter()));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  db = app.get(Database);
  for (const [name, id] of Object.entries(districts)) {
    await db.reader.query(
      "INSERT INTO district (id, slug, name, settings, created_at) VALUES ($1, $2, $2, '{}', now())",
      [id, name],
    );
  }
  const school = newId();
  await db.reader.query('INSERT INTO school (id, district_id, name, created_at) VALUES ($1, $2, $3, now())', [
    school,
    districts.here,
    'First school',
  ]);
  await persona('admin', districts.here, 'admin');
  await persona('auditor', districts.here, 'auditor');
  await persona('coordinator', districts.here, 'coordinator', school);
  await persona('outsider', districts.there, 'admin');
}, 60_000);

afterAll(async () => {
  await app?.close();
  await database?.drop();
});

describe('health', () => {
  it('says that the process lives and can work, to anybody', async () => {
    expect((await ask(null, 'GET', '/api/health/live')).json()).toEqual({ live: true });
    const ready = await ask(null, 'GET', '/api/health/ready');
    expect([ready.statusCode, ready.json()]).toEqual([200, { database: 'ok', migrations: 'ok', queue: 'ok' }]);
  });
});

describe('schedules', () => {
  it('shows each with its last run, what it did, and its next', async () => {
    await app.get(Jobs).runSchedule(nightly.name);
    const answer = await ask('auditor', 'GET', '/api/operations/schedules');
    expect(answer.statusCode).toBe(200);
    const shown = answer.json<{ name: string; nextRunAt: string }[]>();
    expect(shown.map(({ name }) => name)).toEqual(['clean-up', nightly.name]);
    expect(shown[1]).toMatchObject({
      pattern: '30 2 29 2 *',
      timezone: 'Asia/Shanghai',
      lastResult: { swept: 2 },
      lastError: null,
      runs: 1,
    });
    expect(shown[1].nextRunAt).toMatch(/T18:30:00.000Z$/); // half past two in Shanghai
    expect(Date.parse(shown[1].nextRunAt)).toBeGreaterThan(Date.now());
    // What was done in one district is nobody's business in another; one that has not run says so.
    const elsewhere = (await ask('outsider', 'GET', '/api/operations/schedules')).json();
    expect(elsewhere).toMatchObject([{ lastResult: null }, { lastResult: {}, runs: 1 }]);
  });

  it('are not for coordinators, nor for people who are not signed in', async () => {
    expect((await ask('coordinator', 'GET', '/api/operations/schedules')).statusCode).toBe(403);
    expect((await ask(null, 'GET', '/api/operations/schedules')).statusCode).toBe(401);
  });
});

describe('jobs', () => {
  beforeEach(async () => {
    mended = false;
    await db.reader.query('DELETE FROM outbox');
  });

  it('shows the dead ones of the own district with their code, page by page, without payload', async () => {
    const ids = [await dead(districts.here), await dead(districts.here), await dead(districts.here)];
    await dead(districts.there);
    const first = (await ask('auditor', 'GET', '/api/operations/jobs?state=dead&limit=2')).json();
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.items[0]).toMatchObject({
      job: frail.name,
      state: 'dead',
      lastError: 'conflict',
      attempts: 1,
      generation: 0,
      requestId: 'request-1',
    });
    expect(first.items[0]).not.toHaveProperty('payload');
    const second = (
      await ask('auditor', 'GET', `/api/operations/jobs?state=dead&limit=2&cursor=${first.nextCursor}`)
    ).json();
    expect(second).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
  });

  it('shows those that wait for their moment', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const origin = { requestId: 'r', actor: { districtId: districts.here } };
    const id = await db.transaction((tx) => enqueue(tx, origin, frail, { noteId: newId() }, new Date(), later));
    const { items } = (await ask('admin', 'GET', '/api/operations/jobs?state=waiting')).json();
    expect(items).toMatchObject([{ id, state: 'waiting', runAt: later.toISOString(), dispatchedAt: null }]);
    expect((await ask('admin', 'GET', '/api/operations/jobs?state=dispatched')).json().items).toEqual([]);
  });

  it('brings a dead one back, on record, and does it', async () => {
    const id = await dead(districts.here);
    mended = true;
    expect((await ask('admin', 'POST', `/api/operations/jobs/${id}/retry`)).statusCode).toBe(204);
    await eventually(
      async () => (await db.reader.query('SELECT 1 FROM outbox WHERE id = $1 AND done_at IS NOT NULL', [id])).length,
    );
    const trail = await db.reader.query(
      "SELECT district_id, action, change FROM audit_event WHERE entity = 'job' AND entity_id = $1",
      [id],
    );
    expect(trail).toEqual([
      {
        district_id: districts.here,
        action: 'job.retry',
        change: { job: frail.name, lastError: 'conflict', generation: 1 },
      },
    ]);
  });

  it('refuses to bring back what is not dead, once more, or elsewhere', async () => {
    const id = await dead(districts.here);
    const retry = `/api/operations/jobs/${id}/retry`;
    expect((await ask('auditor', 'POST', retry)).statusCode).toBe(403);
    expect((await ask('coordinator', 'POST', retry)).statusCode).toBe(403);
    expect((await ask('outsider', 'POST', retry)).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await ask('admin', 'POST', `/api/operations/jobs/${newId()}/retry`)).statusCode).toBe(404);
    const waiting = await db.transaction((tx) =>
      enqueue(
        tx,
        { requestId: 'r', actor: { districtId: districts.here } },
        frail,
        { noteId: newId() },
        new Date(),
        new Date(Date.now() + 3_600_000),
      ),
    );
    expect((await ask('admin', 'POST', `/api/operations/jobs/${waiting}/retry`)).json()).toMatchObject({
      status: 409,
      code: 'illegal_transition',
    });
    expect(await db.reader.query('SELECT generation FROM outbox WHERE id = $1', [id])).toEqual([{ generation: 0 }]);
  });

  it('refuses states and cursors that it does not know', async () => {
    expect((await ask('admin', 'GET', '/api/operations/jobs?state=done')).json()).toMatchObject({
      status: 422,
      errors: [{ pointer: '/state' }],
    });
    expect((await ask('admin', 'GET', '/api/operations/jobs?state=dead&cursor=abc')).json()).toMatchObject({
      status: 400,
      code: 'bad_cursor',
    });
  });
});

describe('what is not ready', () => {
  it('is said with its cause', async () => {
    await db.reader.query('ALTER TABLE migrations RENAME TO migrations_elsewhere');
    const fresh = new Readiness(db, app.get(Jobs));
    await expect(fresh.check()).rejects.toMatchObject({
      code: 'not_ready',
      params: { database: 'ok', migrations: 'failing', queue: 'ok' },
    });
    fresh.onModuleDestroy();
    await expect(fresh.check()).rejects.toMatchObject({ code: 'not_ready', params: { stopping: true } });
    await db.reader.query('ALTER TABLE migrations_elsewhere RENAME TO migrations');
  });

  it('answers 503 as a problem once the process is stopping', async () => {
    app.get(Readiness).onModuleDestroy();
    const answer = await ask(null, 'GET', '/api/health/ready');
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toMatchObject([
      503,
      'application/problem+json; charset=utf-8',
      { code: 'not_ready' },
    ]);
    expect((await ask(null, 'GET', '/api/health/live')).statusCode).toBe(200);
  });
});
