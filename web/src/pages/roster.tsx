import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { ListShown, useFilters, useList } from '@/app/lists';
import { SchoolFilter } from '@/app/school-filter';
import { useMe } from '@/app/session';
import { useWeek, WeekButtons } from '@/app/week';
import { addDays, dayOf, fDay, fDayLong, fTime } from '@/i18n/format';
import { useDistrict } from '@/i18n/words';
import { Empty } from '@/ui/states';
import { PaperPage } from './paper';

/** The roster of a week on paper (值班表): who comes when, where, with a line to sign. */
export function RosterPage() {
  const { t } = useTranslation();
  const me = useMe();
  const district = useDistrict();
  const [{ week, schoolId }] = useFilters();
  const monday = useWeek();
  const sunday = addDays(monday, 6);
  const list = useList(['sessions', 'roster', monday, schoolId], async (cursor) => {
    const page = await ask(
      api.GET('/api/sessions', {
        params: {
          query: {
            from: `${monday}T00:00:00+08:00`,
            to: `${addDays(monday, 7)}T00:00:00+08:00`,
            schoolId,
            limit: 200,
            cursor,
          },
        },
      }),
    );
    return { ...page, items: page.items.filter(({ state }) => state === 'planned' || state === 'held') };
  });
  const school = district?.schools.find(({ id }) => id === schoolId)?.name;
  return (
    <PaperPage
      title={t('nav.roster')}
      back={{ to: '/follow', search: { week } as never, label: t('nav.follow') }}
      tools={
        <>
          <WeekButtons />
          <SchoolFilter />
        </>
      }
    >
      <article className="paper">
        <h2>{t('print.roster_head')}</h2>
        <p className="paper-head">
          <span>{school ?? me.grants.find(({ schoolName }) => schoolName)?.schoolName ?? me.districtName}</span>
          <span>{t('need.from_to', { from: fDay(monday), to: fDay(sunday) })}</span>
        </p>
        <ListShown list={list} empty={<Empty title={t('print.roster_none')} />}>
          {(sessions) => (
            <table className="paper-table roster">
              <caption className="sr">{t('nav.roster')}</caption>
              <thead>
                <tr>
                  <th scope="col" className="time-column">
                    {t('print.time')}
                  </th>
                  <th scope="col">{t('print.what')}</th>
                  <th scope="col" className="name-column">
                    {t('role.volunteer')}
                  </th>
                  <th scope="col" className="name-column sign">
                    {t('print.sign')}
                  </th>
                </tr>
              </thead>
              {[...new Set(sessions.map(({ startsAt }) => dayOf(startsAt)))].map((day) => (
                <tbody key={day}>
                  <tr>
                    <th scope="rowgroup" colSpan={4} className="paper-label">
                      {fDayLong(day)}
                    </th>
                  </tr>
                  {sessions
                    .filter(({ startsAt }) => dayOf(startsAt) === day)
                    .map((session) => (
                      <tr key={session.id}>
                        <td className="num">
                          {fTime(session.startsAt)}–{fTime(session.endsAt)}
                        </td>
                        <td>
                          {session.title}
                          {!schoolId && (
                            <>
                              <br />
                              <span className="muted">{session.schoolName}</span>
                            </>
                          )}
                        </td>
                        <td className="name">{session.volunteerName}</td>
                        <td className="sign" />
                      </tr>
                    ))}
                </tbody>
              ))}
            </table>
          )}
        </ListShown>
      </article>
    </PaperPage>
  );
}
