import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilters } from '@/app/lists';
import { solvedOf, usePolicies, useRounds } from '@/app/rounds';
import { may, useMe } from '@/app/session';
import { Canvas } from '@/board/canvas';
import { RejectDialog } from '@/board/reject';
import { KeysDialog } from '@/board/keys';
import type { BoardOffer, BoardPair, PairDetail, PairState } from '@/board/model';
import { orderPairs } from '@/board/order';
import { NonePaired } from '@/board/none-paired';
import { PairsTable } from '@/board/pairs-table';
import { Panel } from '@/board/panel';
import type { Deed } from '@/board/panel';
import { ApproveAll, Release } from '@/board/release';
import { RoundFigures, RoundLine } from '@/board/round-head';
import { SwapDialog } from '@/board/swap';
import type { Swap } from '@/board/swap';
import { STATES, Toolbar } from '@/board/toolbar';
import { useDecisions } from '@/board/use-decisions';
import { useDetail, useLines } from '@/board/use-lines';
import { useSettled } from '@/board/use-settled';
import { Button, ButtonLink } from '@/ui/button';
import { useFinder } from '@/ui/find';
import { Page } from '@/ui/page';
import { Empty, Loading, ProblemNote } from '@/ui/states';
import { MatchingNav } from '@/ui/subnav';
import '@/styles/board.css';
import '@/styles/board-panel.css';

/** Whether two menus side by side have no room, by the reader's own text size (as in `@container shell`). */
const isNarrow = (): boolean => {
  const root = document.documentElement;
  return root.clientWidth < 48 * parseFloat(getComputedStyle(root).fontSize);
};

