import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Empty } from '@/ui/states';
import type { PairState } from './model';

/** Where decided suggestions are found, in the order in which something is still to be done with them. */
const NEXT: PairState[] = ['approved', 'invited', 'accepted'];

/** No line to show: nothing at all, or nothing left to decide, and then where the others are. */
export function NonePaired({
  counts,
  state,
  onState,
  children,
}: {
  counts: Partial<Record<PairState, number>>;
  state: PairState;
  onState: (state: PairState) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const others = NEXT.filter((value) => (counts[value] ?? 0) > 0);
  if (state !== 'proposed' || (counts.proposed ?? 0) > 0 || others.length === 0)
    return <Empty title={t('board.none_here')}>{children}</Empty>;
  return (
    <Empty title={t('board.all_seen')}>
      <p>{t('board.all_seen_hint')}</p>
      <div className="cluster">
        {others.map((value) => (
          <Button key={value} onClick={() => onState(value)}>
            {t(`proposal_state.${value}`)} {fNumber(counts[value] ?? 0)}
          </Button>
        ))}
      </div>
    </Empty>
  );
}
