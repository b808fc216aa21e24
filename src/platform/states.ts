import { AppError } from './errors/app-error';

/**
 * The life of one kind of row as a table: state → states it may go to.
 * Built when its file is loaded, so a table with an unknown target or an unreachable state stops the boot.
 */
export class StateTable<S extends string> {
  readonly states: readonly S[];

  constructor(
    readonly entity: string,
    readonly initial: readonly S[],
    private readonly moves: Record<S, readonly S[]>,
  ) {
    this.states = Object.keys(moves) as S[];
    const known = new Set<string>(this.states);
    for (const [from, targets] of Object.entries<readonly S[]>(moves)) {
      for (const to of targets)
        if (!known.has(to)) throw new Error(`${entity}: ${from} leads to the unknown state ${to}`);
    }
    const reached = new Set<S>(initial);
    for (const state of reached) for (const to of moves[state] ?? []) reached.add(to);
    for (const state of this.states)
      if (!reached.has(state)) throw new Error(`${entity}: no way leads to the state ${state}`);
    for (const state of initial) if (!known.has(state)) throw new Error(`${entity}: unknown initial state ${state}`);
  }

  /** True when the table allows the step. */
  allows(from: S, to: S): boolean {
    return this.moves[from].includes(to);
  }

  /** Throws `illegal_transition` unless the table allows the step. */
  check(from: S, to: S): void {
    if (!this.allows(from, to)) {
      throw new AppError('illegal_transition', { entity: this.entity, from, to, allowed: this.moves[from].join(', ') });
    }
  }

  /** SQL for a CHECK constraint: `state IN ('a','b')`. */
  sqlCheck(column = 'state'): string {
    return `${column} IN (${this.states.map((state) => `'${state}'`).join(', ')})`;
  }
}
