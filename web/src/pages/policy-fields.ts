/** The weights of a policy as people read them: where each stands in the parameters, and what its number is shown in. */
export interface PolicyField {
  /** Path in the parameters, such as `fit/skill` or `seatPoints/0`. */
  path: string;
  group: 'order' | 'fit' | 'load' | 'way';
  kind: 'number' | 'switch';
  /** Shown = stored × this. Speeds are stored in metres a minute and shown in km/h, distances in km. */
  scale?: number;
}

const KMH = 60 / 1000;

export const POLICY_FIELDS: PolicyField[] = [
  ...[0, 1, 2, 3].map((i): PolicyField => ({ path: `seatPoints/${i}`, group: 'order', kind: 'number' })),
  { path: 'waitingPoints', group: 'order', kind: 'number' },
  { path: 'waitingFullDays', group: 'order', kind: 'number' },
  { path: 'strictLevels', group: 'order', kind: 'switch' },
  ...['skill', 'time', 'distance', 'wish', 'continuity', 'slack'].map((part): PolicyField => ({
    path: `fit/${part}`,
    group: 'fit',
    kind: 'number',
  })),
  { path: 'distanceScale', group: 'fit', kind: 'number', scale: 1 / 1000 },
  { path: 'fairness', group: 'load', kind: 'number' },
  { path: 'keepBonus', group: 'load', kind: 'number' },
  { path: 'excludeUnknownDistance', group: 'way', kind: 'switch' },
  { path: 'detour', group: 'way', kind: 'number' },
  { path: 'tripMinutes', group: 'way', kind: 'number' },
  ...['walk', 'bicycle', 'bus', 'car'].map((mode): PolicyField => ({
    path: `speed/${mode}`,
    group: 'way',
    kind: 'number',
    scale: KMH,
  })),
];
export const POLICY_GROUPS = ['order', 'fit', 'load', 'way'] as const;

export type Params = Record<string, unknown>;

/** The stored value at a path; undefined where a policy has none. */
export const valueAt = (params: Params, path: string): unknown =>
  path.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], params);

/** A number as it is shown: without the noise that units bring. */
export const shownNumber = (stored: unknown, { scale = 1 }: PolicyField): string =>
  typeof stored === 'number' ? String(Number((stored * scale).toFixed(4))) : '';

/** The parameters that differ from `base`, in the shape the server takes; what stands in a list is sent as the whole list. */
export function changedParams(base: Params, typed: Record<string, string | boolean>): Params {
  const changes: Params = {};
  for (const field of POLICY_FIELDS) {
    const old = valueAt(base, field.path);
    const value = typed[field.path];
    const same = field.kind === 'switch' ? value === old : value === shownNumber(old, field);
    if (same) continue;
    const next = field.kind === 'switch' ? value : Number(value) / (field.scale ?? 1);
    const [head, tail] = field.path.split('/');
    if (tail === undefined) changes[head] = next;
    else if (Array.isArray(base[head])) {
      changes[head] ??= [...(base[head] as unknown[])];
      (changes[head] as unknown[])[Number(tail)] = next;
    } else changes[head] = { ...(changes[head] as object), [tail]: next };
  }
  return changes;
}
