import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useDraft } from '@/app/draft';
import { Deeds } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { addDays, dayOf, fDay, fDayLong, fTime, mondayOf, today } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Radios, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Note, ProblemNote, Tag } from '@/ui/states';

export type Session = Schema<'SessionLineDto'>;
type CheckIn = Schema<'CheckInLineDto'>;

const startOf = (day: string) => `${day}T00:00:00+08:00`;

/** This week's sessions, and the check-ins that are due: attendance in two clicks. */
export function FollowPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const monday = filters.week ?? mondayOf(today());
  const week = useList(['sessions', monday], (cursor) =>
    ask(
      api.GET('/api/sessions', {
        params: { query: { from: startOf(monday), to: startOf(addDays(monday, 7)), limit: 200, cursor } },
      }),
    ),
  );
  const checkIns = useList(
    ['check-ins'],
    (cursor) =>
      ask(
        api.GET('/api/check-ins', {
          params: { query: { state: 'open', until: addDays(today(), 7), limit: 50, cursor } },
        }),
      ),
    may(me, 'check_in.read'),
  );
  const days = [...new Set(week.items.map(({ startsAt }) => dayOf(startsAt)))];
  return (
    <Page
      title={t('nav.follow')}
      lead={t('follow.lead')}
      actions={
        <>
          <ButtonLink to="/engagements">{t('nav.engagements')}</ButtonLink>
          <ButtonLink to="/roster" search={{ week: filters.week } as never}>
            {t('follow.roster')}
          </ButtonLink>
        </>
      }
    >
      {may(me, 'session.change') && <OnHoliday />}
      <div className="grid-2">
        <section className="stack" aria-labelledby="week">
          <div className="spread">
            <h2 id="week">
              {monday === mondayOf(today()) ? t('follow.this_week') : t('follow.week_of', { day: fDay(monday) })}
            </h2>
            <div className="cluster no-print">
              <Button onClick={() => setFilters({ week: addDays(monday, -7) })}>{t('follow.before')}</Button>
              {monday !== mondayOf(today()) && (
                <Button onClick={() => setFilters({ week: undefined })}>{t('follow.this_week')}</Button>
              )}
              <Button onClick={() => setFilters({ week: addDays(monday, 7) })}>{t('follow.after')}</Button>
            </div>
          </div>
          <ListShown list={week} empty={<Empty title={t('follow.no_sessions')} />}>
            {(sessions) =>
              days.map((day) => (
                <section key={day} className="stack tight">
                  <h3>
                    {fDayLong(day)}
                    {day === today() && ` · ${t('follow.today')}`}
                  </h3>
                  <ul className="plain menu-list">
                    {sessions
                      .filter(({ startsAt }) => dayOf(startsAt) === day)
                      .map((session) => (
                        <SessionLine key={session.id} session={session} refresh={() => void week.refetch()} />
                      ))}
                  </ul>
                </section>
              ))
            }
          </ListShown>
        </section>
        {may(me, 'check_in.read') && (
          <section className="stack" aria-labelledby="checkins">
            <h2 id="checkins">{t('follow.check_ins')}</h2>
            <ListShown list={checkIns} empty={<p className="muted">{t('follow.no_check_ins')}</p>}>
              {(lines) => (
                <ul className="plain menu-list">
                  {lines.map((line) => (
                    <CheckInLine key={line.id} line={line} able={may(me, 'check_in.change')} />
                  ))}
                </ul>
              )}
            </ListShown>
          </section>
        )}
      </div>
    </Page>
  );
}

/** Meetings that were planned before their day became a holiday: nobody has moved them, somebody should ask. */
function OnHoliday() {
  const { t } = useTranslation();
  const from = startOf(today());
  const list = useList(['sessions', 'on-holiday', from], (cursor) =>
    ask(
      api.GET('/api/sessions', {
        params: { query: { onHoliday: true, state: 'planned', from, limit: 10, cursor } },
      }),
    ),
  );
  if (list.items.length === 0) return null;
  return (
    <section className="stack on-holiday" aria-labelledby="on-holiday">
      <h2 id="on-holiday">{t('follow.on_holiday')}</h2>
      <Note tone="wait" title={t('follow.on_holiday_hint')} />
      <ListShown list={list} empty={null}>
        {(sessions) => (
          <ul className="plain menu-list">
            {sessions.map((session) => (
              <SessionLine
                key={session.id}
                session={session}
                day={fDay(dayOf(session.startsAt))}
                refresh={() => void list.refetch()}
              />
            ))}
          </ul>
        )}
      </ListShown>
    </section>
  );
}

