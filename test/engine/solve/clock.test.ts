import { Clock } from '../../../src/matching/engine/clock';
import type { Progress } from '../../../src/matching/engine/plan';
import type { Problem } from '../../../src/matching/engine/problem';

const known = { objective: 100, bound: 90, filled: 3 };

function clockAt(): { clock: Clock; told: Progress[]; pass: (ms: number) => void } {
  let time = 0;
  const told: Progress[] = [];
  const problem = { needs: { seats: Int32Array.of(2, 2) } } as Problem;
  const clock = new Clock(problem, { seed: 1, seconds: 600, now: () => time, onProgress: (said) => told.push(said) });
  return { clock, told, pass: (ms) => (time += ms) };
}

test('a phase in which nothing gets better is reported all the same, with its own name and time', () => {
  const { clock, told, pass } = clockAt();
  clock.enter('dive', 0.5);
  clock.report(known);
  clock.enter('search');
  pass(50);
  clock.tick();
  expect(told).toHaveLength(1);
  pass(50);
  clock.tick();
  expect(told).toEqual([
    { phase: 'dive', ...known, seats: 4, seconds: 0 },
    { phase: 'search', ...known, seats: 4, seconds: 0.1 },
  ]);
});

test('what was found between two reports is in the next one, and there is none before anything is known', () => {
  const { clock, told, pass } = clockAt();
  pass(500);
  clock.tick();
  expect(told).toEqual([]);
  clock.report(known);
  clock.report({ ...known, objective: 95 });
  expect(told).toHaveLength(1);
  pass(100);
  clock.tick();
  expect(told[1]).toMatchObject({ objective: 95, seconds: 0.6 });
});
