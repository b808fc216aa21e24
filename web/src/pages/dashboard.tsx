import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { PeriodSelect, usePeriod } from '@/app/period';
import type { Period } from '@/app/period';
import { fMonth, fNumber, fPercent } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Bars, Columns, Panel } from '@/ui/chart';
import { Page } from '@/ui/page';
import { Loading, Shown } from '@/ui/states';
import { Table } from '@/ui/table';

const share = (part: number, whole: number): number => (whole ? (100 * part) / whole : 0);
const hours = (minutes: number): string => fNumber(minutes / 60, 1);

/** How it goes, in four pictures with their tables: seats filled, time to match, service, and coverage by school. */
export function DashboardPage() {
  const { t } = useTranslation();
  const period = usePeriod();
  return (
    <Page
      title={t('nav.dashboard')}
      lead={t('reports.lead')}
      actions={<Button onClick={() => print()}>{t('ui.print')}</Button>}
    >
      {period ? (
        <>
          <div className="filters">
            <PeriodSelect period={period} />
          </div>
          <div className="panels">
            <Fill period={period} />
            <TimeToMatch period={period} />
            <Hours period={period} />
            <Schools period={period} />
          </div>
        </>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Fill({ period }: { period: Period }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['report', 'fill', period],
    queryFn: () => ask(api.GET('/api/reports/fill', { params: { query: period } })),
  });
  return (
    <Shown query={query}>
      {(lines) => {
        const seats = lines.reduce((sum, line) => sum + line.seats, 0);
        const filled = lines.reduce((sum, line) => sum + line.filled, 0);
        return (
          <Panel
            title={t('reports.fill')}
            says={
              seats
                ? t('reports.fill_says', {
                    filled: fNumber(filled),
                    seats: fNumber(seats),
                    share: fPercent(share(filled, seats), 0),
                  })
                : t('reports.fill_none')
            }
            chart={
              <Bars
                bars={lines.map(({ priority, seats: of, filled: value }) => ({
                  key: String(priority),
                  label: t(`priority.${priority}`),
                  value,
                  of,
                  text: `${fNumber(value)} / ${fNumber(of)}`,
                }))}
              />
            }
            table={
              <Table
                caption={t('reports.fill')}
                rows={lines}
                keyOf={({ priority }) => String(priority)}
                columns={[
                  {
                    key: 'p',
                    label: t('reports.priority'),
                    head: true,
                    cell: (line) => t(`priority.${line.priority}`),
                  },
                  { key: 'n', label: t('reports.needs'), end: true, cell: (line) => fNumber(line.needs) },
                  { key: 's', label: t('reports.seats'), end: true, cell: (line) => fNumber(line.seats) },
                  { key: 'f', label: t('reports.filled'), end: true, cell: (line) => fNumber(line.filled) },
                  {
                    key: 'r',
                    label: t('reports.share'),
                    end: true,
                    cell: (line) => (line.seats ? fPercent(share(line.filled, line.seats), 0) : '—'),
                  },
                ]}
              />
            }
          />
        );
      }}
    </Shown>
  );
}

function TimeToMatch({ period }: { period: Period }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['report', 'time', period],
    queryFn: () => ask(api.GET('/api/reports/time-to-match', { params: { query: period } })),
  });
  return (
    <Shown query={query}>
      {({ pairs, medianDays, ninthDays, steps }) => {
        const word = (upTo: number | null, i: number): string =>
          upTo === null
            ? t('reports.days_over', { days: steps[i - 1]?.upToDays ?? 0 })
            : i === 0
              ? t('reports.days_to', { days: upTo })
              : t('reports.days_between', { from: (steps[i - 1].upToDays ?? 0) + 1, to: upTo });
        return (
          <Panel
            title={t('reports.time')}
            says={
              pairs
                ? t('reports.time_says', {
                    count: pairs,
                    median: fNumber(medianDays ?? 0, 1),
                    ninth: fNumber(ninthDays ?? 0, 1),
                  })
                : t('reports.time_none')
            }
            chart={
              <Columns
                bars={steps.map(({ upToDays, pairs: value }, i) => ({
                  key: String(upToDays),
                  label: word(upToDays, i),
                  value,
                  text: fNumber(value),
                }))}
              />
            }
            table={
              <Table
                caption={t('reports.time')}
                rows={steps.map((step, i) => ({ ...step, word: word(step.upToDays, i) }))}
                keyOf={(step) => step.word}
                columns={[
                  { key: 'd', label: t('reports.days'), head: true, cell: (step) => step.word },
                  { key: 'p', label: t('reports.pairs'), end: true, cell: (step) => fNumber(step.pairs) },
                  {
                    key: 's',
                    label: t('reports.share'),
                    end: true,
                    cell: (step) => fPercent(share(step.pairs, pairs), 0),
                  },
                ]}
              />
            }
          />
        );
      }}
    </Shown>
  );
}

