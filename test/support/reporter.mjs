// Ends the output of a test run with the back ends that were really used, and one line of totals.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export default class Totals {
  onRunComplete(_contexts, results) {
    const used = usedBackends();
    const postgres = process.env.TEST_DATABASE_URL ? 'PostgreSQL of TEST_DATABASE_URL' : 'embedded PostgreSQL';
    const lines = [
      used.includes('postgres')
        ? `Back ends used: ${postgres}`
        : 'Back ends used: no PostgreSQL (no test of this run needs one)',
      redisLine(used.filter((name) => name.startsWith('redis'))),
      `${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function redisLine(used) {
  if (used.length > 0) return `and ${used.join(', ')}`;
  if (process.env.TEST_REDIS_URL || installed()) return 'and no Redis (no test of this run needs one)';
  return 'and no Redis: no redis-server is installed and TEST_REDIS_URL is not set, so the job tests ran on PostgreSQL alone';
}

function installed() {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function usedBackends() {
  if (!process.env.LIANGDAN_TEST_RUN) return [];
  const file = join(JSON.parse(process.env.LIANGDAN_TEST_RUN).folder, 'used');
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))] : [];
}
