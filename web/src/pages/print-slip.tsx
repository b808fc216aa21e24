import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useMe } from '@/app/session';
import { dayOf, fDayFull, fDayLong, fKm, fTime } from '@/i18n/format';
import { useWordName } from '@/i18n/words';
import { Shown } from '@/ui/states';
import { useWhen } from './my-invitations';
import { Boxes, PaperPage, Sheet, Signatures } from './paper';

type Engagement = Schema<'EngagementDetailDto'>;
type Invitation = Schema<'InvitationDto'>;

/** The dispatch slip (派单表) of an engagement, with a line for every meeting to sign. */
export function PrintSlipPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const engagement = useQuery({
    queryKey: ['engagement', id],
    queryFn: () => ask(api.GET('/api/engagements/{id}', { params: { path: { id } } })),
  });
  return (
    <PaperPage
      title={t('print.slip')}
      back={{ to: '/engagements/$id', params: { id } as never, label: engagement.data?.title ?? t('nav.engagements') }}
    >
      <Shown query={engagement}>{(found) => <Slip engagement={found} />}</Shown>
    </PaperPage>
  );
}

function Slip({ engagement }: { engagement: Engagement }) {
  const { t } = useTranslation();
  const me = useMe();
  const wordName = useWordName();
  const planned = engagement.sessions.filter(({ state }) => state === 'planned' || state === 'held');
  return (
    <article className="paper">
      <h2>{t('print.slip_head')}</h2>
      <p className="paper-head">
        <span>{me.districtName}</span>
        <span>{t('print.code', { code: engagement.code })}</span>
      </p>
      <Sheet
        caption={t('print.slip')}
        rows={[
          [t('role.volunteer'), [engagement.volunteerName, engagement.volunteerPhone].filter(Boolean).join(' · ')],
          [
            t('print.what'),
            [engagement.title, engagement.programmeName && wordName(engagement.programmeName)]
              .filter(Boolean)
              .join(' · '),
          ],
          [t('ui.school'), engagement.schoolName],
          [t('need.contact'), engagement.contact],
          [
            t('need.period'),
            t('need.from_to', { from: fDayFull(engagement.startsOn), to: fDayFull(engagement.endsOn) }),
          ],
          [t('print.offer'), engagement.offerTitle],
        ]}
      />
      <h3>{t('print.meetings', { count: planned.length })}</h3>
      {planned.length === 0 ? (
        <p>{t('print.meetings_none')}</p>
      ) : (
        <table className="paper-table">
          <caption className="sr">{t('print.meetings', { count: planned.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('print.day')}</th>
              <th scope="col">{t('print.time')}</th>
              <th scope="col">{t('print.attendance')}</th>
              <th scope="col">{t('print.sign')}</th>
            </tr>
          </thead>
          <tbody>
            {planned.map((session) => (
              <tr key={session.id}>
                <td>{fDayLong(dayOf(session.startsAt))}</td>
                <td className="num">
                  {fTime(session.startsAt)}–{fTime(session.endsAt)}
                </td>
                <td className="num">{session.attendance ?? ''}</td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{t('print.voluntary')}</p>
      <Signatures who={[t('print.sign_volunteer'), t('print.sign_coordinator')]} />
    </article>
  );
}

/** An invitation on paper, for somebody who reads no screen: yes and no alike. */
export function PrintInvitationPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const invitation = useQuery({
    queryKey: ['invitation', id],
    queryFn: () => ask(api.GET('/api/invitations/{id}', { params: { path: { id } } })),
  });
  return (
    <PaperPage title={t('print.invitation')} back={{ to: '/invitations', label: t('nav.invitations') }}>
      <Shown query={invitation}>{(found) => <InvitationSheet invitation={found} />}</Shown>
    </PaperPage>
  );
}

function InvitationSheet({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const me = useMe();
  const when = useWhen();
  const wordName = useWordName();
  return (
    <article className="paper paper-large">
      <h2>{t('print.invitation_head', { name: invitation.volunteer?.name ?? me.name })}</h2>
      <Sheet
        caption={t('print.invitation')}
        rows={[
          [
            t('print.what'),
            [invitation.title, invitation.programmeName && wordName(invitation.programmeName)]
              .filter(Boolean)
              .join(' · '),
          ],
          [t('ui.school'), invitation.schoolName],
          [t('need.when'), when(invitation).map((line) => <div key={line}>{line}</div>)],
          [
            t('need.place'),
            [
              invitation.placeKind === 'online'
                ? t('need.place_online')
                : (invitation.placeName ?? invitation.schoolName),
              invitation.distance !== null && t('print.far', { km: fKm(invitation.distance) }),
            ]
              .filter(Boolean)
              .join(' · '),
          ],
          [t('need.contact'), invitation.contact],
          [
            t('print.answer'),
            <Boxes
              key="answer"
              choices={[
                { word: t('print.yes'), on: false },
                { word: t('print.no'), on: false },
                { word: t('print.call'), on: false },
              ]}
            />,
          ],
        ]}
      />
      <p>{t('print.answer_by', { day: fDayFull(dayOf(invitation.answerBy)) })}</p>
      <Signatures who={[t('print.sign_volunteer')]} />
    </article>
  );
}
