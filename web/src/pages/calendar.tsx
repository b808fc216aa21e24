import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import { api, ask } from '@/api/client';
import { ListShown, useList } from '@/app/lists';
import { addDays, dayOf, fDayLong, fSpoken, fTime, today } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty } from '@/ui/states';

/** Where to be, and when: the next eight weeks, the nearest first. */
export function CalendarPage() {
  const { t } = useTranslation();
  const sessions = useList(['sessions', 'mine'], (cursor) =>
    ask(
      api.GET('/api/sessions', {
        params: {
          query: {
            from: `${today()}T00:00:00+08:00`,
            to: `${addDays(today(), 57)}T00:00:00+08:00`,
            state: 'planned',
            limit: 200,
            cursor,
          },
        },
      }),
    ),
  );
  const days = [...new Set(sessions.items.map(({ startsAt }) => dayOf(startsAt)))];
  return (
    <Page
      title={t('nav.calendar')}
      lead={t('calendar.lead')}
      width="narrow"
      actions={<Button onClick={() => print()}>{t('calendar.print')}</Button>}
    >
      <ListShown
        list={sessions}
        empty={
          <Empty title={t('calendar.none')}>
            <p>{t('calendar.none_hint')}</p>
          </Empty>
        }
      >
        {(items) => (
          <ol className="plain stack">
            {days.map((day) => (
              <li key={day} className="card">
                <h2>
                  {day === today()
                    ? t('calendar.today', { day: fDayLong(day) })
                    : day === addDays(today(), 1)
                      ? t('calendar.tomorrow', { day: fDayLong(day) })
                      : fDayLong(day)}
                </h2>
                {items
                  .filter(({ startsAt }) => dayOf(startsAt) === day)
                  .map((session) => (
                    <p key={session.id}>
                      <b>
                        {t('calendar.time', {
                          from: fSpoken(fTime(session.startsAt)),
                          to: fSpoken(fTime(session.endsAt)),
                        })}
                      </b>
                      <br />
                      <Link to="/engagements/$id" params={{ id: session.engagementId }} className="tall">
                        {session.title}
                      </Link>
                      <br />
                      {session.schoolName}
                    </p>
                  ))}
              </li>
            ))}
          </ol>
        )}
      </ListShown>
    </Page>
  );
}
