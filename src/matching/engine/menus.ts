/**
 * The two menus as the engine sees them: plain facts of one round, without rows, names or personal data.
 *
 * Time is integer minutes since local midnight of the first day of the horizon; a day is 1440 minutes
 * (Asia/Shanghai keeps no summer time). Days are integers from 0. Weekdays are ISO: 1 Monday … 7 Sunday.
 * Distances are metres, fits 0–1000, points integers. Ids are opaque strings of the caller.
 */

/** Half-open interval of minutes `[from, to)` on the horizon. */
export interface Interval {
  from: number;
  to: number;
}

export interface Horizon {
  /** Local date of day 0, `YYYY-MM-DD`. */
  start: string;
  /** Number of days. */
  days: number;
}

export interface Point {
  latitude: number;
  longitude: number;
}

/** A skill by id with a level 1 (some) – 3 (expert). */
export interface SkillLevel {
  skill: string;
  level: number;
}

export type TravelMode = 'walk' | 'bicycle' | 'bus' | 'car';

/** One way to hold a need: every occurrence of one choice is served by the same people. */
export interface Alternative {
  occurrences: Interval[];
}

export interface NeedLine {
  id: string;
  school: string;
  programme: string | null;
  category: string;
  form: string;
  skills: (SkillLevel & { required: boolean })[];
  /** Bit g set: grade g (0 kindergarten, 1–12) is in the audience; 0 when no grade is named. */
  grades: number;
  /** Volunteers wanted, ≥ 1, and the fewest that still make sense, 1 ≤ minimum ≤ seats. */
  seats: number;
  minimum: number;
  /** 1 most urgent … 4. */
  priority: 1 | 2 | 3 | 4;
  waitingDays: number;
  /** Points of a filled seat where they are given and not derived from priority and waiting: parts of a round. */
  worth?: number;
  /** Empty: the time is to be agreed and takes `weeklyMinutes`. One: fixed. Several: one is chosen for all seats. */
  alternatives: Alternative[];
  weeklyMinutes: number;
  /** First and last day (inclusive) of the period, clipped to the horizon. */
  period: { from: number; to: number };
  place: { kind: 'site'; at: Point | null } | { kind: 'online' };
  languages: string[];
  /** Contact with minors: clearance is needed until the last occurrence. */
  minors: boolean;
  oneToOne: boolean;
  /** One-to-one with a child under 14 and no guardian's consent on record yet. */
  consentMissing: boolean;
  /** Picked from the resources menu: the wished offer. */
  wishedOffer: string | null;
  /** Volunteers who served this need's predecessor. */
  previousVolunteers: string[];
  /** Goods: pieces asked for a seat, 0 when the need is not about goods. */
  quantity: number;
}

export interface VolunteerLine {
  id: string;
  /** People who can serve at the same moment: 1 for a person, the size for a team. */
  people: number;
  /** Engagements at once, and service plus travel in minutes per calendar month; null: no limit stated. */
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  home: Point | null;
  travelMode: TravelMode;
  /** Hard limit on the distance one way; null: none stated. */
  travelLimitMetres: number | null;
  /** Extra pause wished between two sessions (soft). */
  bufferMinutes: number;
  /** Last day (inclusive) of the clearance; null: not cleared. */
  clearedUntil: number | null;
  languages: string[];
  /** Schools this person asks for; a wish, worth points only. */
  wishedSchools: string[];
}

/** Free time: weekly windows plus single dates, minus days off. `anyTime` ignores both lists of windows. */
export interface Availability {
  anyTime: boolean;
  weekly: { weekday: number; from: number; to: number }[];
  dates: Interval[];
  daysOff: number[];
}

