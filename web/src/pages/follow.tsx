import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { useWeek, WeekButtons } from '@/app/week';
import { addDays, dayOf, fDay, fDayLong, mondayOf, today } from '@/i18n/format';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Note } from '@/ui/states';
import { CheckInLine } from './check-in-line';
import { SessionLine } from './session-line';

const startOf = (day: string) => `${day}T00:00:00+08:00`;

/** This week's sessions, and the check-ins that are due: attendance in two clicks. */
export function FollowPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [{ week: asked }] = useFilters();
  const monday = useWeek();
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
          <ButtonLink to="/roster" search={{ week: asked } as never}>
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
              {monday === mondayOf(today()) ? t('week.this') : t('follow.week_of', { day: fDay(monday) })}
            </h2>
            <WeekButtons />
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
