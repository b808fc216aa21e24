import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MipModel, MipResult, MipSolver } from './engine/problem';

/** What the worker is given. */
interface Order {
  model: MipModel;
  done: Int32Array;
  port: import('node:worker_threads').MessagePort;
  highs: string;
}

const FAILED: MipResult = { status: 'failed', values: null, bound: null };
/** Beyond its own time limit HiGHS is given so long to notice. */
const GRACE_MS = 2000;

/**
 * HiGHS in WebAssembly as the engine's MIP solver. Each model has a worker thread of its own, because HiGHS blocks, has
 * been seen to abort for lack of memory, and can only be stopped by ending its thread.
 */
export function highsSolver(): MipSolver {
  return (model) => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new MessageChannel();
    const order: Order = { model, done, port: port2, highs: require.resolve('highs') };
    // Given as text, so that it runs alike from the build and from tests that never write a build.
    const worker = new Worker(`(${work.toString()})(require('node:worker_threads').workerData, require)`, {
      eval: true,
      workerData: order,
      transferList: [port2],
      stdout: true,
      stderr: true,
    });
    worker.on('error', () => undefined);
    const deadline = performance.now() + model.seconds * 1000 + GRACE_MS;
    let answer: MipResult | null = null;
    const end = (result: MipResult): MipResult => {
      void worker.terminate();
      port1.close();
      return (answer = result);
    };
    return {
      wait: (milliseconds) => {
        if (answer) return answer;
        Atomics.wait(done, 0, 0, milliseconds);
        const said = receiveMessageOnPort(port1)?.message as MipResult | undefined;
        if (said) return end(said);
        return performance.now() > deadline ? end(FAILED) : null;
      },
      stop: () => {
        if (!answer) end(FAILED);
      },
    };
  };
}

/** Runs inside the worker; must not refer to anything outside itself. */
function work({ model, done, port, highs }: Order, load: NodeJS.Require): void {
  /** Numbers of HiGHS: the model's status, and that of a solution. */
  const OPTIMAL = 7;
  const FEASIBLE = 2;
  const MOST_STEPS = 50;
  const answer = (result: MipResult) => {
    port.postMessage(result);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  };
  const failed: MipResult = { status: 'failed', values: null, bound: null };
  const data = {
    numCols: model.columns,
    numRows: model.rows,
    colCost: model.cost,
    colLower: new Float64Array(model.columns),
    colUpper: new Float64Array(model.columns).fill(1),
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: {
      format: 'csc' as const,
      numRows: model.rows,
      numCols: model.columns,
      starts: model.starts,
      indices: model.indices,
      values: model.values,
    },
  };
  const begun = performance.now();
  const total = (values: Float64Array): number => values.reduce((sum, x, k) => sum + x * model.cost[k], 0);
  /** Least distance from a whole number that counts. */
  const EPSILON = 1e-6;
  /** The broken number to be made whole next: a choice between alternatives (it costs nothing) first, then the largest; −1: none. */
  const brokenIn = (solution: Float64Array): number => {
    const rank = (k: number): number => solution[k] + (model.cost[k] === 0 ? 1 : 0);
    let worst = -1;
    for (let k = 0; k < model.columns; k++)
      if (Math.abs(solution[k] - Math.round(solution[k])) > EPSILON && (worst < 0 || rank(k) > rank(worst))) worst = k;
    return worst;
  };
  /**
   * The optimum, if the relaxation proves it: its bound is reached by the start, or by going on from its solution with one
   * broken number after the other set to one, or else to zero. For sets of bundles it mostly is, at a fraction of the time that the
   * preparation of the whole-numbered model takes. Null: not settled this way.
   */
  const relaxed = (solver: import('highs').Highs): MipResult | null => {
    const m = solver.createModel(data);
    try {
      m.options.set('output_flag', false);
      m.options.set('time_limit', model.seconds);
      m.options.set('presolve', 'off');
      const solve = (): Float64Array | null => {
        if ((m.run().modelStatus as number) !== OPTIMAL) return null;
        const values = m.getSolution().colValue;
        return values ? Float64Array.from(values) : null;
      };
      let solution = solve();
      if (solution === null) return null;
      const bound = total(solution);
      const reaches = (values: Float64Array | null): values is Float64Array =>
        values !== null && total(values) <= bound + 0.5;
      if (reaches(model.start)) return { status: 'optimal', values: model.start, bound };
      for (let step = 0; step < MOST_STEPS; step++) {
        const broken = brokenIn(solution);
        if (broken < 0) return { status: 'optimal', values: solution.map((x) => (x > 0.5 ? 1 : 0)), bound };
        let next: Float64Array | null = null;
        for (const whole of [1, 0]) {
          m.changeColBounds(broken, whole, whole);
          next = solve();
          if (reaches(next)) break;
        }
        if (!reaches(next)) return null;
        solution = next;
      }
      return null;
    } finally {
      m.dispose();
    }
  };
  const run = (solver: import('highs').Highs): MipResult => {
    const whole = relaxed(solver);
    if (whole) return whole;
    const m = solver.createModel({ ...data, integrality: new Int32Array(model.columns).fill(1) });
    m.options.set('output_flag', false);
    m.options.set('time_limit', Math.max(0, model.seconds - (performance.now() - begun) / 1000));
    m.options.set('mip_rel_gap', model.relativeGap);
    m.options.set('mip_abs_gap', 0.5);
    if (model.start) {
      const indices = new Int32Array(model.columns);
      for (let k = 0; k < model.columns; k++) indices[k] = k;
      m.setSolution({ indices, values: model.start });
    }
    const status = m.run().modelStatus as number;
    const values = Number(m.info.get('primal_solution_status')) === FEASIBLE ? m.getSolution().colValue : null;
    const bound = Number(m.info.get('mip_dual_bound'));
    return {
      status: status === OPTIMAL ? 'optimal' : values ? 'feasible' : 'failed',
      values: values ? Float64Array.from(values) : null,
      bound: Number.isFinite(bound) ? bound : null,
    };
  };
  (load(highs) as () => Promise<import('highs').Highs>)().then(
    (solver) => {
      try {
        answer(run(solver));
      } catch {
        answer(failed);
      }
    },
    () => answer(failed),
  );
}
