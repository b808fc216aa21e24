import { join } from 'node:path';
import { scipyAssignment } from '../peers.mjs';
import { bestKnown, limits, shared, solve } from '../tools.mjs';

export const title = 'OR-Library assignment files';
export const needs = join(shared, 'data/assignment');

export function* rows() {
  for (const [name, [optimum]] of bestKnown('assignment')) {
    const file = join(needs, `${name}.txt`);
    const sparse = name.startsWith('assignp');
    const ours = solve(file, sparse ? 'assignment-sparse' : 'assignment', 'pure', 60);
    yield {
      instance: name,
      optimum,
      ours: ours.objective,
      proven: ours.provenOptimal,
      'flow s': ours.phases.flow.toFixed(3),
      'all s': ours.seconds,
      'scipy s': sparse ? '–' : (scipyAssignment(file) ?? 'absent'),
      ...limits([ours.objective, optimum, '(the optimum)']),
    };
  }
}
