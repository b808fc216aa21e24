import { checkedPlan } from '../../../src/matching/engine/checked-plan';
import { match } from '../../../src/matching/engine/match';
import type { Plan } from '../../../src/matching/engine/plan';
import { verifyPlan } from '../../../src/matching/engine/verify-plan';
import { district } from '../../support/menus-generator';

// What the checker may look at for one volunteer; districts as small as this one never come to what it otherwise may.
let looks = Infinity;
jest.mock('../../../src/matching/engine/verify.tree', () => {
  const real = jest.requireActual<typeof import('../../../src/matching/engine/verify.tree')>(
    '../../../src/matching/engine/verify.tree',
  );
  const bestChoice: typeof real.bestChoice = (problem, j, choice, tick) =>
    real.bestChoice(problem, j, choice, tick, looks);
  return { ...real, bestChoice };
});

const menus = district({ needs: 60, volunteers: 40, seed: 4 });
const solved = match(menus, { seed: 1, iterations: 10 });

beforeEach(() => (looks = Infinity));

it('leaves a plan as it is of which the checker finds what it claims', () => {
  const { plan, verified } = checkedPlan(menus, solved);
  expect(plan).toBe(solved);
  expect(verified.ok).toBe(true);
});

it('claims no more than a checker finds whose trees are cut short', () => {
  looks = 1;
  const short = verifyPlan(menus, solved);
  expect(short.problems.map(({ code }) => code)).toContain('bound');
  expect(short.bound).toBeLessThan(solved.certifiedBound!);
  const { plan, verified } = checkedPlan(menus, solved);
  expect(verified).toEqual({ ok: true, problems: [], objective: solved.objective, bound: short.bound });
  expect(plan.certifiedBound).toBe(short.bound);
  expect(plan.pairs).toBe(solved.pairs);
  expect(plan.gapPercent).toBeCloseTo((100 * (plan.objective - plan.bound)) / plan.objective, 9);
});

it('keeps what a MIP solver said, apart', () => {
  looks = 1;
  const { objective } = solved;
  const quoted: Plan = { ...solved, bound: objective, solverBound: objective, provenOptimal: true, gapPercent: 0 };
  const { plan, verified } = checkedPlan(menus, { ...quoted, provenBy: 'certificate' });
  expect(verified.ok).toBe(true);
  expect(plan).toMatchObject({ bound: objective, solverBound: objective, provenOptimal: true, provenBy: 'solver' });
  expect(plan.certifiedBound).toBeLessThan(objective);
});

it('reports everything else: another plan, or a certificate that fits no menus', () => {
  looks = 1;
  const fewer = checkedPlan(menus, { ...solved, pairs: solved.pairs.slice(1) });
  expect(fewer.verified.ok).toBe(false);
  const without = { ...solved, certificate: null };
  const { plan, verified } = checkedPlan(menus, without);
  expect(plan).toBe(without);
  expect(verified).toMatchObject({ ok: false, bound: -Infinity });
});
