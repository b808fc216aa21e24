import type { Pairing } from './pairing';
import type { Reason, ScoreParts } from './plan';
import { SOFT_RULES } from './rules';

/** The parts of a fit, each rounded by itself; without the load, which depends on the plan. */
export function partsOf(pair: Pairing): ScoreParts {
  const { fit } = pair.facts.menus.policy;
  const parts = { load: 0 } as ScoreParts;
  for (const { part, share } of SOFT_RULES) parts[part] = Math.round((fit[part] * share(pair)) / 1000);
  return parts;
}

/** Fit of the pair, 0–1000: the sum of its parts. */
export function fitOf(pair: Pairing): number {
  const { fit } = pair.facts.menus.policy;
  let sum = 0;
  for (let k = 0; k < SOFT_RULES.length; k++) {
    const { part, share } = SOFT_RULES[k];
    sum += Math.round((fit[part] * share(pair)) / 1000);
  }
  return sum;
}

/** The facts behind the parts, in the order of the soft rules. */
export function reasonsOf(pair: Pairing): Reason[] {
  return SOFT_RULES.map((rule) => rule.reason(pair)).filter((reason) => reason !== null);
}
