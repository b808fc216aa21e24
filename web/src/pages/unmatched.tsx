import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { useRounds } from '@/app/rounds';
import type { Round } from '@/app/rounds';
import { fMoment, fNumber, fWeekdayLong } from '@/i18n/format';
import { useReasons, wordsOf } from '@/i18n/reasons';
import type { Reason } from '@/i18n/reasons';
import { useNamed, useTaxonomy } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { FunnelList } from '@/ui/funnel';
import { Page } from '@/ui/page';
import { MatchingNav } from '@/ui/subnav';
import { Empty, Loading, ProblemNote, Shown, Tag } from '@/ui/states';

type Unfilled = Schema<'UnfilledDto'>;
type Relaxation = Schema<'RelaxationDto'>;

/** Needs with open seats: which rule keeps whom away, what would fill them, and which skills the district lacks. */
export function UnmatchedPage() {
  const { t } = useTranslation();
  const [filters, setFilters] = useFilters();
  const rounds = useRounds();
  const round =
    rounds.solved.find(({ id }) => id === filters.round) ??
    rounds.solved.find(({ draft }) => !draft) ??
    rounds.solved[0];
  const list = useList(
    ['unfilled', round?.id],
    (cursor) =>
      ask(api.GET('/api/rounds/{id}/unfilled', { params: { path: { id: round!.id }, query: { limit: 20, cursor } } })),
    !!round,
  );
  return (
    <Page title={t('nav.unmatched')} nav={<MatchingNav />} lead={t('unmatched.lead')}>
      {rounds.error ? (
        <ProblemNote error={rounds.error} onRetry={() => void rounds.refetch()} />
      ) : rounds.isPending ? (
        <Loading />
      ) : !round ? (
        <Empty title={t('unmatched.no_round')}>
          <p>{t('rounds.none_hint')}</p>
          <ButtonLink to="/rounds" kind="main">
            {t('nav.rounds')}
          </ButtonLink>
        </Empty>
      ) : (
        <>
          <div className="filters">
            <Select
              label={t('rounds.round')}
              value={round.id}
              onChange={(event) => setFilters({ round: event.target.value })}
            >
              {rounds.solved.map(({ id, code, requestedAt, draft }) => (
                <option key={id} value={id}>
                  {[code, fMoment(requestedAt), draft && t('rounds.draft')].filter(Boolean).join(' · ')}
                </option>
              ))}
            </Select>
          </div>
          <div className="grid-2">
            <section className="stack" aria-labelledby="open-needs">
              <h2 id="open-needs">{t('unmatched.needs', { count: round.result?.unfilled ?? 0 })}</h2>
              <ListShown list={list} empty={<Empty title={t('unmatched.none')} />}>
                {(rows) => (
                  <ul className="plain stack">
                    {rows.map((row) => (
                      <li key={row.needId}>
                        <OpenNeed row={row} round={round} />
                      </li>
                    ))}
                  </ul>
                )}
              </ListShown>
            </section>
            <Scarce round={round} />
          </div>
        </>
      )}
    </Page>
  );
}

function OpenNeed({ row, round }: { row: Unfilled; round: Round }) {
  const { t } = useTranslation();
  const cause = useReasons('they', { from: round.horizonFrom });
  const eliminated = row.eliminated as Record<string, number>;
  const all = Object.values(eliminated).reduce((sum, count) => sum + count, row.eligible);
  return (
    <article className="card stack tight" aria-labelledby={`n-${row.needId}`}>
      <h3 id={`n-${row.needId}`}>
        <Link className="tall" to="/needs/$id" params={{ id: row.needId }}>
          {row.title}
        </Link>
      </h3>
      <p className="cluster">
        <Tag tone={row.priority <= 2 ? 'stop' : 'plain'}>{t(`priority.${row.priority}`)}</Tag>
        <span className="muted">
          {row.schoolName} · <span className="num">{row.code}</span>
        </span>
      </p>
      <p>
        <b>{t('unmatched.open', { count: row.open })}</b> {row.cause && cause([row.cause as Reason])}
      </p>
      <details>
        <summary className="tall">{t('unmatched.funnel', { all, eligible: row.eligible })}</summary>
        <FunnelList
          eliminated={eliminated}
          last={
            <li>
              <b>{t('unmatched.left')}</b>
              <b className="num">{t('funnel.people', { count: row.eligible })}</b>
            </li>
          }
        />
      </details>
      <Relaxations row={row} round={round} />
    </article>
  );
}

