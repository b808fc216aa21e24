// Runs in a thread of its own: what takes the engine longer than a server may be silent.
import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import type { ProposalDraft } from '../proposals/proposals.service';
import { draftsOf } from './drafts';
import { checkedPlan } from './engine/checked-plan';
import { Stopped } from './engine/clock';
import { difference, PlanChange } from './engine/difference';
import { match } from './engine/match';
import type { Menus } from './engine/menus';
import type { MatchOptions, Plan, Progress, UnfilledNeed } from './engine/plan';
import { type PolicyPrice, policyPrices } from './engine/policy-price';
import { ProblemError } from './engine/problem';
import { highsSolver } from './mip';
import { openRound, type PackedRound, unpackSync } from './packed';
import { SearchThread } from './search-thread';
import type { RoundResult } from './round.entity';
import { type RoundVerification, type StoredRound, verifyStored } from './verify-round';

/** What the thread is asked to do. */
export type Order =
  | {
      task: 'match';
      menus: Uint8Array;
      options: Pick<MatchOptions, 'seed' | 'seconds' | 'iterations'>;
      timezone: string;
      cancel: SharedArrayBuffer;
    }
  | { task: 'verify'; round: StoredRound }
  | { task: 'difference'; before: PackedRound | null; after: PackedRound }
  | { task: 'policyPrices'; round: PackedRound };

/** A plan that has passed the independent check, ready to be written. */
export interface Matched {
  plan: Uint8Array;
  unfilled: UnfilledNeed[];
  drafts: ProposalDraft[];
  engineVersion: string;
  result: Omit<RoundResult, 'stoppedEarly'>;
}

export interface Answers {
  match: Matched;
  verify: RoundVerification;
  difference: Changed;
  policyPrices: PolicyPrice[];
}

/** What changed from one round's plan to another's; pairs in both alike are counted only. */
export interface Changed {
  kept: number;
  changes: PlanChange[];
  objective: { before: number | null; after: number };
  filled: { before: number; after: number };
  /** Sums of the fits. */
  suitability: { before: number; after: number };
  policyChanged: boolean;
}

/** What the thread says. */
export type Message =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'done'; answer: Answers[Order['task']] }
  | { kind: 'failed'; code: string; params: ProblemError['params'] }
  /** Told to stop before there was any plan. */
  | { kind: 'stopped' };

/** Seconds that each of the two plans behind a price of policy may take at most. */
const MOST_SECONDS = 15;

/** Pause between two reports of progress. */
const REPORT_MS = 200;

const say = (message: Message): void => parentPort!.postMessage(message);

function work(order: Order): Answers[Order['task']] {
  switch (order.task) {
    case 'match':
      return matched(order);
    case 'verify':
      return verifyStored(order.round);
    case 'difference':
      return changed(order.before && openRound(order.before), openRound(order.after));
    case 'policyPrices':
      return policyPricesOf(order.round);
  }
}

/** Solves twice more, from the plan on, with the seconds the round took, within reason for somebody who waits. */
function policyPricesOf(round: PackedRound): PolicyPrice[] {
  const { menus, plan } = openRound(round);
  const seconds = Math.min(MOST_SECONDS, Math.max(1, plan.seconds.total ?? 0));
  return policyPrices(menus, plan, { seed: plan.seed, seconds, previous: plan, mip: highsSolver() });
}

/** A plan before there was any. */
const NOTHING: Plan = {
  engineVersion: '',
  seed: 0,
  iterations: 0,
  pairs: [],
  unfilled: [],
  levels: [],
  counts: { needs: 0, seats: 0, volunteers: 0, pairs: 0 },
  objective: 0,
  bound: 0,
  gapPercent: 0,
  provenOptimal: false,
  certificate: null,
  seconds: {},
};

function changed(before: { menus: Menus; plan: Plan } | null, after: { menus: Menus; plan: Plan }): Changed {
  const { changes, counts } = difference(before?.plan ?? NOTHING, after.plan, after.menus, before?.menus);
  const agreed = new Set(after.menus.commitments.map(({ need, volunteer }) => `${need} ${volunteer}`));
  const told = changes
    .filter(({ change }) => change !== 'kept')
    // Gone from the plan because people have agreed on it: the best reason there is.
    .map((one) =>
      one.change === 'gone' && agreed.has(`${one.need} ${one.volunteer}`)
        ? { ...one, reasons: [{ code: 'agreed_since' }] }
        : one,
    );
  told.sort((a, b) => (`${a.need} ${a.volunteer}` < `${b.need} ${b.volunteer}` ? -1 : 1));
  const fit = (plan?: Plan): number => (plan?.pairs ?? []).reduce((sum, { score }) => sum + score, 0);
  return {
    kept: counts.kept,
    changes: told,
    objective: { before: before?.plan.objective ?? null, after: after.plan.objective },
    filled: { before: before?.plan.pairs.length ?? 0, after: after.plan.pairs.length },
    suitability: { before: fit(before?.plan), after: fit(after.plan) },
    policyChanged: before !== null && !isDeepStrictEqual(before.menus.policy, after.menus.policy),
  };
}

function matched({ menus: packed, options, timezone, cancel }: Extract<Order, { task: 'match' }>): Matched {
  const menus = unpackSync<Menus>(packed);
  const stop = new Int32Array(cancel);
  let reported = -Infinity;
  const found = match(menus, {
    ...options,
    mip: highsSolver(),
    helper: new SearchThread(),
    cancelled: () => Atomics.load(stop, 0) === 1,
    onProgress: (progress) => {
      const now = performance.now();
      if (now - reported < REPORT_MS) return;
      reported = now;
      say({ kind: 'progress', progress });
    },
  });
  const checkBegun = performance.now();
  const { plan, verified } = checkedPlan(menus, found);
  if (!verified.ok) {
    const [{ code, params }] = verified.problems;
    throw new ProblemError('plan_not_verified', {
      problem: code,
      at: JSON.stringify(params ?? {}),
      problems: verified.problems.length,
    });
  }
  const verify = (performance.now() - checkBegun) / 1000;
  const {
    objective,
    bound,
    certifiedBound,
    gapPercent,
    provenOptimal,
    provenBy,
    iterations,
    levels,
    counts,
    pinProblems,
    strictLevelsHeld,
  } = plan;
  return {
    plan: gzipSync(JSON.stringify(plan), { level: 3 }),
    unfilled: plan.unfilled,
    drafts: draftsOf(menus, plan, timezone),
    engineVersion: plan.engineVersion,
    result: {
      objective,
      bound,
      certifiedBound,
      gapPercent,
      provenOptimal,
      provenBy,
      iterations,
      levels,
      counts,
      pinProblems,
      strictLevelsHeld,
      seconds: { ...plan.seconds, verify },
      proposals: plan.pairs.length,
      unfilled: plan.unfilled.length,
      verified: true,
    },
  };
}

if (parentPort) {
  try {
    say({ kind: 'done', answer: work(workerData as Order) });
  } catch (error) {
    if (error instanceof ProblemError) say({ kind: 'failed', code: error.code, params: error.params });
    else if (error instanceof Stopped) say({ kind: 'stopped' });
    else throw error;
  }
}
