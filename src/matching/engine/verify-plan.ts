import { candidates } from './candidates';
import { isNumbers, type StoredTight, tightOf } from './certificate';
import { factsOf } from './facts';
import type { Menus } from './menus';
import { pinsOf } from './menus.pins';
import type { Plan, Reason } from './plan';
import { fitOf } from './score';
import { loadPoints } from './rules';
import { pairing } from './pairing';
import { seatValues } from './points';
import { toProblem } from './to-problem';
import { verifyCertificate } from './verify.certificate';
import { PairCheck, type PlacedPair } from './verify-plan.pair';

/** The certificate of a plan: the price of a seat by need and way of holding it. JSON-safe. */
export interface PlanCertificate {
  kind: 'prices';
  /** By need id, one price for each alternative (one for a time to be agreed). */
  prices: Record<string, number[]>;
  /** Prices of the agreed team sessions that take part in the problem, in canonical order. */
  agreed: number[];
  /** The tighter part; by need and option in canonical order, extras by pair. */
  tight?: StoredTight;
}

export interface PlanVerification {
  ok: boolean;
  /** What is broken: hard rules, contradictions in the plan, or figures that are not what the plan says. */
  problems: Reason[];
  /** Recomputed from the plan's pairs. */
  objective: number;
  /** Recomputed from the certificate; −Infinity when it does not fit the menus. */
  bound: number;
}

/**
 * Checks a plan against the menus it came from. Feasibility is judged rule by rule in the most straightforward way, by
 * code that shares nothing with rules, candidates and solver; the points of fits, loads and seats are the policy's own
 * functions; the bound is recomputed from the certificate on the problem the menus give.
 */
export function verifyPlan(menus: Menus, plan: Plan): PlanVerification {
  const problems: Reason[] = [];
  const report = (code: string, params: Reason['params']) => {
    if (problems.length < 200) problems.push({ code, params });
  };
  const check = new PairCheck(menus);
  const pairs = checkPairs(menus, plan, check, report);
  checkNeeds(menus, plan, pairs, report);
  checkVolunteers(menus, pairs, check, report);
  checkOffers(menus, pairs, check, report);
  const objective = checkObjective(menus, plan, pairs, report);
  const bound = boundOf(menus, plan);
  checkFigures(plan, objective, bound, report);
  return { ok: problems.length === 0, problems, objective, bound };
}

/** What the plan says of its bound: no more than the certificate proves, or a MIP solver is quoted with. */
function checkFigures(plan: Plan, objective: number, bound: number, report: Report): void {
  const proven = bound === -Infinity ? 'nothing' : bound;
  const certified = plan.certifiedBound ?? plan.bound;
  const quoted = plan.solverBound ?? -Infinity;
  const figures = [plan.objective, plan.bound, plan.certifiedBound ?? 0, plan.solverBound ?? 0, plan.gapPercent];
  if (!figures.every(Number.isFinite)) report('bound', { said: String(plan.bound), proven });
  if (!(bound >= certified)) report('bound', { said: certified, proven });
  // No plan is cheaper than its own bound.
  if (plan.bound > plan.objective) report('bound', { said: plan.bound, proven: plan.objective });
  if (plan.bound > Math.max(certified, quoted))
    report('bound', { said: plan.bound, proven: Math.max(certified, quoted) });
  if (plan.provenOptimal !== plan.bound >= plan.objective) report('not_optimal', { objective, proven: plan.bound });
  if (!plan.provenOptimal && plan.provenBy) report('not_optimal', { objective, proven: plan.bound });
  const rests = !plan.provenOptimal || (plan.provenBy === 'solver' ? quoted : bound) >= objective;
  if (!rests) report('not_optimal', { objective, proven });
  const gap = plan.objective === 0 ? 0 : (100 * (plan.objective - plan.bound)) / plan.objective;
  if (Math.abs(gap - plan.gapPercent) > 1e-9) report('gap', { said: plan.gapPercent, is: gap });
}

type Report = (code: string, params: Reason['params']) => void;

