import type { Menus } from './menus';
import { gapPercentOf, type Plan } from './plan';
import { type PlanVerification, verifyPlan } from './verify-plan';

/**
 * A plan and what the checker says of it. No more is claimed of the bound than the checker itself finds: where the search
 * knew a volunteer's best bundle but the checker's own tree is cut short, that can be less than the search found.
 */
export function checkedPlan(menus: Menus, plan: Plan): { plan: Plan; verified: PlanVerification } {
  const verified = verifyPlan(menus, plan);
  const { bound: proven } = verified;
  // What the checker makes nothing of is for it to report.
  if (!(proven < certifiedOf(plan)) || proven === -Infinity) return { plan, verified };
  const lowered = claiming(plan, proven);
  return { plan: lowered, verified: verifyPlan(menus, lowered) };
}

const certifiedOf = (plan: Plan): number => plan.certifiedBound ?? plan.bound;

/** The plan with another certified bound; what a MIP solver said of it stands. */
function claiming(plan: Plan, certifiedBound: number): Plan {
  const { objective, solverBound = null } = plan;
  const bound = Math.max(certifiedBound, solverBound ?? certifiedBound);
  const provenOptimal = bound >= objective;
  const provenBy = !provenOptimal ? null : certifiedBound >= objective ? 'certificate' : 'solver';
  return { ...plan, bound, certifiedBound, provenOptimal, provenBy, gapPercent: gapPercentOf(objective, bound) };
}
