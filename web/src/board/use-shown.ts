import { useMemo, useState } from 'react';
import { useFilters } from '@/app/lists';
import { useFinder } from '@/ui/find';
import type { BoardPair, PairState } from './model';
import { orderPairs } from './order';
import { STATES } from './toolbar';

/** Which lines are shown, in what order, as the address and the search field say; and how many there are in each state. */
export function useShown(all: BoardPair[]) {
  const [filters] = useFilters();
  const { schoolId, programmeId } = filters;
  const state: PairState = STATES.find((value) => value === filters.state) ?? 'proposed';
  const order = filters.order === 'school' || filters.order === 'person' ? filters.order : 'urgency';
  const [typed, setTyped] = useState(filters.q ?? '');
  const { finds } = useFinder(typed);
  const matching = useMemo(
    () =>
      all.filter(
        ({ need, offer }) =>
          (!schoolId || need.schoolId === schoolId) &&
          (!programmeId || need.programmeId === programmeId) &&
          finds(need.title, need.schoolName, need.code, offer.volunteerName, offer.title),
      ),
    [all, schoolId, programmeId, finds],
  );
  const counts = useMemo(() => {
    const found: Partial<Record<PairState, number>> = {};
    for (const pair of matching) found[pair.state] = (found[pair.state] ?? 0) + 1;
    return found;
  }, [matching]);
  const pairs = useMemo(
    () =>
      orderPairs(
        matching.filter((pair) => pair.state === state),
        order,
      ),
    [matching, state, order],
  );
  return { state, counts, pairs, typed, setTyped, narrowed: !!(typed || schoolId || programmeId) };
}
