import type { Facts, NeedFacts, OfferFacts } from './facts';
import { type Pairing, pairing } from './pairing';
import { firstFailure, HARD_RULES, NO_OFFER, NOT_COUNTED } from './rules';

/** Volunteers by what became of them for one need; `eligible` plus all of `eliminated` is every volunteer. */
export interface Funnel {
  eligible: number;
  eliminated: Record<string, number>;
}

/** Who is excluded from a need by which rule. Made once for menus, and asked for the needs that stay unfilled. */
export class Funnels {
  private readonly byCategory = new Map<string, OfferFacts[]>();
  /** Volunteers with an offer, and those without any. */
  private readonly offering: number;
  private readonly idle: number;
  /** By volunteer: the rule that stopped what brought them furthest. */
  private readonly furthest: Int32Array;

  constructor(private readonly facts: Facts) {
    for (const offer of facts.offers) {
      const list = this.byCategory.get(offer.line.category);
      if (list === undefined) this.byCategory.set(offer.line.category, [offer]);
      else list.push(offer);
    }
    this.idle = facts.volunteers.reduce((n, v) => n + (v.offers.length === 0 ? 1 : 0), 0);
    this.offering = facts.volunteers.length - this.idle;
    this.furthest = new Int32Array(facts.volunteers.length).fill(-1);
  }

  /**
   * How many volunteers each hard rule excludes, by the first rule that failed for the offer and time with which the
   * volunteer comes furthest. Exact: asks those of the category one by one.
   */
  of(need: NeedFacts): Funnel {
    const { facts, furthest } = this;
    const all = HARD_RULES.length;
    const counts = new Int32Array(all + 1);
    const asked: number[] = [];
    let pair: Pairing | undefined;
    for (const offer of this.byCategory.get(need.line.category) ?? []) {
      const v = offer.volunteer.index;
      if (furthest[v] < 0) asked.push(v);
      for (const when of need.whens) {
        if (furthest[v] === all) break;
        pair = pairing(facts, need, when, offer, pair);
        furthest[v] = Math.max(furthest[v], firstFailure(pair));
      }
    }
    for (const v of asked) {
      counts[furthest[v]]++;
      furthest[v] = -1;
    }
    // Everybody else fails at the category, or earlier at what the need itself lacks.
    counts[withoutCategory(need)] += this.offering - asked.length;
    const eliminated: Record<string, number> = {};
    if (this.idle > 0) eliminated[NO_OFFER] = this.idle;
    for (let r = 0; r < all; r++) if (counts[r] > 0) eliminated[HARD_RULES[r].code] = counts[r];
    return { eligible: counts[all], eliminated };
  }

  /** For who cannot wait: how many are eligible is known, and of the others nothing is said. */
  notCounted(eligible: number): Funnel {
    const others = this.facts.volunteers.length - eligible;
    return { eligible, eliminated: others > 0 ? { [NOT_COUNTED]: others } : {} };
  }
}

/** The rule at which an offer of another category fails. */
function withoutCategory({ line, whens }: NeedFacts): number {
  const position = (code: string) => HARD_RULES.findIndex((rule) => rule.code === code);
  if (whens.every((when) => !when.insidePeriod)) return position('period');
  return position(line.consentMissing ? 'consent' : 'category');
}