export interface OfferLine {
  id: string;
  volunteer: string;
  programme: string | null;
  category: string;
  forms: string[];
  skills: SkillLevel[];
  /** As `NeedLine.grades`; 0: any grade. */
  grades: number;
  availability: Availability;
  /** Engagements of this offer at once, and its minutes a month; null: as the volunteer. */
  maxConcurrent: number | null;
  monthlyMinutes: number | null;
  /** Hard limit on the distance one way, beside the volunteer's: the lower counts. null or left out: none stated. */
  travelLimitMetres?: number | null;
  onsite: boolean;
  online: boolean;
  /** Goods: pieces on the shelf, those promised in `Menus.commitments` included; 0 when the offer is not about goods. */
  stock: number;
}

/** An accepted engagement (or another fixed duty): a fact the round must respect, not a choice. */
export interface Commitment {
  volunteer: string;
  offer: string | null;
  /** null: a duty outside this need list. A seat of the need that is already taken is not in `NeedLine.seats`. */
  need: string | null;
  occurrences: Interval[];
  at: Point | null;
  /** Minutes of service and travel by month of the horizon, index 0 = the month of day 0. */
  monthlyMinutes: number[];
  /** Pieces of `offer` promised and still part of its `stock`. */
  pieces: number;
}

/**
 * A pair an admin has pinned: it stays in the plan. It may break overridable rules (see `HARD_RULES`); a pin that breaks
 * another rule or contradicts another pin is left out and named in `Plan.pinProblems`.
 */
export interface Pin {
  need: string;
  offer: string;
  alternative: number | null;
}

/** A pair that may not be: `school` excludes every need of the school. */
export interface Exclusion {
  volunteer: string;
  need: string | null;
  school: string | null;
  reason: 'declined' | 'lapsed' | 'blocked' | 'conflict_of_interest';
}

/** A pair of the last published plan; keeping it earns `policy.keepBonus`. */
export interface PublishedPair {
  need: string;
  offer: string;
  alternative: number | null;
}

/** Parts of a fit, each with a soft rule in `rules.ts`. */
export type FitPart = 'skill' | 'time' | 'distance' | 'wish' | 'continuity' | 'slack';

/** Weights and switches: versioned data of the district, never constants in rules. */
export interface Policy {
  /** Points of a filled seat by priority 1–4. */
  seatPoints: [number, number, number, number];
  /** Up to this many extra points for waiting, reached after `waitingFullDays`. */
  waitingPoints: number;
  waitingFullDays: number;
  /** Never trade a seat of a higher priority for any number of lower ones. */
  strictLevels: boolean;
  /** Largest share of each fit part; they add up to at most 1000. */
  fit: Record<FitPart, number>;
  /** Distance at which the distance part has fallen to about a third, metres. */
  distanceScale: number;
  /** Convex load: the q-th engagement of a volunteer costs `fairness · q / maxConcurrent` points. */
  fairness: number;
  /** Stands in for `maxConcurrent` in the load of volunteers who state none; 3 when absent. */
  usualConcurrent?: number;
  keepBonus: number;
  /** Leave out pairs whose distance is unknown. */
  excludeUnknownDistance: boolean;
  /** Detour over the great circle, and speeds in metres a minute by travel mode, plus fixed minutes a trip. */
  detour: number;
  speed: Record<TravelMode, number>;
  tripMinutes: number;
}

export const DEFAULT_POLICY: Policy = {
  seatPoints: [400_000, 300_000, 200_000, 100_000],
  waitingPoints: 50_000,
  waitingFullDays: 60,
  strictLevels: false,
  fit: { skill: 400, time: 150, distance: 200, wish: 100, continuity: 100, slack: 50 },
  distanceScale: 5_000,
  fairness: 120,
  keepBonus: 50,
  excludeUnknownDistance: false,
  detour: 1.3,
  speed: { walk: 4_000 / 60, bicycle: 10_000 / 60, bus: 15_000 / 60, car: 25_000 / 60 },
  tripMinutes: 10,
};

/** Everything one round is computed from; immutable once the round has started. */
export interface Menus {
  horizon: Horizon;
  needs: NeedLine[];
  volunteers: VolunteerLine[];
  offers: OfferLine[];
  commitments: Commitment[];
  pins: Pin[];
  exclusions: Exclusion[];
  published: PublishedPair[];
  policy: Policy;
}
