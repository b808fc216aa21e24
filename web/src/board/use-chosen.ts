import { useEffect, useMemo, useState } from 'react';
import { useFilters } from '@/app/lists';
import type { BoardPair, PairDetail } from './model';
import { useDetail } from './use-lines';
import { useSettled } from './use-settled';

/** The chosen line of those shown: the first, until one chooses; what is asked for of it; and who else could serve. */
export function useChosen(pairs: BoardPair[]) {
  const [filters, setFilters] = useFilters();
  const [selected, select] = useState<string | null>(filters.pair ?? null);
  const pair: BoardPair | undefined = pairs.find(({ id }) => id === selected) ?? pairs[0];
  useEffect(() => {
    if (pair && pair.id !== selected) select(pair.id);
  }, [pair, selected]);
  const settled = useSettled(pair, 120);
  const found = useDetail(settled);
  const detail = pair && found.data?.id === pair.id ? (found.data as unknown as PairDetail) : null;
  const could = useMemo(() => new Set(detail?.alternatives.map(({ offerId }) => offerId)), [detail]);
  // The address follows, so that one comes back to the same line.
  const kept = useSettled(selected ?? undefined, 800);
  useEffect(() => {
    if (kept && kept !== filters.pair) setFilters({ pair: kept });
  }, [kept]); // only the choice moves the address
  /** The one after it, when it is decided on. */
  const next = (from: BoardPair) => {
    const i = pairs.findIndex(({ id }) => id === from.id);
    select((pairs[i + 1] ?? pairs[i - 1])?.id ?? null);
  };
  return { pair, select, next, detail, could, error: found.error, refetch: () => void found.refetch() };
}
