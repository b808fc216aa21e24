import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Table } from '@/ui/table';
import type { BoardPair } from './model';
import { StateMark } from './rows';

/** The same lines as a plain table; choosing one opens the same panel. */
export function PairsTable({
  pairs,
  selected,
  onSelect,
}: {
  pairs: BoardPair[];
  selected: string;
  onSelect: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(40);
  return (
    <div>
      <Table
        caption={t('board.list')}
        rows={pairs.slice(0, shown)}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'need',
            label: t('phone.need'),
            head: true,
            cell: ({ need }) => (
              <Link to="/needs/$id" params={{ id: need.id }}>
                {need.title}
              </Link>
            ),
          },
          {
            key: 'school',
            label: t('ui.school'),
            cell: ({ need }) => (
              <>
                {need.schoolName}
                {need.seats > 1 && (
                  <span className="muted"> · {t('board.seat', { seat: need.seat, seats: need.seats })}</span>
                )}
              </>
            ),
          },
          {
            key: 'who',
            label: t('role.volunteer'),
            cell: ({ offer }) => (
              <>
                {offer.volunteerName}
                <br />
                <span className="small muted">{offer.title}</span>
              </>
            ),
          },
          { key: 'when', label: t('need.when'), cell: ({ need }) => need.when },
          { key: 'score', label: t('board.fit'), end: true, cell: ({ score }) => <span className="num">{score}</span> },
          {
            key: 'state',
            label: t('ui.state'),
            cell: (pair) =>
              pair.state === 'proposed' && !pair.pinned ? t('proposal_state.proposed') : <StateMark pair={pair} />,
          },
          {
            key: 'open',
            label: <span className="sr">{t('board.look')}</span>,
            end: true,
            cell: ({ id, need, offer }) => (
              <button type="button" className="btn" aria-pressed={id === selected} onClick={() => onSelect(id)}>
                {t('board.look')}
                <span className="sr">
                  {' '}
                  {need.title} {offer.volunteerName}
                </span>
              </button>
            ),
          },
        ]}
      />
      {shown < pairs.length && (
        <div className="more">
          <Button onClick={() => setShown(shown + 120)}>{t('ui.more')}</Button>
        </div>
      )}
    </div>
  );
}
