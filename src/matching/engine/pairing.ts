import type { Facts, NeedFacts, OfferFacts, VolunteerFacts, WhenFacts } from './facts';
import { travelMinutes, wayMetres } from './geo';

/** A pair under question: this offer, for this need, held in this way. */
export interface Pairing {
  facts: Facts;
  need: NeedFacts;
  when: WhenFacts;
  offer: OfferFacts;
  volunteer: VolunteerFacts;
  /** Metres one way; null: not known, or online. */
  metres: number | null;
  /** Minutes one way; 0 online. */
  travel: number;
}

/** Puts a pair under question. O(1). Given a `reuse`, overwrites and returns that one: for loops over many pairs. */
export function pairing(facts: Facts, need: NeedFacts, when: WhenFacts, offer: OfferFacts, reuse?: Pairing): Pairing {
  const { policy } = facts.menus;
  const { volunteer } = offer;
  const { place } = need;
  let metres: number | null = null;
  if (!place.online && place.unit !== null && volunteer.home !== null) {
    metres = wayMetres(place.unit, volunteer.home, policy);
  }
  const travel = place.online ? 0 : travelMinutes(metres, volunteer.line.travelMode, policy);
  if (reuse === undefined) return { facts, need, when, offer, volunteer, metres, travel };
  reuse.need = need;
  reuse.when = when;
  reuse.offer = offer;
  reuse.volunteer = volunteer;
  reuse.metres = metres;
  reuse.travel = travel;
  return reuse;
}

/** Minutes of service and travel (both ways) the pair takes in month `m`. */
export function minutesIn(pair: Pairing, m: number): number {
  return pair.when.service[m] + pair.when.trips[m] * 2 * pair.travel;
}
