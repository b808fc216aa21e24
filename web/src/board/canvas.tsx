import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/states';
import { firstOfferAt, layoutBoard } from './layout';
import type { BoardPair } from './model';

/** Height of a row, in rem; the style sheet has the same figure. */
const ROW_REM = 5.25;
/** Rows drawn above and below the window. */
const SPARE = 6;
const WIRE_WIDTH = 100;

export interface Keys {
  onKey: (key: string, pair: BoardPair) => boolean;
}

/**
 * Both menus with the lines between them. Only the rows in the window are in the page, so that two thousand lines stay
 * quick. One stop of the Tab key: arrows choose, letters act.
 */
export function Canvas({
  pairs,
  selected,
  onSelect,
  onKey,
  label,
}: {
  pairs: BoardPair[];
  selected: string | null;
  onSelect: (id: string) => void;
  label: string;
} & Keys) {
  const { t } = useTranslation();
  const layout = useMemo(() => layoutBoard(pairs.map(({ id, offer }) => ({ id, offerId: offer.id }))), [pairs]);
  const offerOf = useMemo(() => new Map(pairs.map((pair) => [pair.offer.id, pair])), [pairs]);
  const index = useMemo(() => new Map(pairs.map(({ id }, i) => [id, i])), [pairs]);
  const box = useRef<HTMLDivElement>(null);
  const [rowPx, setRowPx] = useState(ROW_REM * 16);
  const [view, setView] = useState({ from: 0, to: 20 });

  const look = useRef(() => {});
  look.current = () => {
    const element = box.current;
    if (!element) return;
    const px = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const from = Math.max(0, Math.floor(element.scrollTop / px) - SPARE);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / px) + SPARE;
    setRowPx(px);
    setView((before) => (before.from === from && before.to === to ? before : { from, to }));
  };
  useLayoutEffect(() => {
    const element = box.current!;
    const onScroll = () => look.current();
    const sizes = new ResizeObserver(onScroll);
    sizes.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    look.current();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);

  const at = selected === null ? -1 : (index.get(selected) ?? -1);
  // The chosen row stays in sight.
  useEffect(() => {
    const element = box.current!;
    if (at < 0) return;
    const top = at * rowPx;
    if (top < element.scrollTop + rowPx) element.scrollTop = top - rowPx;
    else if (top + 2 * rowPx > element.scrollTop + element.clientHeight)
      element.scrollTop = top + 2 * rowPx - element.clientHeight;
  }, [at, rowPx]);

  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || pairs.length === 0) return;
    const page = Math.max(1, Math.floor(box.current!.clientHeight / rowPx) - 1);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: pairs.length - 1,
    };
    if (event.key in moves) {
      event.preventDefault();
      onSelect(pairs[Math.min(pairs.length - 1, Math.max(0, moves[event.key]))].id);
    } else if (at >= 0 && onKey(event.key.length === 1 ? event.key.toLowerCase() : event.key, pairs[at]))
      event.preventDefault();
  };

  const from = Math.min(view.from, pairs.length);
  const to = Math.min(view.to, pairs.length);
  const shown = pairs.slice(from, to);
  const offers = layout.offers.slice(firstOfferAt(layout, from), firstOfferAt(layout, to));
  const chosenOffer = at >= 0 ? pairs[at].offer.id : null;
  const wires = new Set<number>();
  for (let i = from; i < to; i++) wires.add(i);
  for (const { pairs: ends } of offers) for (const end of ends) wires.add(end);
  if (at >= 0) {
    wires.delete(at);
    wires.add(at);
  } // drawn last, on top
  const y = (row: number) => (row - from) * rowPx + rowPx / 2;

  return (
    <div className="board" ref={box}>
      <div className="board-head" aria-hidden="true">
        <span>{t('nav.needs')}</span>
        <i />
        <span>{t('nav.resources')}</span>
      </div>
      <div className="board-body" style={{ height: pairs.length * rowPx }}>
        <div
          className="board-left"
          role="listbox"
          tabIndex={0}
          aria-label={label}
          aria-activedescendant={at >= from && at < to ? `pair-${selected}` : undefined}
          onKeyDown={keyDown}
          onFocus={() => {
            if (at < 0 && pairs.length) onSelect(pairs[from].id);
          }}
        >
          {shown.map((pair, i) => (
            <NeedRow
              key={pair.id}
              pair={pair}
              top={(from + i) * rowPx}
              at={from + i}
              size={pairs.length}
              chosen={pair.id === selected}
              onSelect={onSelect}
            />
          ))}
        </div>
        <svg
          className="wires"
          aria-hidden="true"
          style={{ top: from * rowPx, height: Math.max(0, to - from) * rowPx }}
          viewBox={`0 0 ${WIRE_WIDTH} ${Math.max(1, (to - from) * rowPx)}`}
          preserveAspectRatio="none"
        >
          {[...wires].map((i) => {
            const pair = pairs[i];
            const [a, b] = [y(i), y(layout.rowOfOffer.get(pair.offer.id)!)];
            const bend = WIRE_WIDTH / 2;
            const path = `M0 ${a} C${bend} ${a} ${bend} ${b} ${WIRE_WIDTH} ${b}`;
            const kin = pair.offer.id === chosenOffer && i !== at;
            return (
              <g
                key={pair.id}
                className={[
                  'wire',
                  `wire-${pair.state}`,
                  pair.pinned && 'wire-pinned',
                  i === at && 'wire-chosen',
                  kin && 'wire-kin',
                ]
                  .filter(Boolean)
                  .join(' ')}
                onClick={() => onSelect(pair.id)}
              >
                <path className="wire-hit" d={path} />
                <path className="wire-line" d={path} />
              </g>
            );
          })}
        </svg>
        <ul className="board-right plain" aria-label={t('board.offers')}>
          {offers.map(({ offerId, row, pairs: ends }) => (
            <OfferRow
              key={offerId}
              pair={offerOf.get(offerId)!}
              count={ends.length}
              top={row * rowPx}
              chosen={offerId === chosenOffer}
              onSelect={() => onSelect(pairs[ends[0]].id)}
            />
          ))}
        </ul>
      </div>
    </div>
  );
}