/** Each pair on its own: it exists, breaks no hard rule (a pin: none nobody may override), and its parts add up. */
function checkPairs(menus: Menus, plan: Plan, check: PairCheck, report: Report): PlacedPair[] {
  const key = (need: string, offer: string, time: number | 'any') => `${need}\n${offer}\n${time}`;
  const pinned = new Set(menus.pins.map((p) => key(p.need, p.offer, p.alternative ?? 'any')));
  const placed: PlacedPair[] = [];
  for (const line of plan.pairs) {
    const at = { need: line.need, offer: line.offer };
    const pair = check.place(line);
    if (pair === null) {
      report('unknown_pair', at);
      continue;
    }
    placed.push(pair);
    // A pin that names another time speaks of another pair.
    const times = [line.alternative ?? 'any', 'any'] as const;
    const isPin = times.some((time) => pinned.has(key(line.need, line.offer, time)));
    if (line.pinned !== isPin) report('pin_mark', at);
    for (const rule of check.broken(pair)) {
      if (!isPin || !rule.overridable) report('rule', { ...at, rule: rule.code });
    }
    const { skill, time, distance, wish, continuity, slack } = line.parts;
    const sum = skill + time + distance + wish + continuity + slack;
    if (sum !== line.score || sum < 0 || sum > 1000) report('score', { ...at, score: line.score, sum });
  }
  return placed;
}

/** Seats, minimum or nobody, one time for all, one seat per volunteer, pins in place, open seats told, levels right. */
function checkNeeds(menus: Menus, plan: Plan, pairs: readonly PlacedPair[], report: Report): void {
  const told = new Map(plan.unfilled.map((u) => [u.need, u.open]));
  const refused = new Set((plan.pinProblems ?? []).map((r) => `${r.params?.need}\n${r.params?.offer}`));
  const byNeed = grouped(pairs, (p) => p.need.id);
  for (const need of menus.needs) {
    const own = byNeed.get(need.id) ?? [];
    const pins = own.filter((p) => p.line.pinned).length;
    if (own.length > need.seats) report('seats', { need: need.id, filled: own.length });
    if (own.length < need.minimum && own.length > pins) report('minimum', { need: need.id, filled: own.length });
    if (new Set(own.map((p) => p.line.alternative)).size > 1) report('alternatives', { need: need.id });
    if (new Set(own.map((p) => p.volunteer.id)).size < own.length) report('one_seat', { need: need.id });
    const open = need.seats - own.length;
    if ((told.get(need.id) ?? 0) !== open) report('unfilled', { need: need.id, open });
  }
  for (const pin of menus.pins) {
    const there = (byNeed.get(pin.need) ?? []).some(
      (p) => p.offer.id === pin.offer && (pin.alternative === null || pin.alternative === p.line.alternative),
    );
    if (!there && !refused.has(`${pin.need}\n${pin.offer}`))
      report('pin_missing', { need: pin.need, offer: pin.offer });
  }
  for (const level of plan.levels) {
    const needs = menus.needs.filter((n) => n.priority === level.priority);
    const seats = needs.reduce((sum, n) => sum + n.seats, 0);
    const filled = needs.reduce((sum, n) => sum + (byNeed.get(n.id)?.length ?? 0), 0);
    if (level.seats !== seats || level.filled !== filled || level.filledAtMost < filled || level.filledAtMost > seats) {
      report('level', { priority: level.priority, seats, filled });
    }
  }
}

/** For each volunteer: nobody in two places, engagements at once, minutes a month, with what is agreed. */
function checkVolunteers(menus: Menus, pairs: readonly PlacedPair[], check: PairCheck, report: Report): void {
  for (const [id, own] of grouped(pairs, (p) => p.volunteer.id)) {
    const { volunteer } = own[0];
    if (!check.canBeHeld(volunteer, own)) report('overlap', { volunteer: id });
    const agreed = menus.commitments.filter((c) => c.volunteer === id).length;
    const pins = own.filter((p) => p.line.pinned).length;
    const limit = volunteer.maxConcurrent;
    if (limit !== null && own.length > Math.max(pins, limit - agreed)) report('concurrent', { volunteer: id });
    if (volunteer.monthlyMinutes === null) continue;
    const used = check.committed((c) => c.volunteer === id);
    for (const pair of own) check.minutes(pair).forEach((minutes, month) => (used[month] += minutes));
    used.forEach((minutes, month) => {
      const touched = own.some((pair) => check.minutes(pair)[month] > 0);
      if (touched && minutes > volunteer.monthlyMinutes!) report('monthly_minutes', { volunteer: id, month, minutes });
    });
  }
}

