import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problem';
import { dayOf, fDay, fDayLong, fKm, fSpoken, fTime } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Note, ProblemNote, Shown } from '@/ui/states';
import { ReadAloud } from '@/ui/read-aloud';
import '@/styles/invitation.css';

export type Invitation = Schema<'InvitationDto'>;
type Answer = 'accept' | 'decline' | 'call-me';

/** One invitation at a time. Yes and No are alike; nothing runs out while one reads; no reason is asked. */
export function MyInvitations() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [given, setGiven] = useState<{ answer: Answer; invitation: Invitation } | null>(null);
  // The address may name one, as notices do; one goes on from there.
  const { id: wanted } = useParams({ strict: false }) as { id?: string };
  const [shown, setShown] = useState(wanted);
  const invitations = useQuery({
    queryKey: ['invitations', 'mine'],
    queryFn: () => ask(api.GET('/api/invitations', { params: { query: { state: 'invited', limit: 50 } } })),
  });
  const answer = useMutation({
    mutationFn: async ({ answer: kind, invitation: { id } }: { answer: Answer; invitation: Invitation }) => {
      const options = { params: { path: { id } }, body: {} };
      if (kind === 'accept') return ask(api.POST('/api/invitations/{id}/accept', options));
      if (kind === 'decline') return ask(api.POST('/api/invitations/{id}/decline', options));
      return ask(api.POST('/api/invitations/{id}/call-me', options));
    },
    onSuccess: (_, done) => {
      setGiven(done);
      setShown(done.answer === 'call-me' ? done.invitation.id : undefined);
      void client.invalidateQueries({ queryKey: ['invitations'] });
      scrollTo({ top: 0 });
    },
    onError: (error) =>
      error instanceof Problem && error.status === 409 && void client.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const items = invitations.data?.items ?? [];
  const open = items.filter(
    ({ id, answerable }) => answerable && (given?.answer === 'call-me' || id !== given?.invitation.id),
  );
  const at = Math.max(
    0,
    open.findIndex(({ id }) => id === shown),
  );
  const current = open[at];
  return (
    <Page
      title={t('invitation.title')}
      lead={
        invitations.data && t(open.length ? 'invitation.waiting' : 'invitation.none_waiting', { count: open.length })
      }
      width="narrow"
    >
      <div className="stack">
        {given && <Given {...given} />}
        {answer.error && <ProblemNote error={answer.error} />}
        <Shown query={invitations} rows={1}>
          {() =>
            !current ? (
              !given && (
                <Empty title={t('invitation.none')}>
                  <p>{t('invitation.none_hint')}</p>
                </Empty>
              )
            ) : (
              <>
                <Card invitation={current} />
                <div className="answers no-print">
                  <Button
                    busy={answer.isPending}
                    onClick={() => answer.mutate({ answer: 'accept', invitation: current })}
                  >
                    {t('invitation.yes')}
                  </Button>
                  <Button
                    busy={answer.isPending}
                    onClick={() => answer.mutate({ answer: 'decline', invitation: current })}
                  >
                    {t('invitation.no')}
                  </Button>
                </div>
                {current.callRequestedAt ? (
                  <Note title={t('invitation.call_asked')} />
                ) : (
                  <Button
                    className="call no-print"
                    busy={answer.isPending}
                    onClick={() => answer.mutate({ answer: 'call-me', invitation: current })}
                  >
                    {t('invitation.call')}
                  </Button>
                )}
                <p className="muted">{t('invitation.until', { day: fDay(dayOf(current.answerBy)) })}</p>
                {open.length > 1 && (
                  <div className="cluster no-print">
                    <Button
                      onClick={() => {
                        setShown(open[(at + 1) % open.length].id);
                        setGiven(null);
                        scrollTo({ top: 0 });
                      }}
                    >
                      {t('invitation.next', { at: at + 1, count: open.length })}
                    </Button>
                  </div>
                )}
              </>
            )
          }
        </Shown>
      </div>
    </Page>
  );
}

/** When, as a person would say it: the first dates, and how many in all. */
export function useWhen(): (invitation: Invitation) => string[] {
  const { t } = useTranslation();
  return ({ firstDates, dates, weeklyMinutes }) => {
    if (firstDates.length === 0)
      return [weeklyMinutes ? t('invitation.agreed_weekly', { minutes: weeklyMinutes }) : t('invitation.agreed')];
    const lines = firstDates.map(({ startsAt, endsAt }) =>
      t('invitation.date', {
        day: fDayLong(dayOf(startsAt)),
        from: fSpoken(fTime(startsAt)),
        to: fSpoken(fTime(endsAt)),
      }),
    );
    if (dates > firstDates.length) lines.push(t('invitation.dates_more', { count: dates }));
    return lines;
  };
}

function Card({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const when = useWhen()(invitation);
  const reasons = useReasons('you')(invitation.reasons);
  const place =
    invitation.placeKind === 'online' ? t('invitation.online') : (invitation.placeName ?? invitation.schoolName);
  const far = invitation.distance === null ? '' : t('invitation.far', { km: fKm(invitation.distance) });
  const facts: [string, string[]][] = [
    [t('invitation.when'), when],
    [t('invitation.where'), [far ? t('invitation.place_far', { place, far }) : place]],
    ...(invitation.description ? [[t('invitation.what'), [invitation.description]] as [string, string[]]] : []),
    ...(invitation.contact ? [[t('invitation.contact'), [invitation.contact]] as [string, string[]]] : []),
  ];
  const spoken = [
    t('invitation.from', { school: invitation.schoolName }),
    invitation.title,
    ...facts.flatMap(([name, lines]) => [name, ...lines]),
  ].join('。');
  return (
    <article className="invite" aria-labelledby="invite-title">
      <p className="invite-from">{t('invitation.from', { school: invitation.schoolName })}</p>
      <h2 id="invite-title">{invitation.title}</h2>
      <dl>
        {facts.map(([name, lines]) => (
          <div key={name} className={lines === when ? 'whole-words' : undefined}>
            <dt>{name}</dt>
            {lines.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <details className="why">
          <summary>{t('invitation.why')}</summary>
          <ul>
            {reasons.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <ReadAloud text={spoken} />
    </article>
  );
}

function Given({ answer, invitation }: { answer: Answer; invitation: Invitation }) {
  const { t } = useTranslation();
  const key = { accept: 'yes', decline: 'no', 'call-me': 'call' }[answer];
  return (
    <Note
      tone={answer === 'accept' ? 'good' : 'plain'}
      title={t(`invitation.given_${key}`, { title: invitation.title, school: invitation.schoolName })}
    >
      <p>{t(`invitation.given_${key}_hint`)}</p>
    </Note>
  );
}
