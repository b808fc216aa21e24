// Decisions about a postmaster.pid that was found in the data folder. Pure, so that every case is tested.

/** Reads the process id (line 1) and the port (line 4) of a postmaster.pid; undefined when there is none. */
export function parsePidFile(text) {
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

/**
 * What to do about the process named in postmaster.pid:
 * - `adopt`: it took our password and serves our data;
 * - `start`: it is gone, and PostgreSQL itself checks and replaces the file;
 * - `foreign`: a zombie, or a stranger that was given the id since: PostgreSQL would believe the file, so it is removed;
 * - `wait`: it may be our server starting, recovering or stopping. Its file must never be removed.
 * @param {{ state: 'running' | 'zombie' | 'gone', answers: boolean, worksHere: boolean | undefined }} facts
 *   worksHere: whether the process works in our data folder, undefined where the system does not tell
 */
export function judgePidFile({ state, answers, worksHere }) {
  if (state === 'gone') return 'start';
  if (state === 'zombie') return 'foreign';
  if (answers) return 'adopt';
  return worksHere === false ? 'foreign' : 'wait';
}

/**
 * Why a server did not come up, from its log: `port` (taken: choose another), `passing` (another server of these
 * data, or its last client processes, are about to end: try again), `other`.
 */
export function startProblem(output) {
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/.test(output)) return 'port';
  if (/pre-existing shared memory block|lock file "[^"]*" already exists/.test(output)) return 'passing';
  return 'other';
}
