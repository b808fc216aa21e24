import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fDay, dayOf, fNumber } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Loading, Note } from '@/ui/states';
import type { Alternative, BoardPair } from './model';
import { PriorityTag, StateMark } from './canvas';

const PARTS = ['skill', 'time', 'distance', 'wish', 'continuity', 'slack'] as const;

export type Deed = 'approve' | 'reject' | 'pin' | 'swap';

/** Everything about the chosen line: how well it fits and why, who else could, at what price, and what can be done. */
export function Panel({
  pair,
  loading,
  most,
  able,
  busy,
  onDeed,
  onSwap,
  onBack,
  focusKey,
}: {
  pair: BoardPair;
  loading: boolean;
  most: Record<string, number>;
  able: Record<Deed, boolean>;
  busy: boolean;
  onDeed: (deed: Deed) => void;
  onSwap: (alternative: Alternative) => void;
  onBack: () => void;
  /** Changes when the keyboard asks to come here. */
  focusKey: number;
}) {
  const { t } = useTranslation();
  const reasons = useReasons('they')(pair.reasons);
  const { need, offer, parts } = pair;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusKey > 0) heading.current?.focus();
  }, [focusKey]);
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onBack();
  };
  return (
    <aside className="panel" aria-label={t('board.chosen')} onKeyDown={keyDown}>
      <div className="panel-scroll" tabIndex={0} role="group" aria-label={t('board.chosen')}>
        <h2 tabIndex={-1} ref={heading}>
          {need.schoolName} <span aria-label={t('board.with')}>↔</span> {offer.volunteerName}
        </h2>
        <p className="muted">
          {[need.title, pair.first && t('board.from_day', { day: fDay(dayOf(pair.first)), count: pair.meetings })]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="cluster panel-tags">
          <StateMark pair={pair} />
          <PriorityTag need={need} />
          {pair.reserve !== null && <span className="tag">{t('board.reserve', { order: pair.reserve })}</span>}
        </p>
        {pair.rejectReason && <Note tone="stop" title={t('board.rejected_because', { reason: pair.rejectReason })} />}
        {pair.overrides.length > 0 && (
          <Note tone="wait" title={t('board.overrides')}>
            <ul>
              {pair.overrides.map(({ rule, reason }) => (
                <li key={rule}>{t('board.override', { rule: t(`rule.${rule}`), reason })}</li>
              ))}
            </ul>
          </Note>
        )}

        <h3>
          {t('board.fit')} <b className="panel-score num">{pair.score}</b>{' '}
          <span className="muted small">{t('board.of_1000')}</span>
        </h3>
        {loading ? (
          <Loading rows={2} />
        ) : (
          <>
            <dl className="parts">
              {PARTS.filter((part) => parts[part] !== undefined).map((part) => (
                <div key={part}>
                  <dt>{t(`part.${part}`)}</dt>
                  <dd className="bar" aria-hidden="true">
                    <b
                      style={{
                        width: `${Math.min(100, (100 * (parts[part] ?? 0)) / Math.max(1, most[part] ?? 1000))}%`,
                      }}
                    />
                  </dd>
                  <dd className="parts-v num">
                    {parts[part]}
                    <span className="muted">/{most[part] ?? 1000}</span>
                  </dd>
                </div>
              ))}
              {!!parts.load && (
                <div>
                  <dt>{t('part.load')}</dt>
                  <dd className="small muted">{t('part.load_hint')}</dd>
                  <dd className="parts-v num">{fNumber(parts.load)}</dd>
                </div>
              )}
            </dl>

            <h3>{t('board.why')}</h3>
            {reasons.length ? (
              <ul className="reasons">
                {reasons.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ) : (
              <p className="muted">{t('board.no_reasons')}</p>
            )}

            <h3>{t('board.else')}</h3>
            {pair.alternatives.length === 0 ? (
              <p className="muted">{t('board.nobody_else')}</p>
            ) : (
              <ul className="plain alternatives">
                {pair.alternatives.map((alternative) => (
                  <li key={`${alternative.offerId}-${alternative.alternative}`}>
                    <div>
                      <b>{alternative.volunteerName}</b>
                      <span className="muted small">
                        {alternative.offerTitle} · {t('board.fit_is', { score: alternative.score })}
                      </span>
                      <span className="price">
                        {alternative.priceAtLeast > 0
                          ? t('board.price', { points: fNumber(alternative.priceAtLeast) })
                          : t('board.price_unproven')}
                      </span>
                    </div>
                    {able.swap && (
                      <Button onClick={() => onSwap(alternative)}>
                        {t('board.take')}
                        <span className="sr"> {alternative.volunteerName}</span>
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      {Object.values(able).some(Boolean) && (
        <div className="deeds no-print">
          {able.approve && (
            <Button kind="main" busy={busy} hint="A" onClick={() => onDeed('approve')}>
              {t('board.approve')}
            </Button>
          )}
          {able.reject && (
            <Button busy={busy} hint="R" onClick={() => onDeed('reject')}>
              {t('board.reject')}
            </Button>
          )}
          {able.pin && (
            <Button busy={busy} hint="P" aria-pressed={pair.pinned} onClick={() => onDeed('pin')}>
              {pair.pinned ? t('board.unpin') : t('board.pin')}
            </Button>
          )}
          {able.swap && (
            <Button busy={busy} hint="S" onClick={() => onDeed('swap')}>
              {t('board.swap')}
            </Button>
          )}
        </div>
      )}
    </aside>
  );
}
