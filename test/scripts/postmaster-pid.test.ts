import { judgePidFile, parsePidFile, startProblem } from '../../scripts/postmaster-pid.mjs';

describe('postmaster.pid', () => {
  test('gives process and port', () => {
    const text = '4711\n/srv/data\n1700000000\n5433\n\n127.0.0.1\n  1234 0\nready   \n';
    expect(parsePidFile(text)).toEqual({ pid: 4711, port: 5433 });
  });

  test('gives no port while the server has not written it yet', () => {
    expect(parsePidFile('4711\n/srv/data\n1700000000\n')).toEqual({ pid: 4711, port: undefined });
  });

  test.each([undefined, '', '\n', 'nonsense\n', '-1\n', '0\n'])('names no process: %j', (text) => {
    expect(parsePidFile(text)).toBeUndefined();
  });

  const verdicts = [
    [
      'a process that is gone: PostgreSQL replaces the file itself',
      { state: 'gone', answers: false, worksHere: false },
      'start',
    ],
    ['a zombie', { state: 'zombie', answers: false, worksHere: undefined }, 'foreign'],
    ['a stranger with a reused id', { state: 'running', answers: false, worksHere: false }, 'foreign'],
    ['a server that takes our password on our data', { state: 'running', answers: true, worksHere: true }, 'adopt'],
    [
      'the same where the system does not show its folder',
      { state: 'running', answers: true, worksHere: undefined },
      'adopt',
    ],
    ['our server, starting or stopping', { state: 'running', answers: false, worksHere: true }, 'wait'],
    [
      'a process we cannot judge: its file is never removed',
      { state: 'running', answers: false, worksHere: undefined },
      'wait',
    ],
  ] as const;
  test.each(verdicts)('%s', (_name, facts, verdict) => {
    expect(judgePidFile(facts)).toBe(verdict);
  });

  test.each([
    ['port', 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'],
    ['passing', 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'],
    ['passing', 'FATAL:  lock file "postmaster.pid" already exists'],
    ['other', 'FATAL:  could not open file "global/pg_control"'],
  ])('a failed start is judged from the log: %s', (problem, line) => {
    expect(startProblem(line)).toBe(problem);
  });
});
