import type { Policy } from '../matching/engine/menus';
import { AppError, FieldFault } from '../platform/errors/app-error';

/** As much as the engine takes. */
const LARGEST = 1_000_000;

/**
 * The newest policy with some weights changed. Throws `invalid` with a pointer for every weight that does not exist,
 * is of another kind, or is not a finite number from 0 to 10⁶.
 */
export function amendPolicy(base: Policy, changes: Partial<Policy>): Policy {
  const faults: FieldFault[] = [];
  const amended = merge(
    base as unknown as Record<string, unknown>,
    changes as Record<string, unknown>,
    '/params',
    faults,
  ) as unknown as Policy;
  if (faults.length === 0) {
    const [a, b, c, d] = amended.seatPoints;
    if (!(a >= b && b >= c && c >= d && d > 0)) faults.push({ pointer: '/params/seatPoints', code: 'must_fall' });
    if (Object.values(amended.fit).reduce((sum, part) => sum + part, 0) > 1000)
      faults.push({ pointer: '/params/fit', code: 'sum_too_large', params: { most: 1000 } });
    for (const mode of ['walk', 'bicycle', 'bus', 'car'] as const) {
      if (amended.speed[mode] <= 0) faults.push({ pointer: `/params/speed/${mode}`, code: 'must_be_positive' });
    }
    if (amended.waitingFullDays <= 0) faults.push({ pointer: '/params/waitingFullDays', code: 'must_be_positive' });
    if (amended.distanceScale <= 0) faults.push({ pointer: '/params/distanceScale', code: 'must_be_positive' });
    if (amended.detour < 1) faults.push({ pointer: '/params/detour', code: 'min', params: { least: 1 } });
  }
  if (faults.length > 0) throw new AppError('invalid', {}, faults);
  return amended;
}

function merge(
  base: Record<string, unknown>,
  changes: Record<string, unknown>,
  pointer: string,
  faults: FieldFault[],
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const at = `${pointer}/${key}`;
    const known = Object.hasOwn(base, key) ? base[key] : undefined;
    if (known === undefined) faults.push({ pointer: at, code: 'unknown_weight' });
    else if (Array.isArray(known)) {
      if (Array.isArray(value) && value.length === known.length && value.every(isWeight)) merged[key] = value;
      else faults.push({ pointer: at, code: 'not_weights', params: { count: known.length } });
    } else if (typeof known === 'object') {
      if (value && typeof value === 'object' && !Array.isArray(value))
        merged[key] = merge(known as Record<string, unknown>, value as Record<string, unknown>, at, faults);
      else faults.push({ pointer: at, code: 'is_object' });
    } else if (typeof known === 'boolean' ? typeof value === 'boolean' : isWeight(value)) merged[key] = value;
    else faults.push({ pointer: at, code: typeof known === 'boolean' ? 'is_boolean' : 'not_a_weight' });
  }
  return merged;
}

const isWeight = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= LARGEST;
