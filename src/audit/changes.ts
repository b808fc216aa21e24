/** A field that a change gave another value. */
export interface FieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

/** Values as JSON keeps them, keys in order, so that equal ones read alike; nothing said is null. */
const text = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** Which fields differ between two states of a row, in the order of the second. */
export function changesOf(before: object, after: object): FieldChange[] {
  const [old, now] = [before, after] as Record<string, unknown>[];
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
    .filter((field) => text(old[field]) !== text(now[field]))
    .map((field) => ({ field, from: old[field] ?? null, to: now[field] ?? null }));
}

/** Changes as the trail takes them: the values of personal fields apart from it. */
export function apart(
  changes: FieldChange[],
  personal: ReadonlySet<string>,
): { change: { changes: FieldChange[] }; personal: FieldChange[] } {
  return {
    change: { changes: changes.filter(({ field }) => !personal.has(field)) },
    personal: changes.filter(({ field }) => personal.has(field)),
  };
}
