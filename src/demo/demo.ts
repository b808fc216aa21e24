import { Client } from 'pg';
import { hashPassword } from '../accounts/password';
import { EAST_LAKE, generateDistrict, Rows, WEST_HILL } from './generate';

const PASSWORD = 'liangdan-demo';

/** Accounts of the demo district to try each role with. */
export const DEMO_SIGN_INS: { login: string; password: string; role: string }[] = [
  { login: 'admin', password: PASSWORD, role: '区关工委办公室 admin' },
  { login: 'coordinator', password: PASSWORD, role: '学校联络员 coordinator' },
  { login: 'teacher', password: PASSWORD, role: '青年教师 young teacher' },
  { login: 'volunteer', password: PASSWORD, role: '志愿者 volunteer' },
  { login: 'auditor', password: PASSWORD, role: '审计 auditor' },
  { login: 'west-admin', password: PASSWORD, role: '另一个区 admin of the other district' },
];

const DEMO_LOCK = 7_262_002;
const SEED = 2026;

/** Fills an empty database with the demo districts, in one transaction. Returns false if it holds a district already. */
export async function demoIfEmpty(databaseUrl: string, now = new Date()): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    const empty = (await client.query('SELECT NOT EXISTS (SELECT FROM district) AS empty')).rows[0].empty as boolean;
    if (empty) {
      const passwordHash = await hashPassword(PASSWORD);
      for (const [index, size] of [EAST_LAKE, WEST_HILL].entries())
        await insertRows(client, generateDistrict(size, SEED + index, now, passwordHash));
    }
    await client.query('COMMIT');
    return empty;
  } finally {
    await client.end();
  }
}

/** Tables in an order that their references allow. */
const ORDER = [
  'district',
  'policy',
  'term',
  'holiday',
  'calendar_day',
  'area',
  'category',
  'skill',
  'programme',
  'school',
  'volunteer',
  'account',
  'membership',
  'clearance',
  'offer',
  'offer_skill',
  'need',
  'need_skill',
  'proposal',
  'engagement',
  'session',
  'check_in',
  'evaluation',
  'exclusion',
  'code_counter',
];

/** Rows of one statement: a text of PostgreSQL has its limits, and so has memory. */
const BATCH = 2_000;

/** Inserts whole tables, some thousand rows a statement; columns that no row names keep their defaults. */
export async function insertRows(client: Client, rows: Rows): Promise<void> {
  for (const table of ORDER) {
    if (!rows[table]) continue;
    const columns = Object.keys(rows[table][0]).join(', ');
    for (let at = 0; at < rows[table].length; at += BATCH)
      await client.query(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
        [JSON.stringify(rows[table].slice(at, at + BATCH))],
      );
  }
}
