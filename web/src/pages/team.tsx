import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Bars, Panel } from '@/ui/chart';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { PeopleNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

type Line = Schema<'TeamLineDto'>;

const AGES = ['under_60', '60_69', '70_79', 'from_80', 'unknown'];
const TIERS = ['core', 'backbone', 'participating'];
const CLEARANCES = ['valid', 'expiring', 'expired', 'missing'];

/** Head counts of the team for the yearly table: by group, tier, age and clearance. Nobody is named or ranked. */
export function TeamPage() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ['report', 'team'], queryFn: () => ask(api.GET('/api/reports/team')) });
  return (
    <Page
      title={t('nav.team')}
      lead={t('team.lead')}
      nav={<PeopleNav />}
      actions={<Button onClick={() => print()}>{t('ui.print')}</Button>}
    >
      <Shown query={query}>{(lines) => <Panels lines={lines} />}</Shown>
    </Page>
  );
}

function Panels({ lines }: { lines: Line[] }) {
  const { t } = useTranslation();
  const of = (by: Line['by'], order: string[]) =>
    order.flatMap((key) => {
      const line = lines.find((one) => one.by === by && one.key === key);
      return line ? [line] : [];
    });
  const groups = lines
    .filter(({ by }) => by === 'veteran' || by === 'guest' || by === 'kind')
    .sort((one, other) => other.people - one.people);
  const sum = (some: Line[], what: 'lines' | 'people') => some.reduce((total, line) => total + line[what], 0);
  const panel = (title: string, some: Line[], word: (line: Line) => string) => (
    <Panel
      title={t(title)}
      says={t('team.says', { lines: fNumber(sum(some, 'lines')), people: fNumber(sum(some, 'people')) })}
      chart={
        <Bars
          bars={some.map((line) => ({
            key: line.by + line.key,
            label: word(line),
            value: line.people,
            text: fNumber(line.people),
          }))}
        />
      }
      table={
        <Table
          caption={t(title)}
          rows={some}
          keyOf={({ by, key }) => by + key}
          columns={[
            { key: 'k', label: t(title), head: true, cell: word },
            { key: 'l', label: t('team.lines'), end: true, cell: ({ lines: count }) => fNumber(count) },
            { key: 'p', label: t('team.people'), end: true, cell: ({ people }) => fNumber(people) },
          ]}
        />
      }
    />
  );
  return (
    <div className="panels">
      {panel('team.groups', groups, ({ by, key }) => t(`${by}.${key}`))}
      {panel('team.clearances', of('clearance', CLEARANCES), ({ key }) => t(`clearance_state.${key}`))}
      {panel('team.tiers', of('tier', TIERS), ({ key }) => t(`tier.${key}`))}
      {panel('team.ages', of('age', AGES), ({ key }) => t(`age.${key}`))}
    </div>
  );
}