/** The docking board: both menus, the lines between, and a decision on each. */
export function BoardPage() {
  const { t } = useTranslation();
  const me = useMe();
  const review = may(me, 'proposal.review');
  const [narrow] = useState(isNarrow);
  const [filters, setFilters] = useFilters();
  const rounds = useRounds();
  const solved = rounds.data?.items;
  const real = useMemo(() => solvedOf(solved ?? []).filter(({ draft }) => !draft), [solved]);
  const roundId = filters.round === 'all' ? undefined : (filters.round ?? real[0]?.id);
  const round = real.find(({ id }) => id === roundId);
  const lines = useLines(roundId, !rounds.isPending);
  const decisions = useDecisions(lines.pairs);
  const { decide, undo, pending, pin } = decisions;

  // --- which lines are shown -----------------------------------------------------------------------------------------
  const state: PairState = STATES.find((value) => value === filters.state) ?? 'proposed';
  const { schoolId, programmeId } = filters;
  const order = filters.order === 'school' || filters.order === 'person' ? filters.order : 'urgency';
  const [typed, setTyped] = useState(filters.q ?? '');
  const { finds } = useFinder(typed);
  const matching = useMemo(
    () =>
      decisions.pairs.filter(
        ({ need, offer }) =>
          (!schoolId || need.schoolId === schoolId) &&
          (!programmeId || need.programmeId === programmeId) &&
          finds(need.title, need.schoolName, need.code, offer.volunteerName, offer.title),
      ),
    [decisions.pairs, schoolId, programmeId, finds],
  );
  const counts = useMemo(() => {
    const found: Partial<Record<PairState, number>> = {};
    for (const pair of matching) found[pair.state] = (found[pair.state] ?? 0) + 1;
    return found;
  }, [matching]);
  const pairs = useMemo(
    () =>
      orderPairs(
        matching.filter((pair) => pair.state === state),
        order,
      ),
    [matching, state, order],
  );
  const table = filters.view ? filters.view === 'table' : narrow;

  const grid = useRef<HTMLDivElement>(null);

  // --- the chosen line -----------------------------------------------------------------------------------------------
  const [selected, setSelected] = useState<string | null>(filters.pair ?? null);
  const pair: BoardPair | undefined = pairs.find(({ id }) => id === selected) ?? pairs[0];
  useEffect(() => {
    if (pair && pair.id !== selected) setSelected(pair.id);
  }, [pair, selected]);
  const settled = useSettled(pair, 120);
  const found = useDetail(settled);
  const detail = pair && found.data?.id === pair.id ? (found.data as unknown as PairDetail) : null;
  const could = useMemo(() => new Set(detail?.alternatives.map(({ offerId }) => offerId)), [detail]);
  // The address follows, so that one comes back to the same line.
  const kept = useSettled(selected ?? undefined, 800);
  useEffect(() => {
    if (kept && kept !== filters.pair) setFilters({ pair: kept });
  }, [kept]); // only the choice moves the address
  const policies = usePolicies();
  const policy = policies.data?.find(({ id }) => id === round?.policyId) ?? policies.data?.[0];
  const most = (policy?.params as { fit?: Record<string, number> } | undefined)?.fit ?? {};

  // --- deeds ---------------------------------------------------------------------------------------------------------
  const [rejecting, setRejecting] = useState<BoardPair | null>(null);
  const [swapping, setSwapping] = useState<Swap | null>(null);
  const [keys, setKeys] = useState(false);
  const [focusKey, setFocusKey] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const able: Record<Deed, boolean> = {
    approve: review && pair?.state === 'proposed',
    reject: review && (pair?.state === 'proposed' || pair?.state === 'approved'),
    pin: review && (pair?.state === 'proposed' || pair?.state === 'approved'),
    swap: review && pair?.state === 'proposed',
  };
  const next = (from: BoardPair) => {
    const i = pairs.findIndex(({ id }) => id === from.id);
    setSelected((pairs[i + 1] ?? pairs[i - 1])?.id ?? null);
  };
  const swap = (to?: Swap['to']) => pair && setSwapping({ pair, to });
  const doDeed = (deed: Deed) => {
    if (!pair || !able[deed]) return;
    if (deed === 'approve') {
      next(pair);
      decide({ kind: 'approve', pair });
    } else if (deed === 'pin') {
      if (!decisions.pinning) pin(pair);
    } else if (deed === 'reject') setRejecting(pair);
    else swap();
  };
  const takeBack = () => {
    const back = undo();
    if (back) setSelected(back.id);
  };
  const toList = () =>
    grid.current?.querySelector<HTMLElement>('[role=listbox], table button[aria-pressed=true]')?.focus();
  /** Heard anywhere on the board, and only there: letters typed into a field stay letters. */
  const keyDown = (event: KeyboardEvent) => {
    const { target, key } = event as unknown as { target: HTMLElement; key: string };
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, select, textarea, dialog')) return;
    const letter = key.length === 1 ? key.toLowerCase() : key;
    const deed = ({ a: 'approve', r: 'reject', p: 'pin', s: 'swap' } as const)[letter as 'a'];
    if (deed) doDeed(deed);
    else if (letter === 'u') takeBack();
    else if (letter === '?') setKeys(true);
    else if (letter === '/') search.current?.focus();
    else if (letter === 'Escape') toList();
    else if ((letter === 'Enter' || letter === 'ArrowRight') && target.matches('[role=listbox]'))
      setFocusKey((value) => value + 1);
    else return;
    event.preventDefault();
  };
  const onOther = useCallback(
    (offer: BoardOffer) => {
      if (!pair || !review || pair.state !== 'proposed') return;
      setSwapping({ pair, to: offer });
    },
    [pair, review],
  );

  const names = useMemo(() => ({ pairs: lines.pairs, offers: lines.offers }), [lines.pairs, lines.offers]);
  const approved = useMemo(() => decisions.pairs.filter((one) => one.state === 'approved'), [decisions.pairs]);
  const nothing = !rounds.isPending && !lines.isPending && lines.pairs.length === 0;
  /** How proposals come about, for whoever opens the board before the first round. */
  const toStart = (
    <>
      <p>{t('board.empty_hint')}</p>
      {may(me, 'round.request') && (
        <ButtonLink to="/rounds" kind="main">
          {t('nav.rounds')}
        </ButtonLink>
      )}
    </>
  );
  return (
    <Page
      title={round ? t('board.title', { code: round.code }) : t('nav.board')}
      nav={<MatchingNav />}
      width="wide board-page"
      lead={round ? <RoundLine round={round} /> : t('board.lead')}
      figures={round && <RoundFigures round={round} />}
      actions={
        <>
          {round && (
            <ButtonLink to="/rounds/$id" params={{ id: round.id }}>
              {t('board.compare')}
            </ButtonLink>
          )}
          {review && <Release round={round} approved={approved} before={decisions.flush} />}
        </>
      }
    >
      {rounds.error || lines.error ? (
        <ProblemNote error={rounds.error ?? lines.error} onRetry={rounds.error ? rounds.refetch : lines.refetch} />
      ) : nothing ? (
        <Empty title={t('board.empty')}>{toStart}</Empty>
      ) : (
        <>
          <Toolbar
            state={state}
            counts={counts}
            rounds={real}
            round={round}
            filters={filters}
            setFilters={setFilters}
            table={table}
            search={search}
            typed={typed}
            onType={setTyped}
          />
          {decisions.failure !== null && (
            <ProblemNote
              error={decisions.failure}
              onRetry={() => {
                decisions.clearFailure();
                lines.refetch();
              }}
            />
          )}
          <div className="board-grid" ref={grid} tabIndex={-1} onKeyDown={keyDown}>
            {lines.isPending ? (
              <Loading rows={5} />
            ) : !pair ? (
              <NonePaired
                counts={typed || schoolId || programmeId ? {} : counts}
                state={state}
                onState={(other) => setFilters({ state: other })}
              >
                {real.length === 0 && toStart}
              </NonePaired>
            ) : (
              <>
                {table ? (
                  <PairsTable
                    pairs={pairs}
                    selected={pair.id}
                    onSelect={(id) => {
                      setSelected(id);
                      setFocusKey((value) => value + 1);
                    }}
                  />
                ) : (
                  <Canvas
                    pairs={pairs}
                    all={decisions.pairs}
                    offers={lines.offers}
                    selected={pair.id}
                    could={could}
                    label={t('board.list')}
                    onSelect={setSelected}
                    onOther={onOther}
                  />
                )}
                <Panel
                  pair={pair}
                  detail={detail}
                  error={found.error}
                  onRetry={() => void found.refetch()}
                  most={most}
                  names={names}
                  able={able}
                  busy={decisions.pinning}
                  focusKey={focusKey}
                  onDeed={doDeed}
                  onSwap={swap}
                  onBack={toList}
                />
              </>
            )}
          </div>
          <div className="board-foot no-print">
            <div className="did" role="status">
              {pending && (
                <>
                  <span>
                    {t(`board.did_${pending.kind}`, {
                      need: pending.pair.need.title,
                      name: pending.pair.offer.volunteerName,
                    })}
                  </span>
                  <Button
                    onClick={() => {
                      takeBack();
                      requestAnimationFrame(toList); // this button goes with what it takes back
                    }}
                  >
                    {t('board.undo')}
                    <kbd aria-hidden="true">U</kbd>
                  </Button>
                </>
              )}
            </div>
            <div className="cluster">
              <Button kind="quiet" onClick={() => setKeys(true)}>
                {t('board.keys')}
                <kbd aria-hidden="true">?</kbd>
              </Button>
              {review && (
                <ApproveAll shown={state === 'proposed' && pairs.length > 1} pairs={pairs} before={decisions.flush} />
              )}
            </div>
          </div>
        </>
      )}
      <KeysDialog open={keys} onClose={() => setKeys(false)} />
      <RejectDialog
        pair={rejecting}
        onClose={() => setRejecting(null)}
        onReject={(reason) => {
          const one = rejecting!;
          setRejecting(null);
          next(one);
          decide({ kind: 'reject', pair: one, reason });
        }}
      />
      <SwapDialog
        swap={swapping}
        names={names}
        onClose={() => setSwapping(null)}
        onDone={(id) => {
          setSwapping(null);
          lines.refetch();
          setSelected(id);
        }}
      />
    </Page>
  );
}
