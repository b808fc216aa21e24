import { AppError } from '../platform/errors/app-error';
import type { Reason } from '../matching/engine/plan';

/** Rules that a person has set aside for one pair, each with the reason. */
export type Overrides = { rule: string; reason: string }[];

/**
 * Refuses a pair made by hand that breaks a rule nobody may override, or one that may be overridden and has been given
 * no reason. Returns the overrides that are really needed: a reason for a rule that is not broken is not kept.
 * @throws `rule_broken` or `override_needed`; each rule is named in `errors`, its parameters with it
 */
export function requireAllowed(
  { hard, soft }: { hard: readonly Reason[]; soft: readonly Reason[] },
  given: Overrides,
): Overrides {
  const faults = (reasons: readonly Reason[]) =>
    reasons.map(({ code, params }) => ({ pointer: '/offerId', code, params }));
  if (hard.length > 0) throw new AppError('rule_broken', { rule: hard[0].code }, faults(hard));
  const missing = soft.filter(({ code }) => !given.some(({ rule }) => rule === code));
  if (missing.length > 0) throw new AppError('override_needed', { rule: missing[0].code }, faults(missing));
  return given.filter(({ rule }) => soft.some(({ code }) => code === rule));
}
