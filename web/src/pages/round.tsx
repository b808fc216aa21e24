import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fDay, fMoment, fNumber, fPercent } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { StateTag } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Figure, Note, ProblemNote, Shown, Tag } from '@/ui/states';
import { Table } from '@/ui/table';
import { filledOf } from './rounds';
import type { Round } from './rounds';

/** A round while it runs, what came of it, and what it changes. */
export function RoundPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const round = useQuery({
    queryKey: ['round', id],
    queryFn: () => ask(api.GET('/api/rounds/{id}', { params: { path: { id } } })),
  });
  const going = round.data?.state === 'queued' || round.data?.state === 'running';
  useEffect(() => {
    if (!going) return;
    const source = new EventSource(`/api/rounds/${id}/events`);
    source.onmessage = (event) => {
      const next = JSON.parse(event.data) as Round;
      client.setQueryData(['round', id], next);
      if (next.state !== 'queued' && next.state !== 'running') {
        source.close();
        void client.invalidateQueries();
      }
    };
    // When the stream breaks off, asking once tells whether the round has ended meanwhile; the browser reconnects by itself.
    source.onerror = () => void client.invalidateQueries({ queryKey: ['round', id] });
    return () => source.close();
  }, [id, going, client]);
  return (
    <Page
      title={round.data ? t('round.title', { code: round.data.code }) : t('nav.rounds')}
      back={{ to: '/rounds', label: t('nav.rounds') }}
      lead={
        round.data &&
        [
          t('need.from_to', { from: fDay(round.data.horizonFrom), to: fDay(round.data.horizonTo) }),
          round.data.requestedByName ?? t('rounds.nightly'),
          t('rounds.policy_n', { number: round.data.policyNumber }),
        ].join(' · ')
      }
    >
      <Shown query={round}>{(found) => <View round={found} refresh={() => void round.refetch()} />}</Shown>
    </Page>
  );
}

