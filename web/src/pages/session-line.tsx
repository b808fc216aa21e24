import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { may, useMe } from '@/app/session';
import { isWhole } from '@/app/typed';
import { dayOf, fDayLong, fTime } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea, TextField } from '@/ui/field';
import { Tag } from '@/ui/states';

type Session = Schema<'SessionLineDto'>;

/**
 * One session: held or not, in two clicks. `day` in front where a list spans many weeks; `own`: on the page of its
 * engagement, where the day is what tells it apart.
 */
export function SessionLine({
  session,
  day,
  own = false,
  refresh,
}: {
  session: Session;
  day?: string;
  own?: boolean;
  refresh: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const [logging, setLogging] = useState(false);
  const path = { params: { path: { id: session.id } } };
  const { version } = session;
  const begun = new Date(session.startsAt) <= new Date();
  const deeds: Deed[] =
    session.state !== 'planned' || !may(me, 'session.change')
      ? []
      : begun
        ? [
            {
              key: 'missed',
              label: t('session.missed'),
              ask: { title: t('session.missed'), text: t('session.missed_text') },
              run: () => ask(api.POST('/api/sessions/{id}/missed', { ...path, body: { version } })),
            },
          ]
        : [
            {
              key: 'cancel',
              label: t('session.cancel'),
              ask: { title: t('session.cancel'), text: t('session.cancel_text') },
              run: () => ask(api.POST('/api/sessions/{id}/cancel', { ...path, body: { version } })),
            },
          ];
  return (
    <li className="menu-line">
      <div className="l1">
        {own ? (
          <span className="num">{day}</span>
        ) : (
          <Link to="/engagements/$id" params={{ id: session.engagementId }}>
            {session.title}
          </Link>
        )}
        <i aria-hidden="true" />
        <em className="num">
          {!own && day && `${day} `}
          {fTime(session.startsAt)}–{fTime(session.endsAt)}
        </em>
      </div>
      <div className="l2">
        <StateTag kind="session" state={session.state} />
        {session.state === 'planned' && session.holidayName && (
          <Tag tone="wait">{t('session.on_holiday', { holiday: session.holidayName })}</Tag>
        )}
        <span>
          {[
            ...(own ? [] : [session.volunteerName, session.schoolName]),
            ...(session.minutesServed === null ? [] : [t('offer.minutes', { count: session.minutesServed })]),
          ].join(' · ')}
        </span>
      </div>
      <div className="cluster session-deeds no-print">
        {deeds.length > 0 && begun && (
          <Button kind="main" onClick={() => setLogging(true)}>
            {t('session.held')}
          </Button>
        )}
        <Deeds
          of={session.id}
          deeds={deeds}
          seen={{ [t('ui.state')]: t(`session_state.${session.state}`) }}
          refresh={refresh}
        />
      </div>
      <Dialog title={t('session.held')} open={logging} onClose={() => setLogging(false)}>
        <Held session={session} onDone={() => setLogging(false)} />
      </Dialog>
    </li>
  );
}

function Held({ session, onDone }: { session: Session; onDone: () => void }) {
  const { t } = useTranslation();
  const planned = Math.round((Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000);
  const draft = useRowDraft(`held.${session.id}`, { minutes: String(planned), attendance: '', note: '' });
  const { typed, set } = draft;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => ({
      ...(typed.minutes && !isWhole(typed.minutes, 1, 1440) && { minutes: t('session.fault_minutes') }),
      ...(typed.attendance && !isWhole(typed.attendance, 0, 100_000) && { attendance: t('session.fault_attendance') }),
    }),
    send: () =>
      ask(
        api.POST('/api/sessions/{id}/held', {
          params: { path: { id: session.id } },
          body: {
            version: session.version,
            minutesServed: Number(typed.minutes) || undefined,
            attendance: typed.attendance ? Number(typed.attendance) : undefined,
            note: typed.note,
          },
        }),
      ),
    onSaved: onDone,
    names: { minutesServed: 'minutes' },
  });
  const labels = { minutes: t('session.minutes'), attendance: t('session.attendance'), note: t('session.note') };
  return (
    <SaveForm form={form} labels={labels} button={t('session.save')}>
      <p className="muted">
        {session.title} · {fDayLong(dayOf(session.startsAt))}
      </p>
      <TextField
        label={labels.minutes}
        name="minutes"
        inputMode="numeric"
        className="short"
        value={typed.minutes}
        onChange={(event) => set({ minutes: event.target.value.replace(/\D/g, '') })}
      />
      <TextField
        label={labels.attendance}
        optional
        name="attendance"
        inputMode="numeric"
        className="short"
        value={typed.attendance}
        onChange={(event) => set({ attendance: event.target.value.replace(/\D/g, '') })}
      />
      <TextArea
        label={labels.note}
        optional
        name="note"
        hint={t('session.note_hint')}
        maxLength={2000}
        value={typed.note}
        onChange={(event) => set({ note: event.target.value })}
      />
    </SaveForm>
  );
}
