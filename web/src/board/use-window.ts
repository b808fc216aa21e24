import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Height of a row, in rem; the style sheet has the same figure. */
const ROW_REM = 4.75;
/** Rows drawn above and below what is in sight. */
const SPARE = 6;

/** Which rows of a scrolled box are in sight, so that only those are in the page; keeps the chosen one in sight. */
export function useWindow(rows: number, chosen: number) {
  const box = useRef<HTMLDivElement>(null);
  const [rowPx, setRowPx] = useState(ROW_REM * 16);
  const [view, setView] = useState({ from: 0, to: 20 });
  const look = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const px = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    const from = Math.max(0, Math.floor(element.scrollTop / px) - SPARE);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / px) + SPARE;
    setRowPx(px);
    setView((before) => (before.from === from && before.to === to ? before : { from, to }));
  }, []);
  useLayoutEffect(() => {
    const element = box.current!;
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [look]);
  useEffect(() => {
    const element = box.current!;
    if (chosen < 0) return;
    const top = chosen * rowPx;
    if (top < element.scrollTop + rowPx) element.scrollTop = top - rowPx;
    else if (top + 2 * rowPx > element.scrollTop + element.clientHeight)
      element.scrollTop = top + 2 * rowPx - element.clientHeight;
  }, [chosen, rowPx]);
  return { box, rowPx, from: Math.min(view.from, rows), to: Math.min(view.to, rows) };
}
