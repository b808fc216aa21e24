import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds, Facts } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { may, roleOf, useMe } from '@/app/session';
import { dayOf, fDay, fDayLong, fMoment, fNumber } from '@/i18n/format';
import { StateTag, useWordName } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Note, Shown } from '@/ui/states';
import { RecordCheckIn } from '../check-in-line';
import { SessionLine } from '../session-line';
import { EvaluateForm } from './evaluate-form';
import { PlanForm } from './plan-form';

type Engagement = Schema<'EngagementDetailDto'>;

export function EngagementPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { id } = useParams({ strict: false }) as { id: string };
  const engagement = useQuery({
    queryKey: ['engagement', id],
    queryFn: () => ask(api.GET('/api/engagements/{id}', { params: { path: { id } } })),
  });
  const back = {
    volunteer: { to: '/calendar', label: t('nav.calendar') },
    young_teacher: { to: '/mentor', label: t('nav.mentor') },
  } as const;
  const role = roleOf(me);
  return (
    <Page
      title={engagement.data?.title ?? t('nav.engagements')}
      lead={
        engagement.data && `${engagement.data.schoolName} · ${engagement.data.volunteerName} · ${engagement.data.code}`
      }
      back={
        role === 'volunteer' || role === 'young_teacher'
          ? back[role]
          : { to: '/engagements', label: t('nav.engagements') }
      }
    >
      <Shown query={engagement}>
        {(found) => <View engagement={found} refresh={() => void engagement.refetch()} />}
      </Shown>
    </Page>
  );
}

