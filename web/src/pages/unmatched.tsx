import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { fMoment } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import type { Reason } from '@/i18n/reasons';
import { Select } from '@/ui/field';
import { FunnelList } from '@/ui/funnel';
import { Page } from '@/ui/page';
import { MatchingNav } from '@/ui/subnav';
import { Empty, Loading, Tag } from '@/ui/states';

type Unfilled = Schema<'UnfilledDto'>;

/** The newest round that has a result. */
export function useSolvedRounds() {
  const rounds = useQuery({
    queryKey: ['rounds', 'others'],
    queryFn: () => ask(api.GET('/api/rounds', { params: { query: { limit: 30 } } })),
  });
  return { ...rounds, solved: rounds.data?.items.filter(({ result, state }) => result && state !== 'discarded') ?? [] };
}

/** Needs with open seats, and which rule keeps how many people from each. */
export function UnmatchedPage() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const rounds = useSolvedRounds();
  const id = filters.round ?? rounds.solved[0]?.id;
  const list = useList(
    ['unfilled', id],
    (cursor) =>
      ask(api.GET('/api/rounds/{id}/unfilled', { params: { path: { id: id! }, query: { limit: 50, cursor } } })),
    !!id,
  );
  return (
    <Page title={t('nav.unmatched')} nav={<MatchingNav />} lead={t('unmatched.lead')}>
      {rounds.isPending ? (
        <Loading />
      ) : !id ? (
        <Empty title={t('unmatched.no_round')}>
          <p>{t('rounds.none_hint')}</p>
        </Empty>
      ) : (
        <>
          <div className="filters">
            <Select
              label={t('rounds.round')}
              value={id}
              onChange={(event) => setFilters({ round: event.target.value })}
            >
              {rounds.solved.map((round) => (
                <option key={round.id} value={round.id}>
                  {round.code} · {fMoment(round.requestedAt)}
                </option>
              ))}
            </Select>
          </div>
          <ListShown list={list} empty={<Empty title={t('unmatched.none')} />}>
            {(rows) => (
              <ul className="plain stack">
                {rows.map((row) => (
                  <li key={row.needId}>
                    <Funnel row={row} />
                  </li>
                ))}
              </ul>
            )}
          </ListShown>
        </>
      )}
    </Page>
  );
}

function Funnel({ row }: { row: Unfilled }) {
  const { t } = useTranslation();
  const cause = useReasons('they');
  const all = Object.values(row.eliminated as Record<string, number>).reduce((sum, count) => sum + count, row.eligible);
  return (
    <article className="card stack tight" aria-labelledby={`n-${row.needId}`}>
      <h2 id={`n-${row.needId}`}>
        <Link to="/needs/$id" params={{ id: row.needId }}>
          {row.title}
        </Link>
      </h2>
      <p className="cluster">
        <Tag tone={row.priority <= 2 ? 'stop' : 'plain'}>{t(`priority.${row.priority}`)}</Tag>
        <span className="muted">
          {row.schoolName} · <span className="num">{row.code}</span>
        </span>
      </p>
      <p>
        {t('unmatched.open', { count: row.open })} {row.cause && cause([row.cause as Reason])}
      </p>
      <details>
        <summary className="tall">{t('unmatched.funnel', { all, eligible: row.eligible })}</summary>
        <FunnelList
          eliminated={row.eliminated as Record<string, number>}
          last={
            <li>
              <b>{t('unmatched.left')}</b>
              <b className="num">{t('funnel.people', { count: row.eligible })}</b>
            </li>
          }
        />
      </details>
    </article>
  );
}
