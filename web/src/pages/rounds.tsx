import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { ListShown, useList } from '@/app/lists';
import { filledOf, gapWords, usePolicies } from '@/app/rounds';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { may, useMe } from '@/app/session';
import { fDay, fMoment } from '@/i18n/format';
import { StateTag, useDistrict, useProgrammeItems } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Combo } from '@/ui/combo';
import { Checks, Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { MatchingNav } from '@/ui/subnav';
import { Empty, Tag } from '@/ui/states';
import { Table } from '@/ui/table';

/** Every run of matching, the newest first, and the start of a new one. */
export function RoundsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [starting, setStarting] = useState(false);
  const list = useList(['rounds'], (cursor) =>
    ask(api.GET('/api/rounds', { params: { query: { limit: 40, cursor } } })),
  );
  return (
    <Page
      title={t('nav.rounds')}
      nav={<MatchingNav />}
      lead={t('rounds.lead')}
      actions={
        may(me, 'round.request') && (
          <Button kind="main" onClick={() => setStarting(true)}>
            {t('rounds.start')}
          </Button>
        )
      }
    >
      <ListShown
        list={list}
        empty={
          <Empty title={t('rounds.none')}>
            <p>{t('rounds.none_hint')}</p>
          </Empty>
        }
      >
        {(rounds) => (
          <Table
            caption={t('nav.rounds')}
            rows={rounds}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'code',
                label: t('rounds.round'),
                head: true,
                cell: (round) => (
                  <Link to="/rounds/$id" params={{ id: round.id }}>
                    {round.code}
                  </Link>
                ),
              },
              {
                key: 'state',
                label: t('ui.state'),
                cell: (round) => (
                  <>
                    <StateTag kind="round" state={round.state} />
                    {round.draft && (
                      <>
                        {' '}
                        <Tag>{t('rounds.draft')}</Tag>
                      </>
                    )}
                  </>
                ),
              },
              {
                key: 'when',
                label: t('rounds.requested'),
                cell: (round) => (
                  <>
                    <span className="num">{fMoment(round.requestedAt)}</span>
                    <br />
                    <span className="small muted">{round.requestedByName ?? t('rounds.nightly')}</span>
                  </>
                ),
              },
              {
                key: 'horizon',
                label: t('rounds.horizon'),
                cell: (round) => t('need.from_to', { from: fDay(round.horizonFrom), to: fDay(round.horizonTo) }),
              },
              {
                key: 'filled',
                label: t('rounds.filled'),
                end: true,
                cell: (round) =>
                  round.result ? (
                    <span className="num">
                      {filledOf(round.result)}/{round.result.counts.seats}
                    </span>
                  ) : (
                    '—'
                  ),
              },
              {
                key: 'gap',
                label: t('rounds.gap'),
                end: true,
                cell: (round) => (round.result ? <span className="num">{gapWords(t, round.result)}</span> : '—'),
              },
            ]}
          />
        )}
      </ListShown>
      <Dialog title={t('rounds.start')} open={starting} onClose={() => setStarting(false)}>
        <StartForm />
      </Dialog>
    </Page>
  );
}

function StartForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const district = useDistrict();
  const programmes = useProgrammeItems();
  const policies = usePolicies();
  const [key] = useState(newKey);
  const draft = useRowDraft('round.new', {
    schoolId: null as string | null,
    programmeId: null as string | null,
    policyId: '',
    seconds: '10',
    draft: false,
  });
  const { typed, set } = draft;
  const form = useSaveForm({
    draft,
    check: () => ({}),
    send: () =>
      ask(
        api.POST('/api/rounds', {
          headers: { 'idempotency-key': key },
          body: {
            seconds: Number(typed.seconds),
            draft: typed.draft || undefined,
            policyId: typed.policyId || undefined,
            scope: { schoolId: typed.schoolId ?? undefined, programmeId: typed.programmeId ?? undefined },
          },
        }),
      ),
    onSaved: ({ id }) => void navigate({ to: '/rounds/$id', params: { id } }),
  });
  const labels = {
    schoolId: t('ui.school'),
    programmeId: t('ui.programme'),
    policyId: t('rounds.policy'),
    seconds: t('rounds.time'),
    draft: t('rounds.draft_legend'),
  };
  return (
    <SaveForm form={form} labels={labels} button={t('rounds.start')}>
      <p className="muted">{t('rounds.start_hint')}</p>
      <Combo
        label={labels.schoolId}
        name="schoolId"
        none={t('rounds.all_schools')}
        items={district?.schools ?? []}
        value={typed.schoolId}
        onChange={(schoolId) => set({ schoolId })}
      />
      <Combo
        label={labels.programmeId}
        name="programmeId"
        none={t('rounds.all_programmes')}
        items={programmes}
        value={typed.programmeId}
        onChange={(programmeId) => set({ programmeId })}
      />
      <Select
        label={labels.policyId}
        name="policyId"
        value={typed.policyId}
        onChange={(event) => set({ policyId: event.target.value })}
      >
        <option value="">{t('rounds.policy_newest')}</option>
        {policies.data?.map((policy) => (
          <option key={policy.id} value={policy.id}>
            {t('rounds.policy_n', { number: policy.number })}
            {policy.note && ` · ${policy.note}`}
          </option>
        ))}
      </Select>
      <Select
        label={labels.seconds}
        hint={t('rounds.time_hint')}
        name="seconds"
        value={typed.seconds}
        onChange={(event) => set({ seconds: event.target.value })}
      >
        {['3', '10', '30', '60', '300'].map((value) => (
          <option key={value} value={value}>
            {t('rounds.seconds', { count: Number(value) })}
          </option>
        ))}
      </Select>
      <Checks
        legend={labels.draft}
        name="draft"
        values={typed.draft ? ['draft'] : []}
        onChange={(values) => set({ draft: values.length > 0 })}
        choices={[{ value: 'draft', label: t('rounds.draft_choice'), hint: t('rounds.draft_hint') }]}
      />
    </SaveForm>
  );
}