function View({ engagement, refresh }: { engagement: Engagement; refresh: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const role = roleOf(me);
  const [open, setOpen] = useState<'plan' | 'evaluate' | null>(null);
  const path = { params: { path: { id: engagement.id } } };
  const { version, state } = engagement;
  /** The system's own reasons are codes; a person's are a sentence. */
  const reasonText = (reason: string | null) =>
    reason && (i18n.exists(`end_reason.${reason}`) ? t(`end_reason.${reason}` as never) : reason);
  const office = role === 'admin' || role === 'coordinator';
  const side = role === 'volunteer' ? 'volunteer' : 'school';
  const deeds: (Deed | false)[] = [
    may(me, 'engagement.change') &&
      office &&
      state === 'serving' && {
        key: 'complete',
        kind: 'main',
        label: t('engagement.complete'),
        ask: { title: t('engagement.complete'), text: t('engagement.complete_text') },
        run: () => ask(api.POST('/api/engagements/{id}/complete', { ...path, body: { version } })),
      },
    may(me, 'engagement.change') &&
      ['agreed', 'serving'].includes(state) && {
        key: 'end',
        kind: 'stop',
        label: t('engagement.end'),
        ...(role === 'volunteer'
          ? { ask: { title: t('engagement.end'), text: t('engagement.end_text') } }
          : {
              reason: { title: t('engagement.end'), label: t('engagement.end_reason'), hint: t('engagement.end_hint') },
            }),
        run: (reason) =>
          ask(
            api.POST('/api/engagements/{id}/end', {
              ...path,
              body: {
                version,
                by: role === 'volunteer' ? 'volunteer' : role === 'admin' ? 'district' : 'school',
                reason: reason || undefined,
                seekReplacement: true,
              },
            }),
          ),
      },
  ];
  const wordName = useWordName();
  const evaluated = engagement.evaluations.some((one) => one.side === side);
  const sessions = [...engagement.sessions].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  const line = {
    title: engagement.title,
    schoolId: engagement.schoolId,
    schoolName: engagement.schoolName,
    volunteerId: engagement.volunteerId,
    volunteerName: engagement.volunteerName,
  };
  return (
    <div className="grid-2">
      <div className="stack loose">
        {sessions.length === 0 && ['agreed', 'serving'].includes(state) && (
          <Note tone="wait" title={t('engagement.unplanned')}>
            <p>{t('engagement.unplanned_hint')}</p>
          </Note>
        )}
        <section className="card stack">
          <p>
            <StateTag kind="engagement" state={state} />
          </p>
          <Facts
            facts={[
              [t('need.period'), t('need.from_to', { from: fDay(engagement.startsOn), to: fDay(engagement.endsOn) })],
              [t('offer.title'), engagement.offerTitle],
              engagement.programmeName ? [t('ui.programme'), wordName(engagement.programmeName)] : null,
              engagement.contact ? [t('need.contact'), engagement.contact] : null,
              engagement.volunteerPhone
                ? [
                    t('person.phone'),
                    <a href={`tel:${engagement.volunteerPhone}`} key="phone">
                      {engagement.volunteerPhone}
                    </a>,
                  ]
                : null,
              [
                t('engagement.hours'),
                t('engagement.hours_line', {
                  held: engagement.sessionsHeld,
                  hours: fNumber(engagement.minutesServed / 60, 1),
                }),
              ],
              engagement.endedBy
                ? [
                    t('engagement.ended'),
                    [t(`side.${engagement.endedBy}`), reasonText(engagement.endReason)].filter(Boolean).join('：'),
                  ]
                : null,
            ]}
          />
          <Deeds
            of={engagement.id}
            deeds={deeds.filter((deed) => deed !== false)}
            seen={{ [t('ui.state')]: t(`engagement_state.${state}`) }}
            refresh={refresh}
          />
          <div className="cluster no-print">
            {may(me, 'engagement.change') && ['agreed', 'serving'].includes(state) && (
              <Button onClick={() => setOpen('plan')}>{t('engagement.plan')}</Button>
            )}
            {may(me, 'engagement.evaluate') && state === 'completed' && !evaluated && (
              <Button kind="main" onClick={() => setOpen('evaluate')}>
                {t('engagement.evaluate')}
              </Button>
            )}
            <ButtonLink to="/engagements/$id/slip" params={{ id: engagement.id }}>
              {t('engagement.slip')}
            </ButtonLink>
          </div>
        </section>
        <section className="stack" aria-labelledby="sessions">
          <h2 id="sessions">{t('engagement.sessions')}</h2>
          {sessions.length ? (
            <ul className="plain menu-list">
              {sessions.map((session) => (
                <SessionLine
                  key={session.id}
                  own
                  day={fDayLong(dayOf(session.startsAt))}
                  session={{ ...session, ...line }}
                  refresh={refresh}
                />
              ))}
            </ul>
          ) : (
            <p className="muted">{t('engagement.no_sessions')}</p>
          )}
        </section>
      </div>
      <div className="stack loose">
        {engagement.checkIns.length > 0 && (
          <section className="card stack">
            <h2>{t('follow.check_ins')}</h2>
            {engagement.checkIns.map((one) => (
              <div key={one.id} className="stack tight">
                <p>
                  <StateTag kind="check_in" state={one.state} /> {fDay(one.dueOn)}
                  {one.going && ` · ${t(`check.going_${one.going}`)}`}
                  {one.note && ` · ${one.note}`}
                </p>
                {may(me, 'check_in.change') && (one.state === 'due' || one.state === 'overdue') && (
                  <p className="no-print">
                    <RecordCheckIn line={{ ...one, volunteerName: engagement.volunteerName }} />
                  </p>
                )}
              </div>
            ))}
          </section>
        )}
        {engagement.evaluations.length > 0 && (
          <section className="card stack tight">
            <h2>{t('engagement.evaluations')}</h2>
            {engagement.evaluations.map((one) => (
              <p key={one.side}>
                <b>{t(`side.${one.side}`)}</b> {t('engagement.rating', { rating: one.rating })} ·{' '}
                {t(one.again ? 'engagement.again_yes' : 'engagement.again_no')}
                {one.comment && ` · ${one.comment}`} <span className="muted small">{fMoment(one.createdAt)}</span>
              </p>
            ))}
          </section>
        )}
      </div>
      <Dialog title={t('engagement.plan')} open={open === 'plan'} onClose={() => setOpen(null)}>
        <PlanForm engagement={engagement} onDone={() => setOpen(null)} />
      </Dialog>
      <Dialog title={t('engagement.evaluate')} open={open === 'evaluate'} onClose={() => setOpen(null)}>
        <EvaluateForm
          engagement={engagement}
          side={role === 'young_teacher' || role === 'volunteer' ? undefined : side}
          onDone={() => setOpen(null)}
        />
      </Dialog>
    </div>
  );
}
