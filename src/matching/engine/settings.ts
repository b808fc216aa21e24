import type { DiveOptions } from './dive';
import type { Instance } from './instance';
import type { RegionOptions } from './region';

/** Parameters of the search by size; measured on the yardstick (see README). */
export interface Settings {
  rootIterations: number;
  tightIterations: number;
  dive: DiveOptions;
  /** From the tightened bound: smaller steps, fewer pairs fixed at a time. */
  slowDive: DiveOptions;
  /** As the slow one, a little different each time: plans to be put together. */
  poolDive: DiveOptions;
  region: RegionOptions;
  /** Iterations of the region search when no budget is given. */
  iterations: number;
}

export function settingsFor(d: Instance): Settings {
  const small = d.needs <= 2000;
  const middle = d.needs <= 12_000;
  const sizes = small ? [30, 60, 120] : middle ? [60, 120, 250] : [100, 200, 400];
  const dive: DiveOptions = {
    next: 30,
    weight: 0.1,
    share: small ? 0.003 : 0.001,
    threshold: small ? 0.97 : 0.99,
    fraction: middle ? 0.02 : 0.04,
    noise: 0,
  };
  const slowDive = { ...dive, weight: 0.05, share: 0.3 * dive.share, fraction: middle ? 0.005 : 0.02 };
  return {
    rootIterations: middle ? 700 : 500,
    tightIterations: small ? 600 : 350,
    dive,
    slowDive,
    poolDive: { ...slowDive, noise: 0.2 },
    region: {
      sizes: sizes.map((size) => Math.min(size, Math.max(3, Math.ceil(d.volunteers / 3)))),
      temperature: small ? 1500 : 5000,
      least: small ? 500 : 3000,
      iterations: small ? 60 : 40,
      dive: { next: 15, weight: 0.15, share: 0.003, threshold: 0.95, fraction: 0.05, noise: 0.1 },
    },
    iterations: 200,
  };
}
