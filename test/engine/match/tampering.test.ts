import type { StoredTight } from '../../../src/matching/engine/certificate';
import { match, verifyPlan } from '../../../src/matching/engine/match';
import type { Plan } from '../../../src/matching/engine/plan';
import type { PlanCertificate } from '../../../src/matching/engine/verify-plan';
import { district } from '../../support/menus-generator';

// Whoever changes a stored plan, its bound or its proof is found out by the checker.

const menus = district({ needs: 60, volunteers: 40, seed: 4 });
const certificate = (given: Plan) => given.certificate as PlanCertificate;
const prices = (given: Plan) => certificate(given).prices;
const gapOf = ({ objective, bound }: Plan) => (100 * (objective - bound)) / objective;

const solved = match(menus, { seed: 1, iterations: 10 });

/** A plan in order whose proof leaves a gap, however good the solver: its prices are a tenth too low, and that is all. */
const plan = structuredClone(solved);
delete certificate(plan).tight;
for (const list of Object.values(prices(plan))) list.forEach((price, k) => (list[k] = price * 0.9));
plan.certifiedBound = plan.bound = verifyPlan(menus, plan).bound;
Object.assign(plan, { solverBound: null, provenOptimal: false, provenBy: null, gapPercent: gapOf(plan) });

const TAMPERINGS: [string, string, (given: Plan) => void][] = [
  ['a pair taken out', 'unfilled', (p) => void p.pairs.pop()],
  ['a pair given twice', 'one_seat', (p) => void p.pairs.push(p.pairs[0])],
  ['another volunteer for the offer', 'unknown_pair', (p) => (p.pairs[0].volunteer = p.pairs[1].volunteer)],
  ['an offer that is none', 'unknown_pair', (p) => (p.pairs[0].offer = 'nobody’s')],
  ['a time the need does not have', 'unknown_pair', (p) => (p.pairs[0].alternative = 99)],
  ['a pair called a pin', 'pin_mark', (p) => (p.pairs[0].pinned = true)],
  ['a better fit', 'score', (p) => (p.pairs[0].score += 1)],
  ['a better part of a fit', 'score', (p) => (p.pairs[0].parts.skill += 1)],
  ['a lighter load', 'load', (p) => (p.pairs[0].parts.load += 7)],
  ['open seats kept quiet', 'unfilled', (p) => void p.unfilled.pop()],
  ['a level filled better', 'level', (p) => (p.levels[2].filled += 1)],
  ['a better objective', 'objective', (p) => (p.objective -= 1)],
  [
    'a better bound, gap to match',
    'bound',
    (p) => {
      p.bound += 1000;
      p.gapPercent = gapOf(p);
    },
  ],
  [
    'a better bound said to be certified',
    'bound',
    (p) => {
      p.bound += 1000;
      p.certifiedBound! += 1000;
      p.gapPercent = gapOf(p);
    },
  ],
  ['a smaller gap', 'gap', (p) => (p.gapPercent /= 2)],
  ['a proof that there is none', 'not_optimal', (p) => (p.provenOptimal = !p.provenOptimal)],
  [
    'a proof by certificate that does not reach',
    'not_optimal',
    (p) =>
      Object.assign(p, {
        bound: p.objective,
        solverBound: p.objective,
        gapPercent: 0,
        provenOptimal: true,
        provenBy: 'certificate',
      }),
  ],
  ['a price changed', 'bound', (p) => (Object.values(prices(p)).find(([price]) => price > 1000)![0] = 0)],
  ['a price below nothing', 'bound', (p) => (Object.values(prices(p))[0][0] = -1)],
  ['a price that is no number', 'bound', (p) => (Object.values(prices(p))[0][0] = NaN)],
  ['a price missing', 'bound', (p) => delete prices(p)[menus.needs[0].id]],
  ['no certificate', 'bound', (p) => (p.certificate = null)],
  ['prices that are no lists', 'bound', (p) => ((certificate(p) as { prices: unknown }).prices = null)],
  ['a price in letters', 'bound', (p) => ((Object.values(prices(p))[0] as unknown[])[0] = '9')],
  ['no prices of agreed times', 'bound', (p) => delete (certificate(p) as { agreed?: number[] }).agreed],
  [
    'a bound that is no number',
    'bound',
    (p) => Object.assign(p, { bound: null, certifiedBound: null, gapPercent: 100 }),
  ],
  ['a certified bound that is no number', 'bound', (p) => (p.certifiedBound = NaN)],
  [
    'a bound above the plan, on the solver’s word',
    'bound',
    (p) => {
      p.solverBound = p.bound = p.objective + 1;
      Object.assign(p, { gapPercent: gapOf(p), provenOptimal: true, provenBy: 'solver' });
    },
  ],
  ['a word for a proof that there is none of', 'not_optimal', (p) => (p.provenBy = 'certificate')],
];

