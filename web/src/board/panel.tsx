import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, fDay, fNumber } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Loading, Note, ProblemNote } from '@/ui/states';
import { Alternatives } from './alternatives';
import type { Names } from './alternatives';
import type { Alternative, BoardPair, PairDetail } from './model';
import { PriorityTag, StateMark } from './rows';

const PARTS = ['skill', 'time', 'distance', 'wish', 'continuity', 'slack'] as const;

export type Deed = 'approve' | 'reject' | 'pin' | 'swap';

/** Everything about the chosen line: how well it fits and why, who else could, at what price, and what can be done. */
export function Panel({
  pair,
  detail,
  error,
  onRetry,
  most,
  names,
  able,
  busy,
  onDeed,
  onSwap,
  onBack,
  focusKey,
}: {
  pair: BoardPair;
  /** null while it is fetched. */
  detail: PairDetail | null;
  error: unknown;
  onRetry: () => void;
  /** The most points a policy gives for each part. */
  most: Record<string, number>;
  names: Names;
  able: Record<Deed, boolean>;
  busy: boolean;
  onDeed: (deed: Deed) => void;
  onSwap: (alternative: Alternative) => void;
  onBack: () => void;
  /** Changes when the keyboard asks to come here. */
  focusKey: number;
}) {
  const { t } = useTranslation();
  const { need, offer } = pair;
  const heading = useRef<HTMLHeadingElement>(null);
  const come = useRef(focusKey);
  useEffect(() => {
    // Only when asked: a panel that appears again takes the focus from nobody.
    if (come.current !== focusKey) heading.current?.focus();
    come.current = focusKey;
  }, [focusKey]);
  return (
    <aside className="panel" aria-label={t('board.chosen')}>
      <div className="panel-scroll" tabIndex={0} role="group" aria-label={t('board.chosen')}>
        <div className="panel-back no-print">
          <Button kind="quiet" onClick={onBack}>
            {t('board.key_back')}
          </Button>
        </div>
        <h2 tabIndex={-1} ref={heading}>
          {need.schoolName} <span aria-label={t('board.with')}>↔</span> {offer.volunteerName}
        </h2>
        <p className="muted">
          <Link to="/needs/$id" params={{ id: need.id }}>
            {need.title}
          </Link>
          {' · '}
          {pair.first ? t('board.from_day', { day: fDay(dayOf(pair.first)), count: pair.meetings }) : need.when}
        </p>
        <p className="cluster panel-tags">
          <StateMark pair={pair} />
          <PriorityTag need={need} />
          {pair.reserve !== null && <span className="tag">{t('board.reserve', { order: pair.reserve })}</span>}
        </p>
        {pair.rejectReason && <Note tone="stop" title={t('board.rejected_because', { reason: pair.rejectReason })} />}
        {error && !detail ? (
          <ProblemNote error={error} onRetry={onRetry} />
        ) : (
          <>
            <h3>
              {t('board.fit')} <b className="panel-score num">{pair.score}</b>{' '}
              <span className="muted small">{t('board.of_1000')}</span>
            </h3>
            {detail ? (
              <>
                <Parts parts={detail.parts} most={most} />
                <Reasons detail={detail} />
                <Alternatives
                  pair={pair}
                  alternatives={detail.alternatives}
                  names={names}
                  onSwap={able.swap ? onSwap : undefined}
                />
              </>
            ) : (
              <Loading rows={3} />
            )}
          </>
        )}
      </div>
      <DeedButtons able={able} busy={busy} pinned={pair.pinned} onDeed={onDeed} />
    </aside>
  );
}

function Parts({ parts, most }: { parts: Record<string, number>; most: Record<string, number> }) {
  const { t } = useTranslation();
  const none = PARTS.filter((part) => parts[part] === 0);
  return (
    <>
      <dl className="parts">
        {PARTS.filter((part) => parts[part]).map((part) => {
          const whole = most[part] ?? 1000;
          return (
            <div key={part}>
              <dt>{t(`part.${part}`)}</dt>
              <dd className="bar" aria-hidden="true">
                <b style={{ width: `${Math.min(100, (100 * parts[part]) / Math.max(1, whole))}%` }} />
              </dd>
              <dd className="parts-v num">
                {parts[part]}
                <span className="muted">/{whole}</span>
              </dd>
            </div>
          );
        })}
        {!!parts.load && (
          <div>
            <dt>{t('part.load')}</dt>
            <dd className="small muted">{t('part.load_hint')}</dd>
            <dd className="parts-v num">{fNumber(parts.load)}</dd>
          </div>
        )}
      </dl>
      {none.length > 0 && (
        <p className="small muted">
          {t('board.no_points', { parts: none.map((part) => t(`part.${part}`)).join(t('form.and')) })}
        </p>
      )}
    </>
  );
}

function Reasons({ detail }: { detail: PairDetail }) {
  const { t } = useTranslation();
  const reasons = useReasons('they')(detail.reasons);
  return (
    <>
      {detail.overrides.length > 0 && (
        <Note tone="wait" title={t('board.overrides')}>
          <ul>
            {detail.overrides.map(({ rule, reason }) => (
              <li key={rule}>{t('board.override', { rule: t(`rule.${rule}`), reason })}</li>
            ))}
          </ul>
        </Note>
      )}
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
    </>
  );
}

function DeedButtons({
  able,
  busy,
  pinned,
  onDeed,
}: {
  able: Record<Deed, boolean>;
  busy: boolean;
  pinned: boolean;
  onDeed: (deed: Deed) => void;
}) {
  const { t } = useTranslation();
  if (!Object.values(able).some(Boolean)) return null;
  return (
    <div className="deeds no-print">
      {able.approve && (
        <Button kind="main" hint="A" onClick={() => onDeed('approve')}>
          {t('board.approve')}
        </Button>
      )}
      {able.reject && (
        <Button hint="R" onClick={() => onDeed('reject')}>
          {t('board.reject')}
        </Button>
      )}
      {able.pin && (
        <Button busy={busy} hint="P" aria-pressed={pinned} onClick={() => onDeed('pin')}>
          {pinned ? t('board.unpin') : t('board.pin')}
        </Button>
      )}
      {able.swap && (
        <Button hint="S" onClick={() => onDeed('swap')}>
          {t('board.swap')}
        </Button>
      )}
    </div>
  );
}
