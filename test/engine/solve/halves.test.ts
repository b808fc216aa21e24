import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Helper, SearchAnswer } from '../../../src/matching/engine/beside';
import { Stopped } from '../../../src/matching/engine/clock';
import { searchPiece } from '../../../src/matching/engine/halves';
import { solve } from '../../../src/matching/engine/solve';
import { verifySolution } from '../../../src/matching/engine/verify';
import { SearchThread } from '../../../src/matching/search-thread';
import { district } from './problems';

const problem = district(700, 8);
const seed = 4;
const iterations = 40;

/** Searches the other half in the calling thread when the answer is waited for. */
function inline(onJob: () => void = () => undefined): Helper {
  return {
    search: (job) => {
      onJob();
      let answer: SearchAnswer | null = null;
      return {
        wait: () =>
          (answer ??= searchPiece(
            job,
            () => undefined,
            () => 0,
          )),
        stop: () => undefined,
      };
    },
  };
}

describe('a plan searched in two halves', () => {
  const here = solve(problem, { seed, iterations, helper: inline() });

  it('keeps every rule and is better than before', () => {
    const before = solve(problem, { seed, iterations: 0 });
    expect(here.objective).toBeLessThan(before.objective);
    expect(here.iterations).toBeGreaterThanOrEqual(iterations);
    const verified = verifySolution(problem, here);
    expect(verified).toMatchObject({ feasible: true, objective: here.objective, bound: here.certifiedBound });
  });

  it('is the same plan whether the other half runs in another thread or not, and each time', () => {
    const thread = new SearchThread();
    try {
      for (let time = 0; time < 2; time++) {
        const there = solve(problem, { seed, iterations, helper: thread });
        expect(there.objective).toBe(here.objective);
        expect(Array.from(there.pairs)).toEqual(Array.from(here.pairs));
      }
    } finally {
      thread.close();
    }
  });

  it('is the same plan when the other thread dies', () => {
    let jobs = 0;
    const lost: Helper = { search: () => ({ wait: () => (jobs++, 'lost'), stop: () => undefined }) };
    const alone = solve(problem, { seed, iterations, helper: lost });
    expect(jobs).toBeGreaterThan(0);
    expect(Array.from(alone.pairs)).toEqual(Array.from(here.pairs));
  });

  it('is found without a thread that falls silent, or that cannot start', () => {
    const dead = join(mkdtempSync(join(tmpdir(), 'thread-')), 'dead.js');
    writeFileSync(dead, 'process.exit(1)');
    const thread = new SearchThread(100, dead);
    const alone = solve(problem, { seed, iterations, helper: thread });
    thread.close();
    expect(Array.from(alone.pairs)).toEqual(Array.from(here.pairs));
  });

  it('is given within 200 ms of a cancellation, with what both halves have found', () => {
    // Of this process alone, on all its threads: a machine that is busy with other things is no slower.
    const computed = (): number => process.cpuUsage().user / 1000;
    const thread = new SearchThread();
    let jobs = 0;
    let asked = Infinity;
    const counting: Helper = { search: (job) => (jobs++, thread.search(job)) };
    const solution = solve(problem, {
      seed,
      seconds: 60,
      helper: counting,
      cancelled: () => {
        if (jobs >= 2) asked = Math.min(asked, computed());
        return jobs >= 2;
      },
    });
    // Both halves compute.
    expect(asked).toBeLessThan(Infinity);
    expect(computed() - asked).toBeLessThan(400);
    expect(verifySolution(problem, solution)).toMatchObject({ feasible: true, objective: solution.objective });
    thread.close();
  });
});

describe('a piece', () => {
  it('is answered with the best so far when it is stopped', () => {
    let answered = 0;
    const helper: Helper = {
      search: (job) => {
        let ticks = 0;
        const tick = () => {
          if (++ticks > 200) throw new Stopped();
        };
        const answer = searchPiece(job, tick, () => 0);
        expect(answer.stopped).toBe(true);
        expect(answer.pairs.length).toBeGreaterThan(0);
        answered++;
        return { wait: () => answer, stop: () => undefined };
      },
    };
    const solution = solve(problem, { seed, iterations: 20, helper });
    expect(answered).toBeGreaterThan(0);
    expect(verifySolution(problem, solution)).toMatchObject({ feasible: true, objective: solution.objective });
  });
});
