// What the set-up of a test run tells its workers, and what they tell its last lines. The workers inherit
// the environment of the process that set up; the rest goes through the run's folder.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process id with its start time, so that an id given to another process since is told apart. */
export interface ProcessMark {
  pid: number;
  started?: string;
}

/** One run of `npm test`. */
export interface TestRun {
  /** Process id of the run, part of the names of its databases. */
  pid: number;
  /** Folder of notes of this run; removed at its end. */
  folder: string;
  /** Address for creating and dropping databases. */
  adminUrl: string;
  /** Address of a database of the run, with `DATABASE` where its name belongs. */
  urlPattern: string;
  /** Role that owns the databases, the one the application signs in with. */
  owner: string;
  /** Migrated database that the others are copied from. */
  template: string;
}

const KEY = 'LIANGDAN_TEST_RUN';

/** Makes the run known to this process and to those it starts. */
export function announce(run: TestRun): void {
  process.env[KEY] = JSON.stringify(run);
}

/** @throws when the global set-up of jest has not run */
export function currentRun(): TestRun {
  const text = process.env[KEY];
  if (!text) throw new Error('No test database: run the tests through jest, whose global set-up starts it.');
  return JSON.parse(text) as TestRun;
}

/** Notes that a back end was really used, for the last lines of the run. */
export function noteUse(backend: string): void {
  appendFileSync(join(currentRun().folder, 'used'), `${backend}\n`);
}

/** Notes a process that must not outlive the run, so that the end of the run, or the next run, ends it. */
export function noteProcess(mark: ProcessMark): void {
  appendFileSync(join(currentRun().folder, 'processes'), `${JSON.stringify(mark)}\n`);
}

/** Lines of a file of a run's folder; none when it does not exist. */
export function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}
