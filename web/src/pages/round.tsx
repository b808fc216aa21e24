import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { filledOf, gapFigure } from '@/app/rounds';
import type { Round } from '@/app/rounds';
import { may, useMe } from '@/app/session';
import { fDay, fMoment, fNumber } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Difference } from '@/rounds/difference';
import { Levels } from '@/rounds/levels';
import { Proof } from '@/rounds/proof';
import { Running } from '@/rounds/running';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Figure, Note, Shown, Tag } from '@/ui/states';

/** A round while it runs, what came of it, and what it changes. */
export function RoundPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const client = useQueryClient();
  const round = useQuery({
    queryKey: ['round', id],
    // Where a stream of events does not get through, asking now and then tells the same.
    refetchInterval: ({ state: { data } }) => (data?.state === 'queued' || data?.state === 'running' ? 5_000 : false),
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
            <Figure {...gapFigure(t, result)} />
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
      <Deeds of={round.id} deeds={deeds.filter((deed) => deed !== false)} refresh={refresh} />
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