/** One session: held or not, in two clicks. `day` in front where a list spans many weeks. */
export function SessionLine({ session, day, refresh }: { session: Session; day?: string; refresh: () => void }) {
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
        <Link to="/engagements/$id" params={{ id: session.engagementId }}>
          {session.title}
        </Link>
        <i aria-hidden="true" />
        <em className="num">
          {day && `${day} `}
          {fTime(session.startsAt)}–{fTime(session.endsAt)}
        </em>
      </div>
      <div className="l2">
        <StateTag kind="session" state={session.state} />
        {session.state === 'planned' && session.holidayName && (
          <Tag tone="wait">{t('session.on_holiday', { holiday: session.holidayName })}</Tag>
        )}
        <span>
          {[session.volunteerName, session.schoolName].join(' · ')}
          {session.minutesServed !== null && ` · ${t('offer.minutes', { count: session.minutesServed })}`}
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
  const client = useQueryClient();
  const planned = Math.round((Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000);
  const [typed, setTyped, forget] = useDraft(`session.${session.id}`, {
    attendance: '',
    minutes: String(planned),
    note: '',
  });
  const save = useMutation({
    mutationFn: () =>
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
    onSuccess: () => {
      forget();
      void client.invalidateQueries();
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {save.error && (
        <ProblemNote
          error={save.error}
          onRetry={() => {
            save.reset();
            void client.invalidateQueries();
          }}
        />
      )}
      <p className="muted">
        {session.title} · {fDayLong(dayOf(session.startsAt))}
      </p>
      <TextField
        label={t('session.minutes')}
        name="minutes"
        inputMode="numeric"
        className="short"
        value={typed.minutes}
        onChange={(event) => setTyped({ ...typed, minutes: event.target.value.replace(/\D/g, '') })}
      />
      <TextField
        label={t('session.attendance')}
        optional
        name="attendance"
        inputMode="numeric"
        className="short"
        value={typed.attendance}
        onChange={(event) => setTyped({ ...typed, attendance: event.target.value.replace(/\D/g, '') })}
      />
      <TextArea
        label={t('session.note')}
        optional
        name="note"
        hint={t('session.note_hint')}
        maxLength={2000}
        value={typed.note}
        onChange={(event) => setTyped({ ...typed, note: event.target.value })}
      />
      <div>
        <Button type="submit" kind="main" busy={save.isPending}>
          {t('session.save')}
        </Button>
      </div>
    </form>
  );
}

function CheckInLine({ line, able }: { line: CheckIn; able: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li className="menu-line">
      <div className="l1">
        <Link to="/engagements/$id" params={{ id: line.engagementId }}>
          {line.volunteerName}
        </Link>
        <i aria-hidden="true" />
        <em className="num">{fDay(line.dueOn)}</em>
      </div>
      <div className="l2">
        <StateTag kind="check_in" state={line.state} />
        <span>{[line.title, line.schoolName].join(' · ')}</span>
        {line.volunteerPhone && (
          <a className="num" href={`tel:${line.volunteerPhone}`}>
            {line.volunteerPhone}
          </a>
        )}
      </div>
      {able && (
        <div className="cluster session-deeds no-print">
          <Button onClick={() => setOpen(true)}>
            {t('check.record')}
            <span className="sr"> {line.volunteerName}</span>
          </Button>
        </div>
      )}
      <Dialog title={t('check.title', { name: line.volunteerName })} open={open} onClose={() => setOpen(false)}>
        <CheckInForm line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </li>
  );
}

function CheckInForm({ line, onDone }: { line: CheckIn; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped, forget] = useDraft(`check-in.${line.id}`, {
    how: 'phone' as 'phone' | 'visit' | 'message',
    going: null as 'well' | 'mixed' | 'badly' | null,
    note: '',
  });
  const { how, going, note } = typed;
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/check-ins/{id}/done', {
          params: { path: { id: line.id } },
          body: { version: line.version, how, going: going!, note },
        }),
      ),
    onSuccess: () => {
      forget();
      void client.invalidateQueries();
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (going) save.mutate();
        else setMissing(true);
      }}
    >
      {save.error && (
        <ProblemNote
          error={save.error}
          onRetry={() => {
            save.reset();
            void client.invalidateQueries();
          }}
        />
      )}
      <Radios
        legend={t('check.how')}
        name="how"
        inline
        value={how}
        onChange={(value) => setTyped({ ...typed, how: value as typeof how })}
        choices={['phone', 'visit', 'message'].map((value) => ({ value, label: t(`check.how_${value}`) }))}
      />
      <Radios
        legend={t('check.going')}
        name="going"
        inline
        value={going}
        error={missing && !going ? t('check.fault_going') : undefined}
        onChange={(value) => setTyped({ ...typed, going: value as typeof going })}
        choices={['well', 'mixed', 'badly'].map((value) => ({ value, label: t(`check.going_${value}`) }))}
      />
      <TextArea
        label={t('session.note')}
        optional
        name="note"
        maxLength={2000}
        value={note}
        onChange={(event) => setTyped({ ...typed, note: event.target.value })}
      />
      <div>
        <Button type="submit" kind="main" busy={save.isPending}>
          {t('ui.save')}
        </Button>
      </div>
    </form>
  );
}
