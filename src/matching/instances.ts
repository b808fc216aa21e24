import { readFileSync } from 'node:fs';
import { conflictsByTime } from './engine/conflicts';
import { NO_LIMIT, type Problem, ProblemError } from './engine/problem';

export type InstanceFormat = 'yardstick' | 'gap' | 'assignment' | 'assignment-sparse';
export const INSTANCE_FORMATS: readonly InstanceFormat[] = ['yardstick', 'gap', 'assignment', 'assignment-sparse'];

/**
 * Reads an instance file as a problem of the engine.
 *
 * - `yardstick`: a synthetic district, little-endian int32; `pure` takes seats and capacities alone, `hours` also monthly
 *   half-hours, overlaps and minimums.
 * - `gap` (OR-Library): every job is assigned to one agent within its capacity at least cost. Jobs are needs.
 * - `assignment` (OR-Library): n, then n × n costs. `assignment-sparse`: n, then lines "i j cost" from 1.
 *
 * "Every job" and "every row" become a penalty above any total of costs, so an unfilled seat means infeasible.
 * @throws ProblemError `bad_instance` when the file does not have the format
 */
export function readInstance(file: string, format: InstanceFormat, mode: 'pure' | 'hours' = 'hours'): Problem {
  if (format === 'yardstick') {
    const bytes = readFileSync(file);
    if (bytes.length % 4 !== 0 || bytes.length < 16)
      throw new ProblemError('bad_instance', { file, bytes: bytes.length });
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    return yardstickProblem(new Int32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4), mode);
  }
  const numbers = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
  if (numbers.some((x) => !Number.isFinite(x))) throw new ProblemError('bad_instance', { file });
  if (format === 'gap') return gapProblem(numbers);
  return assignmentProblem(numbers, format === 'assignment-sparse');
}

const DAY = 1440;
const WEEKS = 12;
const DISTRICT_PENALTY = [400_000, 300_000, 200_000, 100_000];

/** Layout as in the yardstick's README: header, needs, volunteers, pairs by need. */
function yardstickProblem(data: Int32Array, mode: 'pure' | 'hours'): Problem {
  const [, N, V, E] = data;
  if (N < 0 || V < 0 || E < 0) throw new ProblemError('bad_instance', { needs: N, volunteers: V, pairs: E });
  let at = 4;
  const take = (count: number) => data.subarray(at, (at += count));
  const priority = take(N);
  const seats = take(N);
  const minimum = take(N);
  const kind = take(N);
  const weekday = take(N);
  const date = take(N);
  const begin = take(N);
  const end = take(N);
  take(N); // skill, already used to choose the pairs
  const capacity = take(V);
  const halfHours = take(V);
  const pairStart = take(N + 1);
  const volunteer = take(E);
  const fit = take(E);
  const use = take(E);
  if (at !== data.length) throw new ProblemError('bad_instance', { numbers: data.length, wanted: at });

  const hours = mode === 'hours';
  const loadStart = new Int32Array(V + 1);
  for (let j = 0; j < V; j++) loadStart[j + 1] = loadStart[j] + capacity[j];
  const loadCost = new Int32Array(loadStart[V]);
  for (let j = 0; j < V; j++)
    for (let q = 0; q < capacity[j]; q++) loadCost[loadStart[j] + q] = Math.floor((120 * q) / capacity[j] + 0.5);
  const cost = new Int32Array(E);
  const option = new Int32Array(E);
  for (let i = 0; i < N; i++)
    for (let p = pairStart[i]; p < pairStart[i + 1]; p++) {
      cost[p] = 1000 - fit[p];
      option[p] = i;
    }
  const occurrenceStart = new Int32Array(N + 1);
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < N; i++) {
    // Kind 0 meets weekly, 1 once on date = week · 5 + weekday, 2 whenever it suits.
    const first = kind[i] === 1 ? Math.floor(date[i] / 5) : 0;
    const last = kind[i] === 0 ? WEEKS - 1 : first;
    for (let week = first; hours && kind[i] !== 2 && week <= last; week++) {
      from.push((week * 7 + weekday[i]) * DAY + begin[i] * 30);
      to.push((week * 7 + weekday[i]) * DAY + end[i] * 30);
    }
    occurrenceStart[i + 1] = from.length;
  }
  const identity = (count: number) => Int32Array.from({ length: count }, (_, k) => k);
  const problem: Omit<Problem, 'conflicts'> = {
    months: 1,
    needs: {
      count: N,
      seats,
      minimum: hours ? minimum : new Int32Array(N).fill(1),
      penalty: Float64Array.from(priority, (level) => DISTRICT_PENALTY[level]),
      level: Uint8Array.from(priority),
      optionStart: identity(N + 1),
      pairStart,
    },
    options: { count: N, occurrenceStart, from: Int32Array.from(from), to: Int32Array.from(to) },
    volunteers: {
      count: V,
      people: new Int32Array(V).fill(1),
      capacity,
      loadStart,
      loadCost,
      monthlyMinutes: hours ? halfHours.map((x) => 30 * x) : new Int32Array(0),
    },
    offers: {
      count: V,
      volunteer: identity(V),
      capacity: new Int32Array(V).fill(NO_LIMIT),
      monthlyMinutes: new Int32Array(0),
      stock: new Int32Array(0),
    },
    pairs: {
      count: E,
      option,
      offer: volunteer,
      cost,
      minutes: hours ? use.map((x) => 30 * x) : new Int32Array(0),
      pieces: new Int32Array(0),
      pinned: new Uint8Array(0),
    },
  };
  const none = { start: new Int32Array(0), other: new Int32Array(0) };
  return { ...problem, conflicts: hours ? conflictsByTime(problem) : none };
}