/** For each offer: its own limits, and its goods. */
function checkOffers(menus: Menus, pairs: readonly PlacedPair[], check: PairCheck, report: Report): void {
  for (const [id, own] of grouped(pairs, (p) => p.offer.id)) {
    const { offer } = own[0];
    const agreed = menus.commitments.filter((c) => c.offer === id);
    const pins = own.filter((p) => p.line.pinned).length;
    if (offer.maxConcurrent !== null && own.length > Math.max(pins, offer.maxConcurrent - agreed.length)) {
      report('concurrent', { offer: id });
    }
    const pieces = own.reduce((sum, p) => sum + p.need.quantity, 0);
    const promised = agreed.reduce((sum, c) => sum + c.pieces, 0);
    if (pieces > 0 && pieces + promised > offer.stock) report('goods_stock', { offer: id, pieces });
    if (offer.monthlyMinutes === null) continue;
    const used = check.committed((c) => c.offer === id);
    for (const pair of own) check.minutes(pair).forEach((minutes, month) => (used[month] += minutes));
    used.forEach((minutes, month) => {
      const touched = own.some((pair) => check.minutes(pair)[month] > 0);
      if (touched && minutes > offer.monthlyMinutes!) report('monthly_minutes', { offer: id, month, minutes });
    });
  }
}

/** Σ open seats + Σ (1000 − fit) + load + published pairs not kept, and whether the plan says the same. */
function checkObjective(menus: Menus, plan: Plan, pairs: readonly PlacedPair[], report: Report): number {
  const facts = factsOf(menus, plan.seed);
  const values = seatValues(facts).points;
  const byNeed = grouped(pairs, (p) => p.need.id);
  let objective = 0;
  for (const need of facts.needs) {
    objective += values[need.index] * (need.line.seats - (byNeed.get(need.line.id)?.length ?? 0));
  }
  for (const { line } of pairs) {
    const need = facts.need.get(line.need)!;
    const when = need.whens.find((w) => w.index === line.alternative);
    if (when === undefined) continue;
    const fit = fitOf(pairing(facts, need, when, facts.offer.get(line.offer)!));
    if (fit !== line.score) report('score', { need: line.need, offer: line.offer, score: line.score, fit });
    objective += 1000 - fit;
  }
  for (const own of grouped(pairs, (p) => p.volunteer.id).values()) {
    const loads = own.map((_, q) => loadPoints(q, own[0].volunteer.maxConcurrent, menus.policy));
    const load = loads.reduce((sum, points) => sum + points, 0);
    objective += load;
    const said = own.reduce((sum, p) => sum - p.line.parts.load, 0);
    if (said !== load) report('load', { volunteer: own[0].volunteer.id, said, load });
  }
  const key = (p: { need: string; offer: string; alternative: number | null }) =>
    `${p.need}\n${p.offer}\n${p.alternative}`;
  const chosen = new Set(plan.pairs.map(key));
  const published = menus.published.filter((p) => facts.need.has(p.need) && facts.offer.has(p.offer));
  for (const pair of new Set(published.map(key))) if (!chosen.has(pair)) objective += menus.policy.keepBonus;
  if (objective !== plan.objective) report('objective', { said: plan.objective, is: objective });
  return objective;
}

/** What the stored certificate proves about the menus; −Infinity when it is none. */
function boundOf(menus: Menus, plan: Plan): number {
  const certificate = plan.certificate as PlanCertificate | null;
  if (certificate?.kind !== 'prices' || !isNumbers(certificate.agreed)) return -Infinity;
  const facts = factsOf(menus, plan.seed);
  const { problem, offset } = toProblem(facts, candidates(facts), pinsOf(facts));
  const prices: number[] = [];
  for (const need of facts.needs) {
    const own = certificate.prices?.[need.line.id];
    if (!isNumbers(own) || own.length !== need.whens.length) return -Infinity;
    prices.push(...own);
  }
  prices.push(...certificate.agreed);
  if (certificate.tight === undefined) return verifyCertificate(problem, { prices }).bound + offset;
  const tight = tightOf(certificate.tight, problem.pairs.count);
  return tight === null ? -Infinity : verifyCertificate(problem, { prices, tight }).bound + offset;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
