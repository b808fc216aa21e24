import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useFilters } from '@/app/lists';
import { useMe } from '@/app/session';
import { fDay, fNumber } from '@/i18n/format';
import { useDistrict } from '@/i18n/words';
import { ButtonLink } from '@/ui/button';
import { Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Figure, Note, Shown } from '@/ui/states';
import { Table } from '@/ui/table';

export type VolunteerRecord = Schema<'VolunteerRecordDto'>;

const hoursOf = (minutes: number): string => fNumber(minutes / 60, 1);

/** The record of the volunteer of the address, or one's own; the span is in the address. */
export function useRecord() {
  const me = useMe();
  const { id: other } = useParams({ strict: false }) as { id?: string };
  const [{ from, to }] = useFilters();
  const id = other ?? me.grants.find(({ volunteerId }) => volunteerId)?.volunteerId ?? '';
  const query = useQuery({
    queryKey: ['record', id, from, to],
    enabled: id !== '',
    queryFn: () => ask(api.GET('/api/volunteers/{id}/record', { params: { path: { id }, query: { from, to } } })),
  });
  return { id, own: !other, from, to, query };
}

/** What one has given: hours that count, what still waits, and what schools said. */
export function RecordPage() {
  const { t } = useTranslation();
  const { id, own, query } = useRecord();
  return (
    <Page
      title={own ? t('nav.record') : t('record.title', { name: query.data?.name ?? '' })}
      lead={t(own ? 'record.lead' : 'record.lead_other')}
      width="narrow"
      back={
        own
          ? { to: '/profile', label: t('nav.profile') }
          : { to: '/people/$id', params: { id }, label: query.data?.name ?? t('nav.people') }
      }
    >
      {id ? (
        <Shown query={query}>{(record) => <RecordView record={record} />}</Shown>
      ) : (
        <Empty title={t('record.nobody')} />
      )}
    </Page>
  );
}

function RecordView({ record }: { record: VolunteerRecord }) {
  const { t } = useTranslation();
  const { own, from, to } = useRecord();
  const span = { from, to };
  return (
    <div className="stack loose">
      <SpanSelect />
      <section className="card stack" aria-label={t('record.sum')}>
        <div className="figs">
          <Figure value={hoursOf(record.countedMinutes)} label={t('record.hours')} />
          <Figure value={fNumber(record.sessions)} label={t('record.sessions')} />
          {record.stars > 0 && (
            <Figure value={'★'.repeat(record.stars)} label={t('record.stars', { count: record.stars })} />
          )}
        </div>
        {record.nextStarHours !== null && (
          <p className="muted">{t('record.next_star', { hours: fNumber(record.nextStarHours) })}</p>
        )}
        {record.sessions > 0 && (
          <div className="cluster no-print">
            {own ? (
              <ButtonLink to="/record/certificate" search={span as never} kind="main">
                {t('record.certificate')}
              </ButtonLink>
            ) : (
              <ButtonLink
                to="/people/$id/certificate"
                params={{ id: record.volunteerId }}
                search={span as never}
                kind="main"
              >
                {t('record.certificate')}
              </ButtonLink>
            )}
          </div>
        )}
      </section>
      {record.pending.length > 0 && (
        <Note tone="wait" title={t('record.pending', { count: record.pending.length })}>
          <ul className="plain stack tight">
            {record.pending.map(({ sessionId, title, day, minutes, countsFrom }) => (
              <li key={sessionId}>
                {t('record.pending_line', { day: fDay(day), title, minutes, from: fDay(countsFrom) })}
              </li>
            ))}
          </ul>
          <p>{t('record.pending_hint', { days: record.rule.shownWorkdays })}</p>
        </Note>
      )}
      <section className="stack" aria-labelledby="services">
        <h2 id="services">{t('record.services')}</h2>
        {record.services.length === 0 ? (
          <Empty title={t('record.none')}>
            <p>{t('record.none_hint')}</p>
          </Empty>
        ) : (
          <Services record={record} />
        )}
        <RoundingRule rule={record.rule} />
      </section>
      {record.evaluations.length > 0 && (
        <section className="stack" aria-labelledby="said">
          <h2 id="said">{t('record.said')}</h2>
          <ul className="plain stack">
            {record.evaluations.map((one, i) => (
              <li key={i} className="card">
                <p>
                  <b>{one.schoolName}</b> · {one.title}
                </p>
                <p>
                  {t('record.rating', { rating: one.rating })}
                  {one.again && ` · ${t('record.again')}`}
                </p>
                {one.comment && <p>{one.comment}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** How the rest of an hour counts, in a sentence. */
function RoundingRule({ rule }: { rule: VolunteerRecord['rule'] }) {
  const { t } = useTranslation();
  const steps = rule.rounding.map(({ upTo, counts }) =>
    t('record.rule_step', { minutes: upTo, hours: hoursOf(counts) }),
  );
  return (
    <p className="muted small">
      {t('record.rule')} {steps.join(t('form.and'))}
    </p>
  );
}

export function Services({ record }: { record: VolunteerRecord }) {
  const { t } = useTranslation();
  return (
    <Table
      caption={t('record.services')}
      rows={record.services}
      keyOf={({ engagementId }) => engagementId}
      columns={[
        { key: 'title', label: t('record.what'), head: true, cell: ({ title }) => title },
        { key: 'school', label: t('ui.school'), cell: ({ schoolName }) => schoolName },
        {
          key: 'when',
          label: t('record.when'),
          cell: ({ firstOn, lastOn }) =>
            firstOn === lastOn ? fDay(firstOn) : t('need.from_to', { from: fDay(firstOn), to: fDay(lastOn) }),
        },
        { key: 'sessions', label: t('record.sessions'), end: true, cell: ({ sessions }) => fNumber(sessions) },
        { key: 'hours', label: t('record.hours'), end: true, cell: ({ countedMinutes }) => hoursOf(countedMinutes) },
      ]}
    />
  );
}

/** All of it, or one term. */
function SpanSelect() {
  const { t } = useTranslation();
  const [{ from, to }, setFilters] = useFilters();
  const terms = useDistrict()?.terms ?? [];
  const term = terms.find(({ startsOn, endsOn }) => startsOn === from && endsOn === to);
  return (
    <>
      <p className="print-only">{term?.name ?? t('record.ever')}</p>
      <div className="no-print">
        <Select
          label={t('record.span')}
          value={from && to ? `${from}/${to}` : ''}
          onChange={(event) => {
            const [first, last] = event.target.value.split('/');
            setFilters({ from: first || undefined, to: last });
          }}
        >
          <option value="">{t('record.ever')}</option>
          {terms.toReversed().map(({ id, name, startsOn, endsOn }) => (
            <option key={id} value={`${startsOn}/${endsOn}`}>
              {name}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}
