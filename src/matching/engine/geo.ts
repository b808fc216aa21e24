import type { Point, Policy, TravelMode } from './menus';

/** Where something happens: on site at a point (null: the place is not known), or online. */
export type Place = { kind: 'site'; at: Point | null } | { kind: 'online' };

/** Mean radius of the earth in metres (IUGG). */
export const EARTH_RADIUS = 6_371_009;

/** A point as a unit vector: the straight line between two of them gives the great circle without trigonometry. */
export interface Unit {
  x: number;
  y: number;
  z: number;
}

export function unitOf(point: Point): Unit {
  const latitude = (point.latitude * Math.PI) / 180;
  const longitude = (point.longitude * Math.PI) / 180;
  const flat = Math.cos(latitude);
  return { x: flat * Math.cos(longitude), y: flat * Math.sin(longitude), z: Math.sin(latitude) };
}

/** Metres along the great circle. */
export function greatCircle(a: Unit, b: Unit): number {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const dz = a.z - b.z;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(dx * dx + dy * dy + dz * dz) / 2));
}

/** Metres of the way between two places: the great circle times the detour of the policy, whole metres. */
export function wayMetres(a: Unit, b: Unit, policy: Policy): number {
  return Math.round(greatCircle(a, b) * policy.detour);
}

/** Minutes for a way one way; an unknown length (null) counts the fixed minutes of a trip only. */
export function travelMinutes(metres: number | null, mode: TravelMode, policy: Policy): number {
  return (metres === null ? 0 : Math.ceil(metres / policy.speed[mode])) + policy.tripMinutes;
}

/**
 * Minutes a person needs between two sessions. Online sessions and the same spot need none; when one of the places is
 * not known, the fixed minutes of a trip are the least that can be said.
 */
export function minutesBetween(
  a: { unit: Unit | null; online: boolean; school: string | null },
  b: { unit: Unit | null; online: boolean; school: string | null },
  mode: TravelMode,
  policy: Policy,
): number {
  if (a.online || b.online) return 0;
  if (a.unit !== null && b.unit !== null) {
    if (a.unit.x === b.unit.x && a.unit.y === b.unit.y && a.unit.z === b.unit.z) return 0;
    return travelMinutes(wayMetres(a.unit, b.unit, policy), mode, policy);
  }
  if (a.school !== null && a.school === b.school && a.unit === b.unit) return 0;
  return policy.tripMinutes;
}