test('the plan the cases start from is in order, and not proven optimal', () => {
  expect(verifyPlan(menus, plan)).toMatchObject({ ok: true, problems: [] });
  expect(plan.bound).toBeLessThan(plan.objective);
  expect(plan.pairs.filter((pair) => pair.parts.load < 0).length).toBeGreaterThan(0);
});

test.each(TAMPERINGS)('%s is found', (_, code, tamper) => {
  const forged = structuredClone(plan);
  tamper(forged);
  const { ok, problems } = verifyPlan(menus, forged);
  expect(ok).toBe(false);
  expect(problems.map((problem) => problem.code)).toContain(code);
});

describe('the tighter part of a proof', () => {
  const others = district({ needs: 60, volunteers: 40, seed: 9 });
  const proven = match(others, { seed: 1, iterations: 10 });
  const forgedBy = (change: (tight: StoredTight) => void) => {
    const forged = structuredClone(proven);
    change(certificate(forged).tight!);
    return verifyPlan(others, forged);
  };

  it('may be missing, as in rounds that were stored before it was known: the plain prices prove what they do', () => {
    const old = structuredClone(proven);
    delete certificate(old).tight;
    const { problems, bound } = verifyPlan(others, old);
    expect(problems.map((problem) => problem.code)).toContain('bound');
    old.certifiedBound = old.bound = bound;
    Object.assign(old, { gapPercent: gapOf(old), provenOptimal: false, provenBy: null });
    expect(verifyPlan(others, old)).toMatchObject({ ok: true, bound });
  });

  it('is needed', () => {
    expect(verifyPlan(others, proven)).toMatchObject({ ok: true, bound: proven.certifiedBound });
  });

  it.each<[string, (tight: StoredTight) => void]>([
    ['prices', (tight) => tight.prices.fill(0)],
    ['prices of pairs', (tight) => tight.extra.points.fill(-1000)],
    ['a price of a pair that is no number', (tight) => (tight.extra.points[0] = NaN)],
    [
      'prices that give each other back',
      (tight) => {
        tight.prices.fill(1e20);
        tight.extra.points.fill(-1e20);
      },
    ],
    ['pairs that are none', (tight) => tight.extra.pairs.fill(1e6)],
    ['fewer points than pairs', (tight) => void tight.extra.points.pop()],
    ['no prices', (tight) => delete (tight as Partial<StoredTight>).prices],
    ['no pairs', (tight) => delete (tight as Partial<StoredTight>).extra],
    ['a count that is none', (tight) => ((tight as { count: unknown }).count = null)],
    ['nothing of a count', (tight) => ((tight as { count: unknown }).count = {})],
    [
      'seats said to stay unfilled',
      (tight) => (tight.count = { ...tight, weights: others.needs.map(() => 1), unit: 1, share: 2 }),
    ],
  ])('changed, is found: %s', (_, change) => {
    expect(forgedBy(change).problems.map((problem) => problem.code)).toContain('bound');
  });
});

test('a rule broken by the menus of the day after is found: the same plan does not pass for other menus', () => {
  const [pair] = plan.pairs;
  const without = {
    ...menus,
    exclusions: [
      ...menus.exclusions,
      { volunteer: pair.volunteer, need: pair.need, school: null, reason: 'declined' as const },
    ],
  };
  expect(verifyPlan(without, plan).problems).toContainEqual({
    code: 'rule',
    params: { need: pair.need, offer: pair.offer, rule: 'excluded' },
  });
});
