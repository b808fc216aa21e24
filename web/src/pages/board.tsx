import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { Canvas, StateMark } from '@/board/canvas';
import type { Alternative, BoardPair } from '@/board/model';
import { orderPairs } from '@/board/order';
import { Panel } from '@/board/panel';
import type { Deed } from '@/board/panel';
import { RejectDialog, SwapDialog } from '@/board/dialogs';
import { useBoard } from '@/board/use-board';
import { fPercent, fNumber } from '@/i18n/format';
import { useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { MatchingNav } from '@/ui/subnav';
import { Empty, Figure, Loading, Note, ProblemNote } from '@/ui/states';
import { Table } from '@/ui/table';
import { filledOf } from './rounds';
import { useSolvedRounds } from './unmatched';
import '@/styles/board.css';

const STATES = ['proposed', 'approved', 'rejected', 'invited', 'accepted', 'declined'] as const;
const narrow = matchMedia('(max-width: 48rem)');

/** The docking board: both menus, the lines between, and a decision on each. */
export function BoardPage() {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const client = useQueryClient();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const [filters, setFilters] = useFilters();
  const rounds = useSolvedRounds();
  const published = rounds.solved.filter(({ draft }) => !draft);
  const roundId = filters.round === 'all' ? undefined : (filters.round ?? published[0]?.id);
  const round = published.find(({ id }) => id === roundId);
  const state = STATES.find((value) => value === filters.state) ?? 'proposed';
  const { schoolId, programmeId } = filters;
  const order = filters.order === 'school' || filters.order === 'person' ? filters.order : 'urgency';
  const board = useBoard({ roundId, schoolId, programmeId, enabled: !rounds.isPending });
  const table = filters.view ? filters.view === 'table' : narrow.matches;

  const counts = useMemo(
    () => Object.fromEntries(STATES.map((value) => [value, board.pairs.filter((pair) => pair.state === value).length])),
    [board.pairs],
  );
  const pairs = useMemo(
    () =>
      orderPairs(
        board.pairs.filter((pair) => pair.state === state),
        order,
      ),
    [board.pairs, state, order],
  );
  const [selected, setSelected] = useState<string | null>(filters.pair ?? null);
  const at = Math.max(
    0,
    pairs.findIndex(({ id }) => id === selected),
  );
  const line: BoardPair | undefined = pairs[at];
  const detail = useQuery({
    queryKey: ['proposal', line?.id, line?.version],
    enabled: !!line,
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/proposals/{id}', { params: { path: { id: line.id } } })),
  });
  const policies = useQuery({
    queryKey: ['policies'],
    staleTime: 600_000,
    queryFn: () => ask(api.GET('/api/policies')),
  });
  const most =
    (
      (policies.data?.find(({ id }) => id === round?.policyId) ?? policies.data?.[0])?.params as
        { fit?: Record<string, number> } | undefined
    )?.fit ?? {};
  const pair: BoardPair | undefined =
    line &&
    (detail.data?.id === line.id
      ? {
          ...line,
          parts: detail.data.parts,
          reasons: detail.data.reasons as BoardPair['reasons'],
          overrides: detail.data.overrides,
          alternatives: detail.data.alternatives,
        }
      : line);

  // --- deeds ---------------------------------------------------------------------------------------------------------
  const [asking, setAsking] = useState<{ deed: 'reject' | 'swap'; pair: BoardPair; to?: Alternative } | null>(null);
  const [focusKey, setFocusKey] = useState(0);
  const review = may(me, 'proposal.review');
  const able = (one: BoardPair): Record<Deed, boolean> => ({
    approve: review && one.state === 'proposed',
    reject: review && ['proposed', 'approved'].includes(one.state),
    pin: review && ['proposed', 'approved'].includes(one.state),
    swap: review && one.state === 'proposed' && one.alternatives.length > 0,
  });
  const next = useCallback(
    (from: BoardPair) => {
      const i = pairs.findIndex(({ id }) => id === from.id);
      setSelected((pairs[i + 1] ?? pairs[i - 1])?.id ?? null);
    },
    [pairs],
  );
  const { pending, failure, decide, undo, busy, pin, clearFailure } = board;
  const doDeed = useCallback(
    (deed: Deed, one: BoardPair) => {
      if (deed === 'approve') {
        next(one);
        decide({ kind: 'approve', pair: one });
      } else if (deed === 'pin') pin(one);
      else setAsking({ deed, pair: one });
    },
    [next, decide, pin],
  );
  const list = useRef<HTMLDivElement>(null);
  const onKey = (key: string, one: BoardPair): boolean => {
    const can = able(one.id === pair?.id ? pair : one);
    const deed = ({ a: 'approve', r: 'reject', p: 'pin', s: 'swap' } as const)[key as 'a'];
    if (deed && can[deed]) doDeed(deed, one.id === pair?.id ? pair : one);
    else if (key === 'u' && pending) undo();
    else if (key === 'Enter' || key === 'ArrowRight') setFocusKey((value) => value + 1);
    else return false;
    return true;
  };
  const approveAll = useMutation({
    mutationFn: async () => {
      const ids = pairs.map(({ id }) => id);
      let refused = 0;
      for (let i = 0; i < ids.length; i += 200)
        refused += (await ask(api.POST('/api/proposals/approve', { body: { ids: ids.slice(i, i + 200) } }))).refused
          .length;
      return refused;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['proposals'] }),
  });
  const invite = useMutation({
    mutationFn: async () => {
      let invited = 0;
      for (let i = 0; i < pairs.length; i += 200)
        invited += (
          await ask(api.POST('/api/proposals/invite', { body: { ids: pairs.slice(i, i + 200).map(({ id }) => id) } }))
        ).invited.length;
      return invited;
    },
    onSuccess: () => client.invalidateQueries(),
  });
  useEffect(() => {
    if (line && line.id !== selected) setSelected(line.id);
  }, [line, selected]);

  const select = (key: string) => ({
    value: filters[key] ?? '',
    onChange: (event: { target: { value: string } }) => setFilters({ [key]: event.target.value || undefined }),
  });
  if (!rounds.isPending && !board.isPending && board.pairs.length === 0 && !schoolId && !programmeId) {
    return (
      <Page title={t('nav.board')} nav={<MatchingNav />}>
        {board.error ? (
          <ProblemNote error={board.error} onRetry={board.refetch} />
        ) : (
          <Empty title={t('board.empty')}>
            <p>{t('board.empty_hint')}</p>
            {may(me, 'round.request') && (
              <ButtonLink to="/rounds" kind="main">
                {t('nav.rounds')}
              </ButtonLink>
            )}
          </Empty>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={t('nav.board')}
      nav={<MatchingNav />}
      width="wide board-page"
      lead={round ? t('board.lead', { code: round.code }) : t('board.lead_all')}
      actions={
        round?.result && (
          <div className="figs">
            <Figure
              value={`${fNumber(filledOf(round.result))} / ${fNumber(round.result.counts.seats)}`}
              label={t('round.seats')}
            />
            {round.result.levels[0]?.seats > 0 && (
              <Figure
                value={`${round.result.levels[0].filled} / ${round.result.levels[0].seats}`}
                label={t('round.first_level')}
              />
            )}
            <Figure
              value={round.result.provenOptimal ? t('rounds.optimal') : `≤ ${fPercent(round.result.gapPercent, 2)}`}
              label={t('round.gap')}
            />
          </div>
        )
      }
    >
      <div className="filters">
        {STATES.filter((value) => counts[value] > 0 || value === state).map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={state === value}
            onClick={() => setFilters({ state: value === 'proposed' ? undefined : value })}
          >
            {t(`proposal_state.${value}`)} <span className="num">{counts[value]}</span>
          </button>
        ))}
        {published.length > 0 && (
          <Select
            label={t('rounds.round')}
            value={roundId ?? 'all'}
            onChange={(event) => setFilters({ round: event.target.value })}
          >
            {published.map(({ id, code }) => (
              <option key={id} value={id}>
                {code}
              </option>
            ))}
            <option value="all">{t('board.all_sources')}</option>
          </Select>
        )}
        <Select label={t('ui.school')} {...select('schoolId')}>
          <option value="">{t('rounds.all_schools')}</option>
          {district?.schools.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select label={t('ui.programme')} {...select('programmeId')}>
          <option value="">{t('rounds.all_programmes')}</option>
          {taxonomy?.programmes.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <Select label={t('board.order')} {...select('order')}>
          <option value="">{t('board.order_urgency')}</option>
          <option value="school">{t('board.order_school')}</option>
          <option value="person">{t('board.order_person')}</option>
        </Select>
        <div className="segments" role="group" aria-label={t('ui.view')}>
          <button type="button" aria-pressed={!table} onClick={() => setFilters({ view: 'board' })}>
            {t('board.view_lines')}
          </button>
          <button type="button" aria-pressed={table} onClick={() => setFilters({ view: 'table' })}>
            {t('ui.view_table')}
          </button>
        </div>
        <div className="did" role="status">
          {pending && (
            <>
              <span>
                {t(`board.did_${pending.kind}`, {
                  need: pending.pair.need.title,
                  name: pending.pair.offer.volunteerName,
                })}
              </span>
              <Button onClick={undo}>
                {t('board.undo')}
                <kbd aria-hidden="true">U</kbd>
              </Button>
            </>
          )}
          {approveAll.data !== undefined && approveAll.data > 0 && (
            <span>{t('board.refused', { count: approveAll.data })}</span>
          )}
          {invite.data !== undefined && <span>{t('round.sent', { count: invite.data })}</span>}
          {review && state === 'proposed' && pairs.length > 1 && (
            <ConfirmButton
              label={t('board.approve_all', { count: pairs.length })}
              sure={t('board.approve_all_sure', { count: pairs.length })}
              busy={approveAll.isPending}
              onYes={() => approveAll.mutate()}
            />
          )}
          {review &&
            state === 'approved' &&
            pairs.length > 0 &&
            (round?.state === 'solved' ? (
              <ButtonLink to="/rounds/$id" params={{ id: round.id }}>
                {t('board.publish', { count: pairs.length })}
              </ButtonLink>
            ) : (
              <ConfirmButton
                label={t('board.invite', { count: pairs.length })}
                sure={t('board.invite_sure', { count: pairs.length })}
                busy={invite.isPending}
                onYes={() => invite.mutate()}
              />
            ))}
        </div>
      </div>
      {[failure, approveAll.error, invite.error].filter(Boolean).map((error, i) => (
        <ProblemNote
          key={i}
          error={error}
          onRetry={() => {
            clearFailure();
            approveAll.reset();
            invite.reset();
            board.refetch();
          }}
        />
      ))}
      {board.isPending ? (
        <Loading rows={5} />
      ) : pairs.length === 0 || !pair ? (
        <Empty title={t('board.none_here')} />
      ) : (
        <div className="board-grid" ref={list}>
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
            <Canvas pairs={pairs} selected={pair.id} onSelect={setSelected} onKey={onKey} label={t('board.list')} />
          )}
          {detail.error && !detail.data ? (
            <ProblemNote error={detail.error} onRetry={() => void detail.refetch()} />
          ) : (
            <Panel
              pair={pair}
              loading={detail.data?.id !== pair.id}
              most={most}
              able={able(pair)}
              busy={busy}
              focusKey={focusKey}
              onDeed={(deed) => doDeed(deed, pair)}
              onSwap={(to) => setAsking({ deed: 'swap', pair, to })}
              onBack={() =>
                list.current?.querySelector<HTMLElement>('[role=listbox], table button[aria-pressed=true]')?.focus()
              }
            />
          )}
        </div>
      )}
      {!table && review && <p className="board-keys no-print">{t('board.keys')}</p>}
      <RejectDialog
        pair={asking?.deed === 'reject' ? asking.pair : null}
        onClose={() => setAsking(null)}
        onReject={(reason) => {
          const one = asking!.pair;
          setAsking(null);
          next(one);
          decide({ kind: 'reject', pair: one, reason });
        }}
      />
      <SwapDialog
        pair={asking?.deed === 'swap' ? asking.pair : null}
        to={asking?.to}
        onClose={() => setAsking(null)}
        onDone={(id) => {
          setAsking(null);
          board.refetch();
          setSelected(id);
        }}
      />
    </Page>
  );
}

/** The same lines as a plain table; choosing one opens the same panel. */
function PairsTable({
  pairs,
  selected,
  onSelect,
}: {
  pairs: BoardPair[];
  selected: string;
  onSelect: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(60);
  return (
    <div>
      <Table
        caption={t('board.list')}
        rows={pairs.slice(0, shown)}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'need',
            label: t('phone.need'),
            head: true,
            cell: ({ need }) => (
              <Link to="/needs/$id" params={{ id: need.id }}>
                {need.title}
              </Link>
            ),
          },
          {
            key: 'school',
            label: t('ui.school'),
            cell: ({ need }) => (
              <>
                {need.schoolName}
                {need.seats > 1 && (
                  <span className="muted"> · {t('board.seat', { seat: need.seat, seats: need.seats })}</span>
                )}
              </>
            ),
          },
          {
            key: 'who',
            label: t('role.volunteer'),
            cell: ({ offer }) => (
              <>
                {offer.volunteerName}
                <br />
                <span className="small muted">{offer.title}</span>
              </>
            ),
          },
          { key: 'when', label: t('need.when'), cell: ({ need }) => need.when },
          { key: 'score', label: t('board.fit'), end: true, cell: ({ score }) => <span className="num">{score}</span> },
          {
            key: 'state',
            label: t('ui.state'),
            cell: (pair) => (
              <>
                {pair.state === 'proposed' && !pair.pinned ? t('proposal_state.proposed') : <StateMark pair={pair} />}
              </>
            ),
          },
          {
            key: 'open',
            label: <span className="sr">{t('board.look')}</span>,
            end: true,
            cell: ({ id, need, offer }) => (
              <button type="button" className="btn" aria-pressed={id === selected} onClick={() => onSelect(id)}>
                {t('board.look')}
                <span className="sr">
                  {' '}
                  {need.title} {offer.volunteerName}
                </span>
              </button>
            ),
          },
        ]}
      />
      {shown < pairs.length && (
        <div className="more">
          <Button onClick={() => setShown(shown + 120)}>{t('ui.more')}</Button>
        </div>
      )}
    </div>
  );
}

/** A button that asks once before it acts on many. */
function ConfirmButton({
  label,
  sure,
  busy,
  onYes,
}: {
  label: string;
  sure: string;
  busy: boolean;
  onYes: () => void;
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button className="end" busy={busy} onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  return (
    <Note title={sure}>
      <div className="cluster">
        <Button
          kind="main"
          busy={busy}
          onClick={() => {
            setAsked(false);
            onYes();
          }}
        >
          {label}
        </Button>
        <Button kind="quiet" onClick={() => setAsked(false)}>
          {t('ui.cancel')}
        </Button>
      </div>
    </Note>
  );
}
