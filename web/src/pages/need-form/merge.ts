import type { Filled } from './draft';

/**
 * Two people's changes to one need brought together: a field that only the others changed is theirs, every other one is
 * as it was written here. Pure.
 */
export function merge(base: Filled, mine: Filled, theirs: Filled): Filled {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const merged: Record<string, unknown> = { ...mine };
  for (const field of Object.keys(theirs) as (keyof Filled)[])
    if (same(mine[field], base[field])) merged[field] = theirs[field];
  return merged as unknown as Filled;
}
