import { useCallback, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fNumber } from '@/i18n/format';
import { fillRows, firstCardAt, layoutBoard } from './layout';
import { LIVE } from './model';
import type { BoardOffer, BoardPair } from './model';
import { NeedRow, OfferRow } from './rows';
import { useWindow } from './use-window';
import { Wires } from './wires';
import type { Wire } from './wires';

/**
 * Both menus with the lines between them. Only the rows in sight are in the page, so that two thousand lines stay quick.
 * One stop of the Tab key: arrows choose, letters act (the page hears them).
 */
export function Canvas({
  pairs,
  all,
  offers,
  selected,
  could,
  label,
  onSelect,
  onOther,
}: {
  /** The lines shown, in their order. */
  pairs: BoardPair[];
  /** Every line of the round, shown or not: whoever has one is not without. */
  all: BoardPair[];
  offers: BoardOffer[];
  selected: string | null;
  /** Offers that could serve the chosen line instead. */
  could: ReadonlySet<string>;
  label: string;
  onSelect: (id: string) => void;
  /** Somebody without a line was pointed out for the chosen one. */
  onOther: (offer: BoardOffer) => void;
}) {
  const { t } = useTranslation();
  const layout = useMemo(() => layoutBoard(pairs.map(({ offer }) => ({ offerId: offer.id }))), [pairs]);
  const others = useMemo(() => {
    const used = new Set(all.filter(({ state }) => LIVE.includes(state)).map(({ offer }) => offer.id));
    return fillRows(
      layout,
      pairs.map(({ need }) => need.categoryId),
      offers.filter(({ id }) => !used.has(id)),
    );
  }, [layout, pairs, all, offers]);
  const index = useMemo(() => new Map(pairs.map(({ id }, i) => [id, i])), [pairs]);
  const volunteers = useMemo(() => new Set(pairs.map(({ offer }) => offer.volunteerId)).size, [pairs]);
  const at = selected === null ? -1 : (index.get(selected) ?? -1);
  const { box, rowPx, from, to } = useWindow(pairs.length, at);
  const [hovered, setHovered] = useState<BoardPair | null>(null);
  const hoverCard = useCallback(
    (offer: BoardOffer) => setHovered(pairs.find((pair) => pair.offer.id === offer.id) ?? null),
    [pairs],
  );
  const selectCard = useCallback(
    (offer: BoardOffer) => {
      const first = pairs.find((pair) => pair.offer.id === offer.id);
      if (first) onSelect(first.id);
    },
    [pairs, onSelect],
  );

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
    if (!(event.key in moves)) return;
    event.preventDefault();
    onSelect(pairs[Math.min(pairs.length - 1, Math.max(0, moves[event.key]))].id);
  };

  const cards = layout.cards.slice(firstCardAt(layout, from), firstCardAt(layout, to));
  const chosen = at >= 0 ? pairs[at] : null;
  const lead = hovered ?? chosen;
  const { wires, dotted } = useMemo(() => {
    const y = (row: number) => (row - from) * rowPx + rowPx / 2;
    const shown = new Set<number>();
    for (let i = from; i < to; i++) shown.add(i);
    for (const { pairs: ends } of layout.cards.slice(firstCardAt(layout, from), firstCardAt(layout, to)))
      for (const end of ends) shown.add(end);
    const drawn = [...shown].map((i): Wire => {
      const pair = pairs[i];
      const kin = lead !== null && pair.offer.volunteerId === lead.offer.volunteerId;
      return {
        pair,
        from: y(i),
        to: y(layout.cardOf[i].row),
        look: pair.id === selected || pair.id === hovered?.id ? 'chosen' : kin ? 'kin' : 'usual',
      };
    });
    const rows = [
      ...layout.cards.map((card) => [card.row, card.offerId] as const),
      ...[...others].map(([row, offer]) => [row, offer.id] as const),
    ];
    return {
      wires: drawn,
      dotted:
        at < from || at >= to
          ? []
          : rows
              .filter(([row, id]) => row >= from && row < to && could.has(id) && id !== pairs[at].offer.id)
              .map(([row]) => ({ from: y(at), to: y(row) })),
    };
  }, [pairs, layout, others, from, to, rowPx, selected, hovered, lead, could, at]);

  return (
    <div className="board" ref={box} onMouseLeave={() => setHovered(null)}>
      <div className="board-head">
        <span>
          {t('nav.needs')} <small>{t('board.lines', { count: pairs.length })}</small>
        </span>
        <i aria-hidden="true" />
        <span>
          {t('nav.resources')} <small>{t('board.volunteers', { count: fNumber(volunteers) })}</small>
        </span>
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
          {pairs.slice(from, to).map((pair, i) => (
            <NeedRow
              key={pair.id}
              pair={pair}
              top={(from + i) * rowPx}
              at={from + i}
              size={pairs.length}
              chosen={pair.id === selected}
              onSelect={onSelect}
              onHover={setHovered}
            />
          ))}
        </div>
        <Wires
          wires={wires}
          could={dotted}
          pointed={hovered !== null}
          top={from * rowPx}
          height={Math.max(0, to - from) * rowPx}
          onSelect={onSelect}
          onHover={setHovered}
        />
        <ul className="board-right plain" aria-label={t('board.offers')}>
          {cards.map(({ key, row, pairs: ends, of }) => (
            <OfferRow
              key={key}
              offer={pairs[ends[0]].offer}
              lines={of}
              top={row * rowPx}
              chosen={pairs[ends[0]].offer.id === chosen?.offer.id}
              onSelect={selectCard}
              onHover={hoverCard}
            />
          ))}
          {[...others]
            .filter(([row]) => row >= from && row < to)
            .map(([row, offer]) => (
              <OfferRow
                key={`other-${row}`}
                offer={offer}
                lines={0}
                top={row * rowPx}
                chosen={false}
                unused
                onSelect={onOther}
              />
            ))}
        </ul>
      </div>
    </div>
  );
}
