// Ends the output of a test run with the back ends that were really used, and one line of totals.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export default class Totals {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const used = usedBackends();
    const lines = [
      postgresLine(used.includes('postgres')),
      redisLine(used.filter((name) => name.startsWith('redis'))),
      `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`,
    ];
    // at the very end: jest's own summary comes after the reporters
    process.once('exit', () => writeSync(1, `${lines.join('\n')}\n`));
  }
}

function postgresLine(used) {
  if (!used) return 'PostgreSQL: not used by any test of this run.';
  return `PostgreSQL: tests ran on ${process.env.TEST_DATABASE_URL ? 'the server of TEST_DATABASE_URL' : 'the embedded server'}.`;
}

function redisLine(used) {
  if (used.length > 0) return `Redis: the job tests ran on it too (${used.join(', ')}).`;
  if (process.env.TEST_REDIS_URL || installed()) return 'Redis: not used by any test of this run.';
  return 'Redis: no redis-server found and TEST_REDIS_URL not set, so the job tests ran on PostgreSQL alone.';
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