function Hours({ period }: { period: Period }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['report', 'hours', period],
    queryFn: () => ask(api.GET('/api/reports/hours', { params: { query: period } })),
  });
  return (
    <Shown query={query}>
      {(months) => {
        const sessions = months.reduce((sum, month) => sum + month.sessions, 0);
        const counted = months.reduce((sum, month) => sum + month.countedMinutes, 0);
        return (
          <Panel
            wide
            title={t('reports.hours')}
            says={
              sessions ? t('reports.hours_says', { count: sessions, hours: hours(counted) }) : t('reports.hours_none')
            }
            chart={
              <Columns
                bars={months.map(({ month, countedMinutes }) => ({
                  key: month,
                  label: fMonth(month),
                  value: countedMinutes,
                  text: hours(countedMinutes),
                }))}
              />
            }
            table={
              <Table
                caption={t('reports.hours')}
                rows={months}
                keyOf={({ month }) => month}
                columns={[
                  { key: 'm', label: t('reports.month'), head: true, cell: ({ month }) => fMonth(month) },
                  { key: 's', label: t('reports.sessions'), end: true, cell: (month) => fNumber(month.sessions) },
                  { key: 'r', label: t('reports.real_hours'), end: true, cell: ({ minutes }) => hours(minutes) },
                  {
                    key: 'c',
                    label: t('reports.counted_hours'),
                    end: true,
                    cell: (month) => hours(month.countedMinutes),
                  },
                ]}
              />
            }
          />
        );
      }}
    </Shown>
  );
}

function Schools({ period }: { period: Period }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['report', 'schools', period],
    queryFn: () => ask(api.GET('/api/reports/schools', { params: { query: period } })),
  });
  return (
    <Shown query={query}>
      {(schools) => {
        const asked = schools.filter(({ seats }) => seats > 0);
        const without = asked.filter(({ filled }) => filled === 0).length;
        return (
          <Panel
            wide
            title={t('reports.schools')}
            says={
              asked.length === 0
                ? t('reports.fill_none')
                : without
                  ? t('reports.schools_without', { count: without, all: asked.length })
                  : t('reports.schools_all', { count: asked.length })
            }
            chart={
              <Bars
                flow
                bars={asked.map(({ schoolId, schoolName, seats: of, filled: value }) => ({
                  key: schoolId,
                  label: schoolName,
                  value,
                  of,
                  text: `${fNumber(value)} / ${fNumber(of)}`,
                }))}
              />
            }
            table={
              <Table
                caption={t('reports.schools')}
                rows={schools}
                keyOf={({ schoolId }) => schoolId}
                columns={[
                  {
                    key: 'n',
                    label: t('ui.school'),
                    head: true,
                    cell: ({ schoolId, schoolName }) => (
                      <Link to="/needs" search={{ schoolId } as never}>
                        {schoolName}
                      </Link>
                    ),
                  },
                  { key: 'd', label: t('reports.needs'), end: true, cell: (line) => fNumber(line.needs) },
                  { key: 's', label: t('reports.seats'), end: true, cell: (line) => fNumber(line.seats) },
                  { key: 'f', label: t('reports.filled'), end: true, cell: (line) => fNumber(line.filled) },
                  { key: 'x', label: t('reports.sessions'), end: true, cell: (line) => fNumber(line.sessions) },
                  { key: 'h', label: t('reports.real_hours'), end: true, cell: ({ minutes }) => hours(minutes) },
                ]}
              />
            }
          />
        );
      }}
    </Shown>
  );
}