function gapProblem(numbers: number[]): Problem {
  const [agents, jobs] = numbers;
  if (numbers.length !== 2 + 2 * agents * jobs + agents)
    throw new ProblemError('bad_instance', { numbers: numbers.length });
  const cost = (agent: number, job: number) => numbers[2 + agent * jobs + job];
  const use = (agent: number, job: number) => numbers[2 + agents * jobs + agent * jobs + job];
  const edges: Edge[] = [];
  for (let job = 0; job < jobs; job++)
    for (let agent = 0; agent < agents; agent++)
      edges.push({ need: job, volunteer: agent, cost: cost(agent, job), minutes: use(agent, job) });
  return bipartite(jobs, agents, edges, NO_LIMIT, numbers.slice(2 + 2 * agents * jobs));
}

function assignmentProblem(numbers: number[], sparse: boolean): Problem {
  const n = numbers[0];
  const edges: Edge[] = [];
  if (sparse) {
    if ((numbers.length - 1) % 3 !== 0) throw new ProblemError('bad_instance', { numbers: numbers.length });
    for (let x = 1; x < numbers.length; x += 3)
      edges.push({ need: numbers[x] - 1, volunteer: numbers[x + 1] - 1, cost: numbers[x + 2], minutes: 0 });
    edges.sort((a, b) => a.need - b.need);
  } else {
    if (numbers.length !== 1 + n * n)
      throw new ProblemError('bad_instance', { numbers: numbers.length, wanted: 1 + n * n });
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) edges.push({ need: i, volunteer: j, cost: numbers[1 + i * n + j], minutes: 0 });
  }
  return bipartite(n, n, edges, 1, null);
}

interface Edge {
  need: number;
  volunteer: number;
  cost: number;
  minutes: number;
}

/** One seat per need that must be filled, costs as they are, one offer per volunteer. */
function bipartite(N: number, V: number, edges: Edge[], capacity: number, minutes: number[] | null): Problem {
  const pairStart = new Int32Array(N + 1);
  let dearest = 1;
  for (const edge of edges) {
    pairStart[edge.need + 1]++;
    dearest = Math.max(dearest, Math.abs(edge.cost));
  }
  for (let i = 0; i < N; i++) pairStart[i + 1] += pairStart[i];
  const identity = (count: number) => Int32Array.from({ length: count }, (_, k) => k);
  return {
    months: 1,
    needs: {
      count: N,
      seats: new Int32Array(N).fill(1),
      minimum: new Int32Array(N).fill(1),
      // Leaving one seat open may never pay: all other seats together cost less.
      penalty: new Float64Array(N).fill(dearest * (N + 1)),
      level: new Uint8Array(N),
      optionStart: identity(N + 1),
      pairStart,
    },
    options: { count: N, occurrenceStart: new Int32Array(N + 1), from: new Int32Array(0), to: new Int32Array(0) },
    volunteers: {
      count: V,
      people: new Int32Array(V).fill(1),
      capacity: new Int32Array(V).fill(capacity),
      loadStart: new Int32Array(V + 1),
      loadCost: new Int32Array(0),
      monthlyMinutes: minutes ? Int32Array.from(minutes) : new Int32Array(0),
    },
    offers: {
      count: V,
      volunteer: identity(V),
      capacity: new Int32Array(V).fill(NO_LIMIT),
      monthlyMinutes: new Int32Array(0),
      stock: new Int32Array(0),
    },
    pairs: {
      count: edges.length,
      option: Int32Array.from(edges, (edge) => edge.need),
      offer: Int32Array.from(edges, (edge) => edge.volunteer),
      cost: Int32Array.from(edges, (edge) => edge.cost),
      minutes: minutes ? Int32Array.from(edges, (edge) => edge.minutes) : new Int32Array(0),
      pieces: new Int32Array(0),
      pinned: new Uint8Array(0),
    },
    conflicts: { start: new Int32Array(0), other: new Int32Array(0) },
  };
}
