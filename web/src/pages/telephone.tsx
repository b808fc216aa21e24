import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { dayOf, fDay, fMoment } from '@/i18n/format';
import { Button, ButtonLink } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Empty, Note, ProblemNote, Tag } from '@/ui/states';
import { Table } from '@/ui/table';
import { useWhen } from './my-invitations';
import type { Invitation } from './my-invitations';

/** In the address: every school of the district. */
const ALL = 'all';
const STATES = ['invited', 'accepted', 'declined', 'lapsed'] as const;

/** Whom to telephone, those who asked for it first; what they say is written down for them. */
export default function Telephone() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const state = STATES.find((value) => value === filters.state) ?? 'invited';
  const [calling, setCalling] = useState<Invitation | null>(null);
  const [recorded, setRecorded] = useState<string | null>(null);
  // A coordinator telephones for the own school; for another one when asked to.
  const own = me.grants.filter(({ schoolId }) => schoolId);
  const school = filters.school ?? own[0]?.schoolId ?? ALL;
  const list = useList(['invitations', 'office', state, school], (cursor) =>
    ask(
      api.GET('/api/invitations', {
        params: { query: { state, schoolId: school === ALL ? undefined : school, limit: 100, cursor } },
      }),
    ),
  );
  const sorted = [...list.items].sort(
    (a, b) => Number(!!b.callRequestedAt) - Number(!!a.callRequestedAt) || a.answerBy.localeCompare(b.answerBy),
  );
  return (
    <Page title={t('phone.title')} lead={t('phone.lead')}>
      {recorded && (
        <div className="stack">
          <Note tone="good" title={recorded} />
        </div>
      )}
      <div className="filters" role="group" aria-label={t('ui.state')}>
        {STATES.map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={state === value}
            onClick={() => setFilters({ state: value === 'invited' ? undefined : value })}
          >
            {t(`phone.${value}`)}
          </button>
        ))}
      </div>
      {own.length > 0 && (
        <div className="filters" role="group" aria-label={t('phone.which')}>
          {[...own.map(({ schoolId, schoolName }) => [schoolId!, schoolName!]), [ALL, t('phone.whole_district')]].map(
            ([id, name]) => (
              <button
                key={id}
                type="button"
                className="chip"
                aria-pressed={school === id}
                onClick={() => setFilters({ school: id === own[0].schoolId ? undefined : id })}
              >
                {name}
              </button>
            ),
          )}
        </div>
      )}
      <ListShown list={list} empty={<Empty title={t(`phone.none_${state === 'invited' ? 'invited' : 'other'}`)} />}>
        {() => (
          <Table
            caption={t('phone.title')}
            rows={sorted}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'who',
                label: t('role.volunteer'),
                head: true,
                cell: ({ volunteer, callRequestedAt }) => (
                  <>
                    {volunteer ? (
                      <Link to="/people/$id" params={{ id: volunteer.id }}>
                        {volunteer.name}
                      </Link>
                    ) : (
                      '—'
                    )}{' '}
                    {callRequestedAt && state === 'invited' && <Tag tone="wait">{t('phone.asked')}</Tag>}
                  </>
                ),
              },
              {
                key: 'phone',
                label: t('person.phone'),
                cell: ({ volunteer }) =>
                  volunteer?.phone ? (
                    <a className="num" href={`tel:${volunteer.phone}`}>
                      {volunteer.phone}
                    </a>
                  ) : (
                    t('ui.unknown')
                  ),
              },
              {
                key: 'need',
                label: t('phone.need'),
                cell: ({ title, schoolName }) => (
                  <>
                    {title}
                    <br />
                    <span className="small muted">{schoolName}</span>
                  </>
                ),
              },
              ...(state === 'invited'
                ? [
                    {
                      key: 'until',
                      label: t('phone.until'),
                      cell: ({ answerBy }: Invitation) => <span className="num">{fDay(dayOf(answerBy))}</span>,
                    },
                  ]
                : [
                    {
                      key: 'answered',
                      label: t('phone.answered'),
                      cell: ({ answeredAt, answerChannel }: Invitation) => (
                        <>
                          {answeredAt ? fMoment(answeredAt) : '—'}{' '}
                          {answerChannel && <span className="small muted">{t(`phone.channel_${answerChannel}`)}</span>}
                        </>
                      ),
                    },
                  ]),
              ...(may(me, 'invitation.answer') && state === 'invited'
                ? [
                    {
                      key: 'deed',
                      label: <span className="sr">{t('phone.record')}</span>,
                      end: true,
                      cell: (row: Invitation) =>
                        row.answerable ? (
                          <span className="cluster">
                            <Button onClick={() => setCalling(row)}>
                              {t('phone.record')}
                              <span className="sr"> {row.volunteer?.name}</span>
                            </Button>
                            <ButtonLink to="/invitations/$id/paper" params={{ id: row.id }}>
                              {t('phone.paper')}
                              <span className="sr"> {row.volunteer?.name}</span>
                            </ButtonLink>
                          </span>
                        ) : null,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </ListShown>
      <Dialog
        title={t('phone.call', { name: calling?.volunteer?.name ?? '' })}
        open={calling !== null}
        onClose={() => setCalling(null)}
      >
        {calling && (
          <Call
            invitation={calling}
            onDone={(sentence) => {
              setCalling(null);
              setRecorded(sentence);
            }}
          />
        )}
      </Dialog>
    </Page>
  );
}

/** What to say on the telephone, and two alike buttons for what was answered. */
function Call({ invitation, onDone }: { invitation: Invitation; onDone: (sentence: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const when = useWhen()(invitation);
  const name = invitation.volunteer?.name ?? '';
  const answer = useMutation({
    mutationFn: (yes: boolean) => {
      const options = { params: { path: { id: invitation.id } }, body: { version: invitation.version } };
      return yes
        ? ask(api.POST('/api/invitations/{id}/accept', options))
        : ask(api.POST('/api/invitations/{id}/decline', options));
    },
    onSuccess: (_, yes) => {
      void client.invalidateQueries();
      onDone(t(yes ? 'phone.recorded_yes' : 'phone.recorded_no', { name, title: invitation.title }));
    },
  });
  return (
    <div className="stack">
      {answer.error && (
        <ProblemNote
          error={answer.error}
          onRetry={() => {
            answer.reset();
            void client.invalidateQueries();
          }}
        />
      )}
      {invitation.volunteer?.phone && (
        <p className="num">
          <a href={`tel:${invitation.volunteer.phone}`}>{invitation.volunteer.phone}</a>
        </p>
      )}
      <dl className="facts">
        <dt>{t('phone.need')}</dt>
        <dd>
          {invitation.title} · {invitation.schoolName}
        </dd>
        <dt>{t('invitation.when')}</dt>
        <dd>
          {when.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </dd>
        <dt>{t('phone.until')}</dt>
        <dd>{fDay(dayOf(invitation.answerBy))}</dd>
      </dl>
      <p className="muted">{t('phone.say')}</p>
      <div className="cluster">
        <Button busy={answer.isPending} onClick={() => answer.mutate(true)}>
          {t('phone.yes')}
        </Button>
        <Button busy={answer.isPending} onClick={() => answer.mutate(false)}>
          {t('phone.no')}
        </Button>
      </div>
    </div>
  );
}
