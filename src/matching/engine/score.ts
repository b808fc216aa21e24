import type { Pairing } from './pairing';
import type { Reason, ScoreParts } from './plan';
import { partPoints, SOFT_RULES } from './rules';

export { fitOf } from './rules';

/** The parts of a fit, each rounded by itself; without the load, which depends on the plan. */
export function partsOf(pair: Pairing): ScoreParts {
  const { fit } = pair.facts.menus.policy;
  const parts = { load: 0 } as ScoreParts;
  for (const { part, share } of SOFT_RULES) parts[part] = partPoints(fit[part], share(pair));
  return parts;
}

/** The facts behind the parts, in the order of the soft rules, added to what there is to say before. */
export function reasonsOf(pair: Pairing, reasons: Reason[] = []): Reason[] {
  for (const rule of SOFT_RULES) {
    const reason = rule.reason(pair);
    if (reason !== null) reasons.push(reason);
  }
  return reasons;
}
