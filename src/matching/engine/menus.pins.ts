import type { Tick } from './tick';
import type { Facts, NeedFacts, OfferFacts, WhenFacts } from './facts';
import { minutesBetween } from './geo';
import type { Pin } from './menus';
import type { Reason } from './plan';
import { failures } from './rules';
import { minutesIn, pairing } from './pairing';
import { clashes, divisible } from './sessions';

/** A pin that holds: it is in every plan of the round. */
export interface HeldPin {
  need: NeedFacts;
  offer: OfferFacts;
  when: WhenFacts;
  /** Overridable rules this pair breaks. */
  overrides: Reason[];
}

export interface Pins {
  held: HeldPin[];
  /** Pins left out, each with the rule or the other pin it contradicts. */
  problems: Reason[];
}

/**
 * Decides which pins hold. They are taken in canonical order, those that name their time first; one that breaks a rule
 * nobody may override, or contradicts a pin already held, is named in `problems`. `tick` is called with every pin, and
 * may throw.
 */
export function pinsOf(facts: Facts, tick: Tick = () => undefined): Pins {
  const known: { pin: Pin; need: NeedFacts; offer: OfferFacts }[] = [];
  const problems: Reason[] = [];
  for (const pin of facts.menus.pins) {
    const need = facts.need.get(pin.need);
    const offer = facts.offer.get(pin.offer);
    if (need !== undefined && offer !== undefined) known.push({ pin, need, offer });
    else problems.push({ code: 'pin_unknown', params: { need: pin.need, offer: pin.offer } });
  }
  problems.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const open = (pin: Pin) => (pin.alternative === null ? 1 : 0);
  known.sort(
    (a, b) =>
      a.need.index - b.need.index ||
      open(a.pin) - open(b.pin) ||
      a.offer.index - b.offer.index ||
      (a.pin.alternative ?? 0) - (b.pin.alternative ?? 0),
  );
  const held: HeldPin[] = [];
  for (const { pin, need, offer } of known) {
    tick();
    const same = held.find((other) => other.need === need && other.offer === offer);
    if (same !== undefined && (pin.alternative === null || pin.alternative === same.when.index)) continue;
    const decided = holdOne(facts, held, pin, need, offer);
    if ('when' in decided) held.push(decided);
    else problems.push({ code: decided.code, params: { ...decided.params, need: pin.need, offer: pin.offer } });
  }
  return { held, problems };
}

/** The way of holding the need that the pin allows and that breaks the fewest rules; else why there is none. */
function holdOne(facts: Facts, held: HeldPin[], pin: Pin, need: NeedFacts, offer: OfferFacts): HeldPin | Reason {
  const chosen = held.find((other) => other.need === need)?.when ?? null;
  const named = pin.alternative === null ? null : need.whens.find((when) => when.index === pin.alternative);
  if (named === undefined) return { code: 'pin_unknown', params: { alternative: pin.alternative ?? 0 } };
  if (named !== null && chosen !== null && named !== chosen) {
    return { code: 'pin_contradicts', params: { rule: 'alternative' } };
  }
  const ways = named !== null ? [named] : chosen !== null ? [chosen] : need.whens;
  let best: HeldPin | null = null;
  let refusal: Reason | null = null;
  for (const when of ways) {
    const broken = failures(pairing(facts, need, when, offer));
    const final = broken.find((reason) => !reason.overridable);
    if (final !== undefined) {
      refusal ??= { code: 'pin_breaks_rule', params: { ...final.params, rule: final.code } };
      continue;
    }
    const contradiction = contradicts(facts, held, need, when, offer);
    if (contradiction !== null) {
      refusal ??= contradiction;
      continue;
    }
    const overrides = broken.map(({ code, params }) => ({ code, params }));
    if (best === null || overrides.length < best.overrides.length) best = { need, offer, when, overrides };
  }
  return best ?? refusal ?? { code: 'pin_unknown' };
}

/** What of the rules between pairs the pin would break together with those held already. */
function contradicts(
  facts: Facts,
  held: HeldPin[],
  need: NeedFacts,
  when: WhenFacts,
  offer: OfferFacts,
): Reason | null {
  const name = (rule: string, other?: HeldPin): Reason => ({
    code: 'pin_contradicts',
    params: other === undefined ? { rule } : { rule, otherNeed: other.need.line.id, otherOffer: other.offer.line.id },
  });
  const sameNeed = held.filter((other) => other.need === need);
  const twice = sameNeed.find((other) => other.offer.volunteer === offer.volunteer);
  if (twice !== undefined) return name('one_seat', twice);
  if (sameNeed.length >= need.line.seats) return name('seats');
  const { volunteer } = offer;
  const between = (a: NeedFacts['place'], b: NeedFacts['place']) =>
    minutesBetween(a, b, volunteer.line.travelMode, facts.menus.policy);
  const own = held.filter((other) => other.offer.volunteer === volunteer);
  const session = (pin: { need: NeedFacts; when: WhenFacts }) => ({
    occurrences: pin.when.occurrences,
    place: pin.need.place,
  });
  if (volunteer.line.people > 1) {
    const all = [...volunteer.agreed, ...own.map(session), session({ need, when })];
    if (when.occurrences.length > 0 && !divisible(all, volunteer.line.people, between)) return name('overlap', own[0]);
  } else {
    const clash = own.find((other) => clashes(session(other), session({ need, when }), between));
    if (clash !== undefined) return name('overlap', clash);
  }
  const ofOffer = own.filter((other) => other.offer === offer);
  const pair = pairing(facts, need, when, offer);
  const used = (pins: HeldPin[], m: number) =>
    pins.reduce((sum, p) => sum + minutesIn(pairing(facts, p.need, p.when, p.offer), m), minutesIn(pair, m));
  for (let m = 0; m < facts.days.months; m++) {
    if (minutesIn(pair, m) === 0) continue;
    if (volunteer.minutesLeft !== null && used(own, m) > volunteer.minutesLeft[m])
      return name('monthly_minutes', own[0]);
    if (offer.minutesLeft !== null && used(ofOffer, m) > offer.minutesLeft[m])
      return name('monthly_minutes', ofOffer[0]);
  }
  const pieces = ofOffer.reduce((sum, other) => sum + other.need.line.quantity, need.line.quantity);
  if (need.line.quantity > 0 && pieces > offer.stockLeft) return name('goods_stock', ofOffer[0]);
  return null;
}
