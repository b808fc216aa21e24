import { Client } from 'pg';
import { currentRun, noteUse } from './run';

/** A database of one test suite, a copy of the migrated template. */
export interface TestDatabase {
  /** Address for the application's own role, as in DATABASE_URL. */
  url: string;
  /** Removes it; open connections are cut off. */
  drop(): Promise<void>;
}

let made = 0;

/** Creates a database for the calling suite (about 30 ms). Drop it in `afterAll`; the end of the run drops the rest. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const run = currentRun();
  const name = `test_${run.pid}_${process.pid}_${++made}`;
  await asAdmin(run.adminUrl, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${run.template} OWNER ${run.owner}`),
  );
  noteUse('postgres');
  return {
    url: run.urlPattern.replace('DATABASE', name),
    drop: () => asAdmin(run.adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Runs statements as the superuser of the test server, outside any test database. */
export async function asAdmin(adminUrl: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
