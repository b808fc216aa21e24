/**
 * Work in another thread, as the solver sees it. The engine knows no threads: what runs there is injected. None of
 * these throws.
 */
export interface Running<T> {
  /** The answer, waiting for it at most so long; null: not yet. A thread that died answers for itself. */
  wait(milliseconds: number): T | null;
  /** Asks for the end. A search then answers at once with the best it has; a MIP solver is ended without an answer. */
  stop(): void;
}
