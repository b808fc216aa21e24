import type { Phase, Progress } from './plan';
import type { Problem } from './problem';
import type { SolveOptions } from './solve.options';

/** Thrown by the tick when the budget of a phase is spent. */
export class PhaseOver extends Error {}
/** Thrown by the tick when the whole budget is spent or the caller has cancelled. */
export class Stopped extends Error {}

/** Between two reports of progress. */
const REPORT_MS = 100;
/** Work after the end may take so long. */
const LATE_MS = 40;

/** What there is of a plan: objective, bound (null: none yet) and seats filled. */
type Known = Pick<Progress, 'objective' | 'bound' | 'filled'>;

/** Budget, cancellation and progress. */
export class Clock {
  readonly seconds: Partial<Record<Phase, number>> = {};
  /** Milliseconds. */
  readonly now: () => number;
  private readonly begun: number;
  private readonly seats: number;
  private phase: Phase = 'flow';
  private phaseBegun: number;
  private phaseEnd = Infinity;
  private end = Infinity;
  private lastReport = -Infinity;
  private known: Known | null = null;
  private stoppedAt: number | null = null;

  constructor(
    problem: Problem,
    private readonly options: SolveOptions,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.begun = this.phaseBegun = this.now();
    this.seats = problem.needs.seats.reduce((sum, x) => sum + x, 0);
    if (options.seconds !== undefined) this.end = this.begun + options.seconds * 1000;
  }

  /** Starts a phase that may last until this share of the budget is spent. */
  enter(phase: Phase, share = 1): void {
    const now = this.now();
    this.seconds[this.phase] = (this.seconds[this.phase] ?? 0) + (now - this.phaseBegun) / 1000;
    this.phase = phase;
    this.phaseBegun = now;
    this.phaseEnd = this.options.seconds === undefined ? Infinity : this.begun + this.options.seconds * 1000 * share;
  }

  /** Falls from 1 to 0 over the present phase. */
  get heat(): number {
    return this.phaseEnd === Infinity
      ? 0
      : Math.max(0, (this.phaseEnd - this.now()) / (this.phaseEnd - this.phaseBegun));
  }

  /** Seconds the present phase may last, and how many of them are left. */
  get phaseSeconds(): number {
    return (this.phaseEnd - this.phaseBegun) / 1000;
  }
  get phaseLeft(): number {
    return Math.max(0, (this.phaseEnd - this.now()) / 1000);
  }

  /** Seconds left of the budget. */
  get left(): number {
    return (this.end - this.now()) / 1000;
  }

  readonly tick = (): void => {
    if (this.options.cancelled?.()) throw new Stopped();
    const now = this.now();
    if (now >= this.end) throw new Stopped();
    if (now >= this.phaseEnd) throw new PhaseOver();
    // A phase in which nothing gets better is seen all the same.
    if (this.known !== null && now - this.lastReport >= REPORT_MS) this.tell(this.known, now);
  };

  /** For work without which there is no plan at all: ends it only when the caller has cancelled. */
  readonly tickCancelled = (): void => {
    if (this.options.cancelled?.()) throw new Stopped();
  };

  /**
   * For work that makes the last plan a good one: ends it only some time after the end, so that a caller who has
   * cancelled still gets an answer at once.
   */
  readonly tickLate = (): void => {
    const now = this.now();
    if (this.stoppedAt === null && (now >= this.end || this.options.cancelled?.())) this.stoppedAt = now;
    if (this.stoppedAt !== null && now - this.stoppedAt > LATE_MS) throw new Stopped();
  };

  /** Keeps what is known for the next report, which is made at once when it is due or `always`. */
  report(known: Known, always = false): void {
    const now = this.now();
    this.known = known;
    if (always || now - this.lastReport >= REPORT_MS) this.tell(known, now);
  }

  private tell(known: Known, now: number): void {
    this.lastReport = now;
    this.options.onProgress?.({ phase: this.phase, ...known, seats: this.seats, seconds: (now - this.begun) / 1000 });
  }
}

/** Runs a phase to its end or to the end of its share of the budget. */
export function within(phase: () => void): void {
  try {
    phase();
  } catch (stop) {
    if (!(stop instanceof PhaseOver)) throw stop;
  }
}
