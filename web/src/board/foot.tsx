import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import type { Decision } from './use-decisions';

/** Below the board: what was just decided and how to take it back, the keys, and what is done with all lines. */
export function BoardFoot({
  pending,
  onTakeBack,
  onKeys,
  children,
}: {
  pending: Decision | null | undefined;
  onTakeBack: () => void;
  onKeys: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="board-foot no-print">
      <div className="did" role="status">
        {pending && (
          <>
            <span>
              {t(`board.did_${pending.kind}`, {
                need: pending.pair.need.title,
                name: pending.pair.offer.volunteerName,
              })}
            </span>
            <Button onClick={onTakeBack}>
              {t('board.undo')}
              <kbd aria-hidden="true">U</kbd>
            </Button>
          </>
        )}
      </div>
      <div className="cluster">
        <Button kind="quiet" onClick={onKeys}>
          {t('board.keys')}
          <kbd aria-hidden="true">?</kbd>
        </Button>
        {children}
      </div>
    </div>
  );
}
