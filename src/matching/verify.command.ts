import type { Client } from 'pg';
import { type StoredRound, verifyStored } from './verify-round';

const SELECT = `SELECT r.id, r.code, i.menus, p.plan, r.input_hash AS "inputHash", r.result
  FROM round r JOIN round_input i ON i.round_id = r.id JOIN round_plan p ON p.round_id = r.id`;

/**
 * `cli verify ROUND…` and `cli verify --all`: checks stored rounds by id or code, one line each, from what the database
 * keeps alone. Returns how many failed, a round that is not there or has no plan included.
 */
export async function verifyRounds(
  client: Pick<Client, 'query'>,
  which: readonly string[] | 'all',
  say: (line: string) => void,
): Promise<number> {
  const ids = which === 'all' ? await allIds(client) : which;
  let failed = 0;
  for (const id of ids) {
    // One at a time: a round may take a hundred megabytes.
    const { rows } = await client.query<StoredRound & { id: string; code: string }>(
      `${SELECT} WHERE r.id::text = $1 OR r.code = $1`,
      [id],
    );
    if (rows.length === 0) {
      failed++;
      say(`FAIL ${id}: there is no such round, or it has no plan`);
    }
    for (const { id: found, code, ...stored } of rows) {
      const { ok, inputUnchanged, problems, objective, bound } = verifyStored(stored);
      if (!ok) failed++;
      say(`${ok ? 'ok  ' : 'FAIL'} ${code} ${found} objective ${objective} bound ${bound}`);
      if (!inputUnchanged) say('     the input is not what the round was run with');
      if (ok && stored.result?.provenBy === 'solver')
        say('     best on the word of the MIP solver alone: the certificate proves the bound above, and no more');
      for (const problem of problems.slice(0, 20)) say(`     ${problem.code} ${JSON.stringify(problem.params ?? {})}`);
    }
  }
  return failed;
}

async function allIds(client: Pick<Client, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT r.id FROM round r JOIN round_plan p ON p.round_id = r.id ORDER BY r.id',
  );
  return rows.map(({ id }) => id);
}