const NeedRow = memo(function NeedRow({
  pair,
  top,
  at,
  size,
  chosen,
  onSelect,
}: {
  pair: BoardPair;
  top: number;
  at: number;
  size: number;
  chosen: boolean;
  onSelect: (id: string) => void;
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
        <span className="sr">{t('board.paired_with', { name: offer.volunteerName, score: pair.score })}</span>
      </div>
    </div>
  );
});

const OfferRow = memo(function OfferRow({
  pair: { offer },
  count,
  top,
  chosen,
  onSelect,
}: {
  pair: BoardPair;
  count: number;
  top: number;
  chosen: boolean;
  onSelect: () => void;
}) {
  const { t } = useTranslation();
  return (
    <li className={chosen ? 'row row-chosen' : 'row'} style={{ top }} onClick={onSelect}>
      <div className="l1">
        <span className="row-title">{offer.title}</span>
        <i aria-hidden="true" />
        <em>{offer.when}</em>
      </div>
      <div className="l2">
        {offer.veteranGroup && <Tag tone="good">{t(`veteran.${offer.veteranGroup}`)}</Tag>}
        <span className="row-rest">
          {offer.volunteerName}
          {count > 1 && ` · ${t('board.count', { count })}`}
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
  if (need.careGroups.length) return <Tag tone="stop">{t(`care.${need.careGroups[0]}`)}</Tag>;
  if (need.urgent) return <Tag tone="wait">{t('need.urgent')}</Tag>;
  return need.programmeName ? <Tag>{need.programmeName}</Tag> : null;
}
