import { useCallback, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilters } from '@/app/lists';
import { solvedOf, usePolicies, useRounds } from '@/app/rounds';
import { may, useMe } from '@/app/session';
import { Canvas } from '@/board/canvas';
import { BoardFoot } from '@/board/foot';
import { RejectDialog } from '@/board/reject';
import { KeysDialog } from '@/board/keys';
import type { BoardOffer, BoardPair } from '@/board/model';
import { NonePaired } from '@/board/none-paired';
import { PairsTable } from '@/board/pairs-table';
import { Panel } from '@/board/panel';
import type { Deed } from '@/board/panel';
import { ApproveAll, Release } from '@/board/release';
import { RoundFigures, RoundLine } from '@/board/round-head';
import { SwapDialog } from '@/board/swap';
import type { Swap } from '@/board/swap';
import { Toolbar } from '@/board/toolbar';
import { useChosen } from '@/board/use-chosen';
import { useDecisions } from '@/board/use-decisions';
import { useLines } from '@/board/use-lines';
import { useShown } from '@/board/use-shown';
import { ButtonLink } from '@/ui/button';
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

  const { state, counts, pairs, typed, setTyped, narrowed } = useShown(decisions.pairs);
  const table = filters.view ? filters.view === 'table' : narrow;
  const { pair, select, next, detail, could, error, refetch } = useChosen(pairs);
  const policies = usePolicies();
  const policy = policies.data?.find(({ id }) => id === round?.policyId) ?? policies.data?.[0];
  const most = (policy?.params as { fit?: Record<string, number> } | undefined)?.fit ?? {};

  // --- deeds ---------------------------------------------------------------------------------------------------------
  const [rejecting, setRejecting] = useState<BoardPair | null>(null);
  const [swapping, setSwapping] = useState<Swap | null>(null);
  const [keys, setKeys] = useState(false);
  const [focusKey, setFocusKey] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const able: Record<Deed, boolean> = {
    approve: review && pair?.state === 'proposed',
    reject: review && (pair?.state === 'proposed' || pair?.state === 'approved'),
    pin: review && (pair?.state === 'proposed' || pair?.state === 'approved'),
    swap: review && pair?.state === 'proposed',
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
    if (back) select(back.id);
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
                counts={narrowed ? {} : counts}
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
                      select(id);
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
                    onSelect={select}
                    onOther={onOther}
                  />
                )}
                <Panel
                  pair={pair}
                  detail={detail}
                  error={error}
                  onRetry={refetch}
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
          <BoardFoot
            pending={pending}
            onKeys={() => setKeys(true)}
            onTakeBack={() => {
              takeBack();
              requestAnimationFrame(toList); // the button goes with what it takes back
            }}
          >
            {review && (
              <ApproveAll shown={state === 'proposed' && pairs.length > 1} pairs={pairs} before={decisions.flush} />
            )}
          </BoardFoot>
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
          select(id);
        }}
      />
    </Page>
  );
}
