import { type Trial, trialsFor } from './explain.relax.trials';
import { filledByNeed, type PlanMap, solvePart } from './neighbourhood';
import type { Reason } from './plan';

/** One change to a need, or to what one volunteer states, after which the plan fills (more of) the need. */
export interface Relaxation {
  /** What to change, as a code with parameters: see `KINDS` for the codes, smallest first. */
  change: Reason;
  /** Seats of the need filled before and after, and its seats. */
  before: number;
  after: number;
  seats: number;
  /** Seats of other needs lost by it: a change that costs any is not listed. */
  othersLost: 0;
  /** Who would serve. */
  serves: { offer: string; volunteer: string; alternative: number | null }[];
}

/** Trials solved at most for one need, before what was found by then is the answer. */
const MOST_TRIALS = 16;

/** Volunteers set free around the need: most changes need few to move. */
const SIZES = [6, 24];

/** The smallest relaxations of a need with open seats, each verified by a plan that loses no other seat. */
export function relaxationsOf(map: PlanMap, id: string, most: number): Relaxation[] {
  const { facts } = map.round;
  const need = facts.need.get(id);
  if (need === undefined) return [];
  const before = map.byNeed.get(id)?.length ?? 0;
  if (before >= need.line.seats) return [];
  const trials = trialsFor(facts, need, before);
  trials.sort((a, b) => a.kind - b.kind || a.size - b.size);
  const found: Relaxation[] = [];
  const done = new Set<string>();
  let solved = 0;
  for (const trial of trials) {
    if (found.length >= most || solved >= MOST_TRIALS) break;
    // The smallest that works of each kind is enough.
    if (done.has(trial.change.code)) continue;
    solved++;
    const relaxed = tryOut(map, id, trial, before);
    if (relaxed === null) continue;
    done.add(trial.change.code);
    found.push({ change: trial.change, before, seats: need.line.seats, othersLost: 0, ...relaxed });
  }
  return found;
}

/** Solves a small neighbourhood with the change, and a larger one when that does not help; null: no plan was found. */
function tryOut(map: PlanMap, id: string, trial: Trial, before: number): Pick<Relaxation, 'after' | 'serves'> | null {
  for (const size of SIZES) {
    const part = map.around({ needs: [id], volunteers: trial.brings }, size);
    const relaxed = solvePart(map, part, trial.apply(part.menus), [id]);
    const now = filledByNeed(relaxed.pairs);
    const then = filledByNeed(part.pairs);
    const after = now.get(id) ?? 0;
    const loses = part.menus.needs.some((n) => n.id !== id && (now.get(n.id) ?? 0) < (then.get(n.id) ?? 0));
    if (after <= before || loses) continue;
    const serves = relaxed.pairs
      .filter((p) => p.need === id)
      .map(({ offer, volunteer, alternative }) => ({ offer, volunteer, alternative }));
    return { after, serves };
  }
  return null;
}
