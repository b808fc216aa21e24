/** What a round gets back from the engine, in the words of the menus. */

/** A rule or fact as a code with parameters; the sentence lives in the locale files. */
export interface Reason {
  code: string;
  params?: Record<string, string | number | boolean>;
}

/** Parts of a fit, each 0–1000; their sum is the score. `load` is the (negative) cost of fairness. */
export interface ScoreParts {
  skill: number;
  time: number;
  distance: number;
  wish: number;
  continuity: number;
  slack: number;
  load: number;
}

export interface ProposedPair {
  need: string;
  offer: string;
  volunteer: string;
  /** Index into the need's alternatives; null when the time is to be agreed. */
  alternative: number | null;
  /** Fit, 0–1000. */
  score: number;
  parts: ScoreParts;
  reasons: Reason[];
  /**
   * The best other offers for the same seat. `priceAtLeast`: a proven lower bound, in points, on what the whole plan
   * would lose if that pair had to be in it. Not above 0: inside the gap, nothing is proven about a loss.
   */
  alternatives: { offer: string; volunteer: string; alternative: number | null; score: number; priceAtLeast: number }[];
  pinned: boolean;
  /** Overridable hard rules a pinned pair breaks. */
  overrides?: Reason[];
}

export interface UnfilledNeed {
  need: string;
  /** Seats still open, and how many volunteers each hard rule excluded (by the first rule that failed). */
  open: number;
  eligible: number;
  eliminated: Record<string, number>;
  /**
   * Why seats stay open: `nobody_eligible`, `below_minimum` (fewer are eligible than the minimum), or `taken` (those who
   * could are worth more elsewhere, or their time is used up).
   */
  cause?: Reason;
}

export interface LevelResult {
  priority: 1 | 2 | 3 | 4;
  seats: number;
  filled: number;
  /** No plan fills more than this many. */ filledAtMost: number;
}

export interface Plan {
  engineVersion: string;
  seed: number;
  iterations: number;
  pairs: ProposedPair[];
  unfilled: UnfilledNeed[];
  levels: LevelResult[];
  counts: { needs: number; seats: number; volunteers: number; pairs: number };
  /** Points lost against a plan that fills everything with fit 1000; smaller is better. `objective ≥ bound` always. */
  objective: number;
  bound: number;
  /** 100·(objective − bound)/objective, 0 when both are 0. */
  gapPercent: number;
  provenOptimal: boolean;
  /** What `verify` needs to recompute the bound; JSON-safe. */
  certificate: unknown;
  /** What the certificate proves and what a MIP solver said, apart; `bound` is the better, `provenBy` what optimality rests on. */
  certifiedBound?: number;
  solverBound?: number | null;
  provenBy?: 'certificate' | 'solver' | null;
  /** Pins that were left out, each with the rule or the pin it contradicts. */
  pinProblems?: Reason[];
  /** With `policy.strictLevels`: whether the points could be spread far enough to guarantee it. */
  strictLevelsHeld?: boolean;
  seconds: Record<string, number>;
}

export type Phase = 'candidates' | 'flow' | 'bound' | 'dive' | 'search' | 'proof' | 'explain';

export interface Progress {
  phase: Phase;
  objective: number | null;
  bound: number | null;
  filled: number;
  seats: number;
  seconds: number;
}

export interface MatchOptions {
  seed: number;
  /** Budget of search in seconds for people … */
  seconds?: number;
  /** … or in iterations, for tests and for repeating a round exactly. */
  iterations?: number;
  onProgress?: (progress: Progress) => void;
  /** Asked often; true stops the search, and the best plan so far is returned. */
  cancelled?: () => boolean;
}

/**
 * Every code a reason of the engine may carry, with the names of its parameters: locale files must have a sentence for
 * each. Codes of hard rules stand in `HARD_RULES` as well; a test keeps the two alike.
 */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  // Hard rules, in their order.
  no_offer: [],
  period: ['from', 'to'],
  consent: [],
  category: ['asked', 'offered'],
  form: ['asked'],
  required_skills: ['skill', 'asked', 'offered'],
  grades: ['missing'],
  language: ['asked'],
  onsite_or_online: ['asked'],
  goods_stock: ['asked', 'left'],
  clearance: ['neededUntil', 'cleared', 'validUntil'],
  excluded: ['because'],
  one_seat: [],
  unknown_distance: [],
  travel_limit: ['metres', 'limit'],
  availability: ['alternative', 'asked', 'free'],
  overlap: ['people'],
  concurrent: ['limit', 'held'],
  monthly_minutes: ['month', 'minutes', 'left'],
  // Facts behind a score.
  priority: ['priority', 'waited'],
  skill_not_asked: [],
  skill_missing: ['skill', 'asked'],
  skill: ['skill', 'asked', 'offered'],
  time_to_be_agreed: ['weekly'],
  time: ['margin'],
  time_pause_short: ['margin'],
  online: [],
  distance_unknown: [],
  distance: ['metres', 'minutes'],
  wished_by_school: [],
  wished_by_volunteer: [],
  served_before: [],
  minutes_left: ['month', 'minutes', 'left'],
  kept_from_published: [],
  // Why seats stay open.
  nobody_eligible: [],
  below_minimum: ['eligible', 'minimum'],
  all_eligible_serve: ['eligible', 'seats'],
  taken: ['eligible'],
  // Pins that cannot hold.
  pin_unknown: ['need', 'offer', 'alternative'],
  pin_breaks_rule: ['need', 'offer', 'rule'],
  pin_contradicts: ['need', 'offer', 'rule', 'otherNeed', 'otherOffer'],
  // What stands in the way of a pair that no rule forbids.
  serves_here_otherwise: [],
  other_time_chosen: ['alternative'],
  seat_taken: ['volunteer', 'offer', 'score'],
  engagements_full: ['limit', 'agreed', 'proposed'],
  overlaps_proposed: ['need'],
  team_busy: ['people'],
  minutes_taken: ['month', 'minutes', 'left'],
  // Relaxations.
  relax_minimum: ['from', 'to'],
  relax_preferred_instead_of_required: ['skill'],
  relax_lower_level: ['skill', 'from', 'to'],
  relax_other_time: ['days', 'minutes', 'from', 'to'],
  relax_longer_way: ['volunteer', 'from', 'to'],
  relax_online: [],
  relax_any_grade: [],
  relax_any_language: [],
  relax_other_form: ['from', 'to'],
  relax_clearance_renewed: ['volunteer', 'until'],
  relax_one_more_engagement: ['volunteer'],
  relax_other_category: ['from', 'to'],
  // What changed between two plans.
  agreed_since: [],
  need_off_the_menu: [],
  offer_off_the_menu: [],
  volunteer_off_the_menu: [],
  time_off_the_menu: [],
  rule: ['rule'],
  replaced: ['volunteer', 'score', 'was'],
  serves_elsewhere: ['need', 'score'],
  need_unfilled: [],
  fewer_seats_filled: [],
  other_time: ['from', 'to'],
  other_offer: ['from', 'to'],
  pinned: [],
  need_new: [],
  offer_new: [],
  takes_over: ['volunteer', 'score', 'was'],
  seat_filled: [],
};