function View({ round, refresh }: { round: Round; refresh: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [sent, setSent] = useState<{ invited: number; refused: number } | null>(null);
  const path = { params: { path: { id: round.id } } };
  const { version, state, result } = round;
  const change = may(me, 'round.change');
  const deeds: (Deed | false)[] = [
    change &&
      ['queued', 'running'].includes(state) &&
      !round.cancelRequested && {
        key: 'cancel',
        label: t('round.stop'),
        run: () => ask(api.POST('/api/rounds/{id}/cancel', path)),
      },
    change &&
      state === 'solved' &&
      !round.draft && {
        key: 'publish',
        kind: 'main',
        label: t('round.publish'),
        ask: { title: t('round.publish'), text: t('round.publish_text') },
        run: () =>
          ask(api.POST('/api/rounds/{id}/publish', { ...path, body: { version } })).then(({ invited, refused }) =>
            setSent({ invited, refused: refused.length }),
          ),
      },
    change &&
      state === 'solved' && {
        key: 'discard',
        kind: 'stop',
        label: t('round.discard'),
        ask: { title: t('round.discard'), text: t('round.discard_text') },
        run: () => ask(api.POST('/api/rounds/{id}/discard', { ...path, body: { version } })),
      },
  ];
  return (
    <div className="stack loose">
      <p className="cluster">
        <StateTag kind="round" state={state} />
        {round.draft && <Tag>{t('rounds.draft')}</Tag>}
        {round.publishedAt && (
          <span className="muted">{t('round.published_at', { when: fMoment(round.publishedAt) })}</span>
        )}
      </p>
      {sent && (
        <Note tone="good" title={t('round.sent', { count: sent.invited })}>
          {sent.refused > 0 && <p>{t('round.refused', { count: sent.refused })}</p>}
        </Note>
      )}
      {round.errorCode && (
        <Note tone="stop" title={t('round.failed')}>
          <p className="small">{t('problem.tell', { code: round.errorCode, id: round.code })}</p>
        </Note>
      )}
      {['queued', 'running'].includes(state) && <Running round={round} />}
      {result && (
        <>
          <div className="figs card">
            <Figure value={`${fNumber(filledOf(result))} / ${fNumber(result.counts.seats)}`} label={t('round.seats')} />
            {result.levels[0] && result.levels[0].seats > 0 && (
              <Figure value={`${result.levels[0].filled} / ${result.levels[0].seats}`} label={t('round.first_level')} />
            )}
            <Figure
              value={result.provenOptimal ? t('rounds.optimal') : `≤ ${fPercent(result.gapPercent, 2)}`}
              label={t('round.gap')}
            />
            <Figure value={fNumber(result.proposals)} label={t('round.proposals')} />
            <Figure value={t(result.verified ? 'round.verified' : 'round.not_verified')} label={t('round.check')} />
          </div>
          <div className="cluster no-print">
            {!round.draft && state !== 'discarded' && (
              <ButtonLink to="/board" search={{ round: round.id }} kind="main">
                {t('round.to_board')}
              </ButtonLink>
            )}
            <ButtonLink to="/unmatched" search={{ round: round.id }}>
              {t('round.to_unmatched', { count: result.unfilled })}
            </ButtonLink>
          </div>
        </>
      )}
      <Deeds deeds={deeds.filter((deed) => deed !== false)} refresh={refresh} />
      {result && (
        <>
          <Levels result={result} />
          <Difference round={round} />
          <Proof round={round} />
        </>
      )}
    </div>
  );
}

const PHASES = ['load', 'candidates', 'flow', 'bound', 'dive', 'search', 'proof', 'explain'];

function Running({ round }: { round: Round }) {
  const { t } = useTranslation();
  const { progress } = round;
  const step = progress ? PHASES.indexOf(progress.phase) + 1 : 0;
  const gap =
    progress?.objective && progress.bound !== null && progress.objective > 0
      ? (100 * (progress.objective - progress.bound)) / progress.objective
      : null;
  return (
    <section className="card stack" role="status">
      <h2>{t(round.cancelRequested ? 'round.stopping' : progress ? `phase.${progress.phase}` : 'round.waiting')}</h2>
      <progress max={PHASES.length} value={step} aria-label={t('round.progress')} />
      {progress && (
        <p className="muted num">
          {[
            progress.seats > 0 && t('round.so_far', { filled: progress.filled, seats: progress.seats }),
            gap !== null && t('round.gap_now', { gap: fPercent(Math.max(0, gap), 2) }),
            t('rounds.seconds', { count: Math.round(progress.seconds) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      <p className="muted small">{t('round.running_hint')}</p>
    </section>
  );
}

function Levels({ result }: { result: NonNullable<Round['result']> }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby="levels">
      <h2 id="levels">{t('round.levels')}</h2>
      <Table
        caption={t('round.levels')}
        rows={result.levels.filter(({ seats }) => seats > 0)}
        keyOf={({ priority }) => String(priority)}
        columns={[
          {
            key: 'priority',
            label: t('round.priority'),
            head: true,
            cell: ({ priority }) => t(`priority.${priority}`),
          },
          {
            key: 'seats',
            label: t('round.level_seats'),
            end: true,
            cell: ({ seats }) => <span className="num">{fNumber(seats)}</span>,
          },
          {
            key: 'filled',
            label: t('round.level_filled'),
            end: true,
            cell: ({ filled }) => <span className="num">{fNumber(filled)}</span>,
          },
          {
            key: 'most',
            label: t('round.level_most'),
            end: true,
            cell: ({ filledAtMost }) => <span className="num">{fNumber(filledAtMost)}</span>,
          },
        ]}
      />
      <p className="muted small">{t('round.levels_hint')}</p>
    </section>
  );
}

/** What this round changes against another one, and why. */
function Difference({ round }: { round: Round }) {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const reasons = useReasons('they');
  const rounds = useQuery({
    queryKey: ['rounds', 'others'],
    queryFn: () => ask(api.GET('/api/rounds', { params: { query: { limit: 30 } } })),
  });
  const other = filters.with;
  const difference = useQuery({
    queryKey: ['round', round.id, 'difference', other],
    queryFn: () =>
      ask(
        api.GET('/api/rounds/{id}/difference', {
          params: { path: { id: round.id }, query: { with: other, limit: 200 } },
        }),
      ),
  });
  const others = rounds.data?.items.filter(({ id, result }) => id !== round.id && result) ?? [];
  return (
    <section className="stack" aria-labelledby="difference">
      <div className="spread">
        <h2 id="difference">{t('round.difference')}</h2>
        {others.length > 0 && (
          <div className="no-print">
            <Select
              label={t('round.compare_with')}
              value={other ?? ''}
              onChange={(event) => setFilters({ with: event.target.value || undefined })}
            >
              <option value="">{t('round.last_published')}</option>
              {others.map(({ id, code, policyNumber }) => (
                <option key={id} value={id}>
                  {code} · {t('rounds.policy_n', { number: policyNumber })}
                </option>
              ))}
            </Select>
          </div>
        )}
      </div>
      <Shown query={difference} rows={1}>
        {(found) =>
          found.withRoundId === null ? (
            <p className="muted">{t('round.nothing_published')}</p>
          ) : (
            <>
              <div className="figs card">
                <Figure value={fNumber(found.kept)} label={t('round.kept')} />
                <Figure value={fNumber(found.added)} label={t('round.added')} />
                <Figure value={fNumber(found.moved)} label={t('round.moved')} />
                <Figure value={fNumber(found.gone)} label={t('round.removed')} />
                <Figure
                  value={`${found.filled.before === null ? '—' : fNumber(found.filled.before)} → ${fNumber(found.filled.after)}`}
                  label={t('round.seats')}
                />
              </div>
              {found.policyChanged && <Note tone="wait" title={t('round.policy_changed')} />}
              {found.changes.length > 0 && (
                <Table
                  caption={t('round.difference')}
                  rows={found.changes}
                  keyOf={({ change, needId, volunteerId }) => `${change}${needId}${volunteerId}`}
                  columns={[
                    {
                      key: 'kind',
                      label: t('round.change'),
                      cell: ({ change }) => (
                        <Tag tone={change === 'new' ? 'good' : change === 'gone' ? 'stop' : 'wait'}>
                          {t(`change.${change}`)}
                        </Tag>
                      ),
                    },
                    {
                      key: 'need',
                      label: t('phone.need'),
                      head: true,
                      cell: ({ needTitle, needCode }) => (
                        <>
                          {needTitle} <span className="small muted num">{needCode}</span>
                        </>
                      ),
                    },
                    { key: 'who', label: t('role.volunteer'), cell: ({ volunteerName }) => volunteerName },
                    {
                      key: 'why',
                      label: t('board.why'),
                      cell: ({ reasons: why }) => reasons(why).map((line) => <div key={line}>{line}</div>),
                    },
                  ]}
                />
              )}
            </>
          )
        }
      </Shown>
    </section>
  );
}

/** The proof, checked again on request from what is stored. */
function Proof({ round }: { round: Round }) {
  const { t } = useTranslation();
  const verify = useMutation({
    mutationFn: () => ask(api.POST('/api/rounds/{id}/verify', { params: { path: { id: round.id } } })),
  });
  return (
    <section className="card stack" aria-labelledby="proof">
      <h2 id="proof">{t('round.proof')}</h2>
      <p>{t('round.proof_text')}</p>
      {verify.error && <ProblemNote error={verify.error} />}
      {verify.data && (
        <Note
          tone={verify.data.ok && verify.data.inputUnchanged ? 'good' : 'stop'}
          title={t(verify.data.ok && verify.data.inputUnchanged ? 'round.proof_ok' : 'round.proof_bad')}
        >
          <p className="num">
            {t('round.proof_figures', {
              objective: verify.data.objective === null ? '—' : fNumber(verify.data.objective),
              bound: verify.data.bound === null ? '—' : fNumber(verify.data.bound),
            })}
          </p>
        </Note>
      )}
      <div className="no-print">
        <Button busy={verify.isPending} onClick={() => verify.mutate()}>
          {t('round.verify')}
        </Button>
      </div>
    </section>
  );
}
