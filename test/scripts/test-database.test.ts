import { Client } from 'pg';
import { createTestDatabase } from '../support/database';

const ask = async <T>(url: string, sql: string): Promise<T[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
};

test('two test databases are apart and carry the migrated schema', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await ask(one.url, 'CREATE TABLE only_here (i int)');
    const tables = 'SELECT count(*)::int AS n FROM pg_tables WHERE tablename = ';
    expect(await ask(one.url, `${tables} 'only_here'`)).toEqual([{ n: 1 }]);
    expect(await ask(other.url, `${tables} 'only_here'`)).toEqual([{ n: 0 }]);
    expect(await ask(other.url, `${tables} 'need'`)).toEqual([{ n: 1 }]);
  } finally {
    await Promise.all([one.drop(), other.drop()]);
  }
  await expect(ask(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' }); // no such database
});

test('Chinese sorts by pinyin, and pg_trgm sees Chinese characters', async () => {
  const { url, drop } = await createTestDatabase();
  try {
    const sorted = await ask<{ name: string }>(
      url,
      `SELECT name FROM unnest(ARRAY['张','安','李','陈']) AS name ORDER BY name`,
    );
    expect(sorted.map((row) => row.name)).toEqual(['安', '陈', '李', '张']);
    await ask(url, 'CREATE EXTENSION IF NOT EXISTS pg_trgm');
    const [{ near, far }] = await ask<{ near: number; far: number }>(
      url,
      `SELECT similarity('葫芦丝教学', '葫芦丝') AS near, similarity('葫芦丝教学', '书法') AS far`,
    );
    expect(near).toBeGreaterThan(0.3);
    expect(far).toBe(0);
  } finally {
    await drop();
  }
});
