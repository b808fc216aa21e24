import type { MipModel } from '../../src/matching/engine/problem';
import { highsSolver } from '../../src/matching/mip';

/** A model from its rows: bounds and coefficients by column. */
function modelOf(cost: number[], rows: [lower: number, upper: number, coefficients: number[]][]): MipModel {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  cost.forEach((_, k) => {
    rows.forEach(([, , coefficients], r) => {
      if (coefficients[k] === 0) return;
      indices.push(r);
      values.push(coefficients[k]);
    });
    starts.push(indices.length);
  });
  return {
    columns: cost.length,
    rows: rows.length,
    cost: Float64Array.from(cost),
    rowLower: Float64Array.from(rows, ([lower]) => lower),
    rowUpper: Float64Array.from(rows, ([, upper]) => upper),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    start: null,
    seconds: 20,
    relativeGap: 1e-9,
  };
}

const solve = highsSolver();
const answer = (model: MipModel) => {
  const running = solve(model);
  for (;;) {
    const said = running.wait(1000);
    if (!said) continue;
    const { status, values, bound } = said;
    return { status, values: values && Array.from(values), bound: bound && Math.round(bound) };
  }
};

describe('a whole-numbered model', () => {
  it('whose relaxation is whole is settled by it', () => {
    const rows: [number, number, number[]][] = [
      [-Infinity, 1, [1, 1, 0]],
      [-Infinity, 1, [0, 1, 1]],
    ];
    expect(answer(modelOf([-3, -5, -3], rows))).toEqual({ status: 'optimal', values: [1, 0, 1], bound: -6 });
  });

  it('whose relaxation halves a choice that costs nothing is settled by choosing', () => {
    // Two seats at one of two times; each time has one taker, and the second time’s is worth more.
    const rows: [number, number, number[]][] = [
      [-Infinity, 0, [1, 0, -2, 0]],
      [-Infinity, 0, [0, 1, 0, -2]],
      [-Infinity, 1, [0, 0, 1, 1]],
    ];
    const { status, values, bound } = answer(modelOf([-4, -9, 0, 0], rows));
    // The relaxation promises 13: only one of the two can be had.
    expect({ status, values, bound }).toEqual({ status: 'optimal', values: [0, 1, 0, 1], bound: -9 });
  });

  it('whose relaxation is broken for good is searched', () => {
    // Of three, no two together: the relaxation takes a half of each.
    const rows: [number, number, number[]][] = [
      [-Infinity, 1, [1, 1, 0]],
      [-Infinity, 1, [1, 0, 1]],
      [-Infinity, 1, [0, 1, 1]],
    ];
    const { status, values, bound } = answer(modelOf([-10, -10, -11], rows));
    expect({ status, values, bound }).toEqual({ status: 'optimal', values: [0, 0, 1], bound: -11 });
  });

  it('whose start is as good as the relaxation keeps it, and one without a solution fails', () => {
    const model = modelOf([-5, -5], [[-Infinity, 1, [1, 1]]]);
    expect(answer({ ...model, start: Float64Array.of(0, 1) }).values).toEqual([0, 1]);
    expect(answer(modelOf([1], [[2, 2, [1]]]))).toMatchObject({ status: 'failed', values: null });
  });
});
