import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWordName } from '@/i18n/words';
import { Tag } from '@/ui/states';
import type { BoardOffer, BoardPair } from './model';

/** One line of the needs menu. */
export const NeedRow = memo(function NeedRow({
  pair,
  top,
  at,
  size,
  chosen,
  onSelect,
  onHover,
}: {
  pair: BoardPair;
  top: number;
  at: number;
  size: number;
  chosen: boolean;
  onSelect: (id: string) => void;
  onHover: (pair: BoardPair | null) => void;
}) {
  const { t } = useTranslation();
  const { need, offer } = pair;
  return (
    <div
      className="row"
      role="option"
      id={`pair-${pair.id}`}
      aria-selected={chosen}
      aria-posinset={at + 1}
      aria-setsize={size}
      style={{ top }}
      onClick={() => onSelect(pair.id)}
      onMouseEnter={() => onHover(pair)}
    >
      <div className="l1">
        <span className="row-title">{need.title}</span>
        <i aria-hidden="true" />
        <em>{need.when}</em>
      </div>
      <div className="l2">
        <StateMark pair={pair} />
        <PriorityTag need={need} />
        <span className="row-rest">
          {need.schoolName}
          {need.seats > 1 && ` · ${t('board.seat', { seat: need.seat, seats: need.seats })}`}
        </span>
        <span className="row-score num" aria-hidden="true">
          {pair.score}
        </span>
        <span className="sr">{t('board.paired_with', { name: offer.volunteerName, score: pair.score })}</span>
      </div>
    </div>
  );
});

/** One line of the resources menu: with lines to needs, or (`unused`) without one in this round. */
export const OfferRow = memo(function OfferRow({
  offer,
  lines,
  top,
  chosen,
  unused,
  onSelect,
  onHover,
}: {
  offer: BoardOffer;
  /** How many lines it has in all. */
  lines: number;
  top: number;
  chosen: boolean;
  unused?: boolean;
  onSelect: (offer: BoardOffer) => void;
  onHover?: (offer: BoardOffer) => void;
}) {
  const { t } = useTranslation();
  return (
    <li
      className={['row', chosen && 'row-chosen', unused && 'row-unused'].filter(Boolean).join(' ')}
      style={{ top }}
      onClick={() => onSelect(offer)}
      onMouseEnter={() => onHover?.(offer)}
    >
      <div className="l1">
        <span className="row-title">{offer.title}</span>
        <i aria-hidden="true" />
        <em>{offer.when}</em>
      </div>
      <div className="l2">
        {offer.veteranGroup && <Tag tone={unused ? 'plain' : 'good'}>{t(`veteran.${offer.veteranGroup}`)}</Tag>}
        <span className="row-rest">
          {offer.volunteerName}
          {lines > 1 && ` · ${t('board.count', { count: lines })}`}
          {unused && ` · ${t('board.unused')}`}
        </span>
      </div>
    </li>
  );
});

const TONES = {
  proposed: 'plain',
  approved: 'good',
  invited: 'good',
  accepted: 'good',
  rejected: 'stop',
  declined: 'stop',
  lapsed: 'wait',
  cancelled: 'plain',
} as const;

/** The state of a line: a word and a shape. */
export function StateMark({ pair }: { pair: BoardPair }) {
  const { t } = useTranslation();
  return (
    <>
      {pair.state !== 'proposed' && <Tag tone={TONES[pair.state]}>{t(`proposal_state.${pair.state}`)}</Tag>}
      {pair.pinned && <Tag>{t('board.pinned')}</Tag>}
    </>
  );
}

export function PriorityTag({ need }: { need: BoardPair['need'] }) {
  const { t } = useTranslation();
  const wordName = useWordName();
  if (need.careGroups.length) return <Tag tone="stop">{t(`care.${need.careGroups[0]}`)}</Tag>;
  if (need.urgent) return <Tag tone="wait">{t('need.urgent')}</Tag>;
  return need.programmeName ? <Tag>{wordName(need.programmeName)}</Tag> : null;
}
