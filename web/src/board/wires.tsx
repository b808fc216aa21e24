import { memo } from 'react';
import type { BoardPair } from './model';

export const WIRE_WIDTH = 128;

/** A line that is drawn: from the middle of a row on the left to the middle of a row on the right, in pixels. */
export interface Wire {
  pair: BoardPair;
  from: number;
  to: number;
  look: 'usual' | 'kin' | 'chosen';
}

const curve = (from: number, to: number): string =>
  `M0 ${from} C${WIRE_WIDTH * 0.55} ${from} ${WIRE_WIDTH * 0.45} ${to} ${WIRE_WIDTH} ${to}`;

/**
 * The lines between the menus. The chosen one is drawn last, on top; others of the same person are drawn in its colour,
 * and while something is pointed at, the rest stands back. `could` are dotted lines to whoever could serve instead.
 */
export const Wires = memo(function Wires({
  wires,
  could,
  pointed,
  top,
  height,
  onSelect,
  onHover,
}: {
  wires: Wire[];
  could: { from: number; to: number }[];
  /** Something is pointed at or chosen: lines that have nothing to do with it fade. */
  pointed: boolean;
  top: number;
  height: number;
  onSelect: (id: string) => void;
  onHover: (pair: BoardPair | null) => void;
}) {
  const order = { usual: 0, kin: 1, chosen: 2 };
  return (
    <svg
      className={pointed ? 'wires wires-pointed' : 'wires'}
      aria-hidden="true"
      style={{ top, height }}
      viewBox={`0 0 ${WIRE_WIDTH} ${Math.max(1, height)}`}
      preserveAspectRatio="none"
    >
      {could.map(({ from, to }) => (
        <path key={to} className="wire-could" d={curve(from, to)} />
      ))}
      {[...wires]
        .sort((a, b) => order[a.look] - order[b.look])
        .map(({ pair, from, to, look }) => (
          <g
            key={pair.id}
            className={`wire wire-${pair.state} wire-${look}${pair.pinned ? ' wire-pinned' : ''}`}
            onClick={() => onSelect(pair.id)}
            onMouseEnter={() => onHover(pair)}
          >
            <path className="wire-hit" d={curve(from, to)} />
            <path className="wire-line" d={curve(from, to)} />
            <circle className="wire-end" cx="0" cy={from} r="4" />
            <circle className="wire-end" cx={WIRE_WIDTH} cy={to} r="4" />
          </g>
        ))}
    </svg>
  );
});
