import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useFilters } from '@/app/lists';
import { filledOf, gapWords, useDifference, usePolicies, useRounds } from '@/app/rounds';
import type { Round } from '@/app/rounds';
import { may, useMe } from '@/app/session';
import { fNumber } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Select } from '@/ui/field';
import { Figure, Note, ProblemNote, Shown, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

type Change = Schema<'PlanChangeDto'>;

/** What this round changes against another one, and why; two policies side by side. */
export function Difference({ round }: { round: Round }) {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const rounds = useRounds();
  const difference = useDifference(round.id, filters.with);
  const others = rounds.solved.filter(({ id }) => id !== round.id);
  const other = others.find(({ id }) => id === difference.data?.withRoundId);
  return (
    <section className="stack" aria-labelledby="difference">
      <h2 id="difference">{t('round.difference')}</h2>
      <div className="filters no-print">
        {others.length > 0 && (
          <Select
            label={t('round.compare_with')}
            value={filters.with ?? ''}
            onChange={(event) => setFilters({ with: event.target.value || undefined })}
          >
            <option value="">{t('round.last_published')}</option>
            {others.map(({ id, code, policyNumber, draft }) => (
              <option key={id} value={id}>
                {code} · {t('rounds.policy_n', { number: policyNumber })}
                {draft && ` · ${t('rounds.draft')}`}
              </option>
            ))}
          </Select>
        )}
        {may(me, 'round.request') && <OtherPolicy round={round} onReady={(id) => setFilters({ with: id })} />}
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
              </div>
              {found.policyChanged && <Note tone="wait" title={t('round.policy_changed')} />}
              {other && <SideBySide one={other} two={round} />}
              <Changes changes={found.changes} round={round} />
            </>
          )
        }
      </Shown>
    </section>
  );
}

/** The figures of two rounds beside each other. */
function SideBySide({ one, two }: { one: Round; two: Round }) {
  const { t } = useTranslation();
  const [a, b] = [one.result!, two.result!];
  const gap = (result: typeof a) => gapWords(t, result);
  const of = (filled: number, seats: number) => `${fNumber(filled)} / ${fNumber(seats)}`;
  const level = (result: typeof a, priority: number) => {
    const found = result.levels.find((row) => row.priority === priority);
    return found && found.seats > 0 ? of(found.filled, found.seats) : '—';
  };
  const rows: [string, string, string][] = [
    [t('round.seats'), of(filledOf(a), a.counts.seats), of(filledOf(b), b.counts.seats)],
    ...[1, 2, 3, 4].map((priority): [string, string, string] => [
      t(`priority.${priority}`),
      level(a, priority),
      level(b, priority),
    ]),
    [t('round.gap'), gap(a), gap(b)],
  ];
  const head = (round: Round) => `${round.code} · ${t('rounds.policy_n', { number: round.policyNumber })}`;
  return (
    <Table
      caption={t('round.side_by_side')}
      rows={rows}
      keyOf={([label]) => label}
      columns={[
        { key: 'what', label: t('round.side_by_side'), head: true, cell: ([label]) => label },
        { key: 'one', label: head(one), end: true, cell: ([, value]) => <span className="num">{value}</span> },
        { key: 'two', label: head(two), end: true, cell: ([, , value]) => <span className="num">{value}</span> },
      ]}
    />
  );
}

function Changes({ changes, round }: { changes: Change[]; round: Round }) {
  const { t } = useTranslation();
  const names = new Map(
    changes.flatMap(({ needId, needTitle, volunteerId, volunteerName }) => [
      [needId, needTitle] as const,
      [volunteerId, volunteerName] as const,
    ]),
  );
  const reasons = useReasons('they', { from: round.horizonFrom, names });
  if (changes.length === 0) return null;
  return (
    <Table
      caption={t('round.difference')}
      rows={changes}
      keyOf={({ change, needId, volunteerId }) => `${change}${needId}${volunteerId}`}
      columns={[
        {
          key: 'kind',
          label: t('round.change'),
          cell: ({ change }) => (
            <Tag tone={change === 'new' ? 'good' : change === 'gone' ? 'stop' : 'wait'}>{t(`change.${change}`)}</Tag>
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
  );
}

/** The same menus with other weights, tried out in a draft that makes no proposals. */
function OtherPolicy({ round, onReady }: { round: Round; onReady: (id: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const policies = usePolicies();
  const choices = policies.data?.filter(({ id }) => id !== round.policyId) ?? [];
  const [policyId, setPolicyId] = useState('');
  const [trial, setTrial] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/rounds', {
          body: {
            draft: true,
            inputOf: round.id,
            policyId: policyId || choices[0].id,
            seconds: round.seconds ?? undefined,
            iterations: round.iterations ?? undefined,
          },
        }),
      ),
    onSuccess: ({ id }) => setTrial(id),
  });
  const going = useQuery({
    queryKey: ['round', trial],
    enabled: trial !== null,
    refetchInterval: 1_000,
    queryFn: async () => {
      const found = await ask(api.GET('/api/rounds/{id}', { params: { path: { id: trial! } } }));
      if (found.state !== 'queued' && found.state !== 'running') {
        setTrial(null);
        void client.invalidateQueries({ queryKey: ['rounds'] });
        if (found.result) onReady(found.id);
      }
      return found;
    },
  });
  if (choices.length === 0) return null;
  return (
    <form
      className="cluster"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Select label={t('round.other_policy')} value={policyId} onChange={(event) => setPolicyId(event.target.value)}>
        {choices.map(({ id, number, note }) => (
          <option key={id} value={id}>
            {t('rounds.policy_n', { number })}
            {note && ` · ${note}`}
          </option>
        ))}
      </Select>
      <Button type="submit" busy={start.isPending || trial !== null}>
        {t('round.try')}
      </Button>
      {(start.error ?? going.error) && <ProblemNote error={start.error ?? going.error} />}
    </form>
  );
}