/** The smallest changes that would fill the need, each tried out by the engine; asked for one need at a time. */
function Relaxations({ row, round }: { row: Unfilled; round: Round }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const found = useQuery({
    queryKey: ['relaxations', round.id, row.needId],
    enabled: asked,
    staleTime: Infinity,
    queryFn: () =>
      ask(
        api.GET('/api/rounds/{id}/relaxations', {
          params: { path: { id: round.id }, query: { needId: row.needId } },
        }),
      ),
  });
  if (!asked)
    return (
      <div className="no-print">
        <Button onClick={() => setAsked(true)}>
          {t('unmatched.relax')}
          <span className="sr"> {row.title}</span>
        </Button>
      </div>
    );
  return (
    <div role="status">
      <Shown query={found} rows={1}>
        {(changes) =>
          changes.length === 0 ? (
            <p className="muted">{t('unmatched.relax_none')}</p>
          ) : (
            <>
              <h4>{t('unmatched.relax_title')}</h4>
              <RelaxationList changes={changes} from={round.horizonFrom} />
            </>
          )
        }
      </Shown>
    </div>
  );
}

function RelaxationList({ changes, from }: { changes: Relaxation[]; from: string }) {
  const { t } = useTranslation();
  const ids = [...new Set(changes.flatMap(({ serves }) => serves.map(({ offer }) => offer)))];
  const offers = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['offer', id],
      queryFn: () => ask(api.GET('/api/offers/{id}', { params: { path: { id } } })),
    })),
  });
  const known = new Map(offers.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
  const names = new Map([...known.values()].map((offer) => [offer.volunteerId, offer.volunteerName]));
  const sentences = useReasons('they', { from, names });
  return (
    <ol className="plain stack tight">
      {changes.map((one) => (
        <li key={JSON.stringify(one.change)} className="relax">
          <b>{sentences([one.change as Reason])}</b>
          <span className="muted">
            {t('unmatched.relax_gain', { before: one.before, after: one.after, seats: one.seats })}
            {one.serves.length > 0 &&
              t('unmatched.relax_who', {
                names: one.serves
                  .map(({ offer }) => known.get(offer)?.volunteerName)
                  .filter(Boolean)
                  .join(t('form.and')),
              })}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What open seats wait for, and what one more volunteer who has it would bring, tried out by the engine. */
function Scarce({ round }: { round: Round }) {
  const { t } = useTranslation();
  const named = useNamed();
  const taxonomy = useTaxonomy();
  const scarce = useQuery({
    queryKey: ['scarce', round.id],
    staleTime: Infinity,
    queryFn: () => ask(api.GET('/api/rounds/{id}/scarce-skills', { params: { path: { id: round.id } } })),
  });
  const nameOf = (skill: string | null, category: string): string => {
    const words = wordsOf(taxonomy);
    const row = words.find(({ id }) => id === skill) ?? words.find(({ id }) => id === category);
    return row ? named(row) : '';
  };
  return (
    <section className="card stack tight" aria-labelledby="scarce">
      <h2 id="scarce">{t('unmatched.scarce')}</h2>
      <p className="muted">{t('unmatched.scarce_hint')}</p>
      <Shown query={scarce} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t('unmatched.scarce_none')}</p>
          ) : (
            <ol className="plain menu-lines">
              {rows.map((row) => (
                <li key={`${row.skill}${row.category}${row.weekday}${row.half}`}>
                  <div className="l1">
                    <span>{nameOf(row.skill, row.category)}</span>
                    <i aria-hidden="true" />
                    <em>
                      {row.weekday && row.half
                        ? t(`unmatched.half_${row.half}`, { day: fWeekdayLong(row.weekday) })
                        : t('when.agreed')}
                    </em>
                  </div>
                  <p className="muted small">
                    {t('unmatched.scarce_seats', { count: row.seats, schools: fNumber(row.schools.length) })}{' '}
                    {row.seatsGained > 0 && (
                      <b className="gain">{t('unmatched.scarce_gain', { count: row.seatsGained })}</b>
                    )}
                  </p>
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </section>
  );
}
