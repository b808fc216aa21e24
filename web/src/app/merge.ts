export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Two people's changes to one form brought together: a field that only the others changed is theirs, every other one is
 * as it was written here. Pure.
 */
export function merge<T extends object>(base: T, mine: T, theirs: T): T {
  const merged: T = { ...mine };
  for (const field of Object.keys(theirs) as (keyof T)[])
    if (same(mine[field], base[field])) merged[field] = theirs[field];
  return merged;
}

/** Fields that were changed here and by the others, to different values. Pure. */
export function clashes<T extends object>(base: T, mine: T, theirs: T): (keyof T & string)[] {
  return (Object.keys(theirs) as (keyof T & string)[]).filter(
    (field) =>
      !same(mine[field], base[field]) && !same(theirs[field], base[field]) && !same(mine[field], theirs[field]),
  );
}
