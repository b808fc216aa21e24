import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '@/app/draft';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea } from '@/ui/field';
import type { BoardPair } from './model';

/** Why not; the maker of the pair reads it. */
export function RejectDialog({
  pair,
  onClose,
  onReject,
}: {
  pair: BoardPair | null;
  onClose: () => void;
  onReject: (reason: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('board.reject_title', { need: pair?.need.title, name: pair?.offer.volunteerName })}
      open={pair !== null}
      onClose={onClose}
    >
      {pair && <Reason key={pair.id} of={pair.id} onClose={onClose} onReject={onReject} />}
    </Dialog>
  );
}

function Reason({ of, onClose, onReject }: { of: string; onClose: () => void; onReject: (reason: string) => void }) {
  const { t } = useTranslation();
  const [reason, setReason, forget] = useDraft(`reject.${of}`, '');
  const [missing, setMissing] = useState(false);
  const usual = ['distance', 'fit', 'known', 'load'] as const;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason.trim()) return setMissing(true);
        forget();
        onReject(reason.trim());
      }}
    >
      <div className="cluster" role="group" aria-label={t('board.usual_reasons')}>
        {usual.map((key) => (
          <button type="button" className="chip" key={key} onClick={() => setReason(t(`board.usual_${key}`))}>
            {t(`board.usual_${key}`)}
          </button>
        ))}
      </div>
      <TextArea
        label={t('board.reject_reason')}
        value={reason}
        maxLength={1000}
        error={missing && !reason.trim() ? t('form.reason_missing') : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="cluster">
        <Button type="submit" kind="main">
          {t('board.reject')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
