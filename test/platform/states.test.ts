import { needStates, priorityOf } from '../../src/needs/need';
import { StateTable } from '../../src/platform/states';

describe('a state table', () => {
  it('with an unknown target does not load', () => {
    expect(() => new StateTable<'a' | 'b'>('thing', ['a'], { a: ['c' as 'b'], b: [] })).toThrow(
      'thing: a leads to the unknown state c',
    );
  });
  it('with a state that no way leads to does not load', () => {
    expect(() => new StateTable<'a' | 'b'>('thing', ['a'], { a: [], b: ['a'] })).toThrow(
      'thing: no way leads to the state b',
    );
  });
  it('names what would have been allowed', () => {
    expect(() => needStates.check('open', 'submitted')).toThrow(
      expect.objectContaining({
        code: 'illegal_transition',
        params: expect.objectContaining({ allowed: 'filled, serving, withdrawn, expired' }),
      }),
    );
  });
  it('lets every live need be withdrawn and expire', () => {
    for (const state of ['draft', 'submitted', 'returned', 'open', 'filled', 'serving'] as const) {
      expect([needStates.allows(state, 'withdrawn'), needStates.allows(state, 'expired')]).toEqual([true, true]);
    }
  });
});

it.each([
  [{ careGroups: ['left_behind'], urgent: false, audience: 'pupils' }, 1],
  [{ careGroups: [], urgent: true, audience: 'parents' }, 2],
  [{ careGroups: [], urgent: false, audience: 'young_teachers' }, 3],
  [{ careGroups: [], urgent: false, audience: 'whole_school' }, 4],
] as const)('priority of %j is %i', (need, priority) => expect(priorityOf(need)).toBe(priority));
