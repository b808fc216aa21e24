import { useId } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import '@/styles/chart.css';

/** One bar: how much of how much, with its words; `of` is the whole it is a part of. */
export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  of?: number;
  /** The number as it is said at the end of the bar. */
  text: ReactNode;
}

/**
 * A panel of the dashboard: what the picture says in one sentence, the picture, and the table behind it. The pictures are
 * plain boxes, so that they print, grow with the text and need no library; the table is the same for whoever does not see them.
 */
export function Panel({
  title,
  says,
  chart,
  table,
  wide,
}: {
  /** Over the whole width of the page. */
  wide?: boolean;
  title: string;
  says: ReactNode;
  chart: ReactNode;
  table: ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={wide ? 'card stack panel-chart wide' : 'card stack panel-chart'} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{says}</p>
      <div aria-hidden="true">{chart}</div>
      <details>
        <summary className="tall">{t('chart.table')}</summary>
        {table}
      </details>
    </section>
  );
}

/** Lying bars, one a line: of what is whole each has the full length, so that the shares are compared. `flow`: in two columns. */
export function Bars({ bars, flow }: { bars: Bar[]; flow?: boolean }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ol className={flow ? 'plain bars bars-flow' : 'plain bars'}>
      {bars.map(({ key, label, value, of, text }) => (
        <li key={key}>
          <span className="bars-label">{label}</span>
          <span className="bars-track">
            <b className={of === undefined ? undefined : 'bars-whole'}>
              <i style={{ width: `${(100 * value) / Math.max(1, of ?? most)}%` }} />
            </b>
          </span>
          <span className="num bars-text">{text}</span>
        </li>
      ))}
    </ol>
  );
}

/** Standing bars in order of time. */
export function Columns({ bars }: { bars: Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ol className="plain columns">
      {bars.map(({ key, label, value, text }) => (
        <li key={key}>
          <span className="num">{text}</span>
          <span className="columns-track">
            <i style={{ height: `${(100 * value) / most}%` }} />
          </span>
          <span className="columns-label">{label}</span>
        </li>
      ))}
    </ol>
  );
}
