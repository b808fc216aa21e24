import type { Certificate, Problem, TightProof } from '../../../src/matching/engine/problem';

const POINTS = [0, 0.1, -1, 1 / 3, 1e-9, 64, 1e6, 2 ** 31, 2 ** 46, 1e15, 1e20, 1e300, 1.7e308];
const NONSENSE = [NaN, Infinity, -Infinity, -0];

type Loose = { prices: number[]; extra: number[] };
const loose = ({ prices, extra }: { prices: ArrayLike<number>; extra: ArrayLike<number> }): Loose => ({
  prices: Array.from(prices),
  extra: Array.from(extra),
});

/** One of many ways to write something else into a certificate. */
export function forged(random: () => number, problem: Problem, honest: Certificate): Certificate {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const one = <T>(list: readonly T[]): T => list[upTo(list.length - 1)];
  const point = () => one(random() < 0.15 ? NONSENSE : POINTS) * (random() < 0.2 ? -1 : 1);
  const zeros = (size: number) => new Array<number>(size).fill(0);
  const { options, pairs, needs } = problem;
  const spoil = (list: number[]) => {
    const way = upTo(6);
    if (way === 0) list.fill(point());
    else if (way === 1) for (let k = 0; k < list.length; k++) if (random() < 0.5) list[k] += point();
    if (way === 2 && list.length > 1) [list[0], list[list.length - 1]] = [list[list.length - 1], list[0]];
    if (way === 3) list.reverse();
    if (way === 4) list.push(point());
    if (way === 5) list.pop();
    if (way === 6) for (let k = 0; k < list.length; k++) list[k] *= one([0.5, 1.01, 1 / 64, 3, -1]);
  };
  const part = (known?: { prices: ArrayLike<number>; extra: ArrayLike<number> }): Loose => {
    const own = known ? loose(known) : { prices: Array.from(honest.prices), extra: [] };
    if (own.extra.length === 0 && random() < 0.7) own.extra = zeros(pairs.count);
    if (random() < 0.6) spoil(own.prices);
    if (random() < 0.6) spoil(own.extra);
    // What one list asks for, the other gives back: nothing is paid, and everybody is priced out.
    if (random() < 0.2) {
      const high = point();
      own.prices = zeros(options.count).fill(high);
      own.extra = zeros(pairs.count).fill(-high);
    }
    return own;
  };
  const tight: TightProof & Loose = part(honest.tight);
  if (random() < 0.6) {
    const known = honest.tight?.count;
    const unit = known && random() < 0.5 ? known.unit : one([1, 7, 1000, 0.5, -3, NaN, 1e300, 2 ** 40, 5e-324]);
    const share = known && random() < 0.5 ? known.share : one([15 / 16, 0.5, 1 / 3, 1e-9, 1 - 2 ** -53, 1, 0, -1, NaN]);
    const weights = Array.from(needs.penalty, (x, i) =>
      known && random() < 0.5
        ? known.weights[i]
        : one([0, 1, Math.floor(x / unit), Math.floor(x / unit / share), 2 ** 53]),
    );
    if (random() < 0.1) spoil(weights);
    tight.count = { weights, unit, share, ...part(known) };
  }
  // One that makes sense in every part: whole seats of the smallest penalty, at fair prices.
  if (random() < 0.3) {
    const unit = needs.penalty.reduce((least, x) => (x > 0 && x < least ? x : least), 2 ** 40);
    const weights = Array.from(needs.penalty, (x) => Math.floor(x / unit));
    const share = (1 + upTo(14)) / 16;
    const rowsAt = (worth: (i: number) => number) =>
      weights.flatMap((_, i) =>
        Array.from({ length: needs.optionStart[i + 1] - needs.optionStart[i] }, () => (worth(i) * upTo(4)) / 4),
      );
    tight.count = { weights, unit, share, prices: rowsAt((i) => weights[i] * unit), extra: [] };
    tight.prices = rowsAt((i) => needs.penalty[i] - share * unit * weights[i]);
    tight.extra = [];
  }
  const prices = Array.from(honest.prices);
  if (random() < 0.3) spoil(prices);
  return { prices: Float64Array.from(prices), tight };
}
