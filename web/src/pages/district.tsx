import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { nowOf } from '@/app/rows';
import { may, useMe } from '@/app/session';
import { HolidayForm } from '@/district/holiday-form';
import type { Holiday } from '@/district/holiday-form';
import { Holidays } from '@/district/holidays';
import { TermForm } from '@/district/term-form';
import type { Term } from '@/district/term-form';
import { Terms } from '@/district/terms';
import { SchoolYear, schoolYearOf } from '@/district/year';
import { today } from '@/i18n/format';
import { districtQuery } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Empty, Note, Shown } from '@/ui/states';
import { DistrictNav, OfficeNav } from '@/ui/subnav';
import '@/styles/district.css';

type Open = { what: 'term'; term: Term | null } | { what: 'holiday'; holiday: Holiday | null };

/** The calendar of the district: terms, holidays and the workdays made up for them. */
export function DistrictPage() {
  const { t } = useTranslation();
  const me = useMe();
  const able = may(me, 'district.change');
  const district = useQuery(districtQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const row = open?.what === 'term' ? open.term : open?.holiday;
  return (
    <Page title={t('district.calendar')} lead={t('district.calendar_lead')} nav={<OfficeNav />}>
      <DistrictNav />
      <Shown query={district}>
        {({ terms, holidays, yearsWithoutHolidays }) => (
          <div className="stack loose">
            <OnHoliday />
            {yearsWithoutHolidays.length > 0 && (
              <Note tone="wait" title={t('district.no_holidays', { years: yearsWithoutHolidays.join(t('form.and')) })}>
                <p>{t('district.no_holidays_hint')}</p>
              </Note>
            )}
            <SchoolYear start={schoolYearOf(today())} terms={terms} holidays={holidays} />
            <section className="stack" aria-labelledby="terms">
              <div className="spread">
                <h2 id="terms">{t('district.terms')}</h2>
                {able && (
                  <Button onClick={() => setOpen({ what: 'term', term: null })}>{t('district.add_term')}</Button>
                )}
              </div>
              {terms.length === 0 ? (
                <Empty title={t('district.no_terms')}>
                  <p>{t('district.no_terms_hint')}</p>
                </Empty>
              ) : (
                <Since rows={terms} label="district.earlier_terms">
                  {(rows) => <Terms terms={rows} able={able} onChange={(term) => setOpen({ what: 'term', term })} />}
                </Since>
              )}
            </section>
            <section className="stack" aria-labelledby="holidays">
              <div className="spread">
                <h2 id="holidays">{t('district.holidays')}</h2>
                {able && (
                  <Button onClick={() => setOpen({ what: 'holiday', holiday: null })}>
                    {t('district.add_holiday')}
                  </Button>
                )}
              </div>
              {holidays.length === 0 ? (
                <Empty title={t('district.none_holidays')} />
              ) : (
                <Since rows={holidays} label="district.earlier_holidays">
                  {(rows) => (
                    <Holidays
                      holidays={rows}
                      able={able}
                      onChange={(holiday) => setOpen({ what: 'holiday', holiday })}
                    />
                  )}
                </Since>
              )}
            </section>
          </div>
        )}
      </Shown>
      <Dialog
        open={open !== null}
        onClose={close}
        title={
          open === null
            ? ''
            : row
              ? t('district.change', { name: row.name })
              : t(open.what === 'term' ? 'district.add_term' : 'district.add_holiday')
        }
      >
        {open?.what === 'term' && <TermForm term={nowOf(district.data?.terms, open.term)} onDone={close} />}
        {open?.what === 'holiday' && (
          <HolidayForm holiday={nowOf(district.data?.holidays, open.holiday)} onDone={close} />
        )}
      </Dialog>
    </Page>
  );
}

/** What concerns this school year and the next; what is over stands below, folded. */
function Since<Row extends { endsOn: string }>({
  rows,
  label,
  children,
}: {
  rows: Row[];
  label: string;
  children: (rows: Row[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const start = schoolYearOf(today());
  const earlier = rows.filter(({ endsOn }) => endsOn < start);
  const now = rows.filter(({ endsOn }) => endsOn >= start);
  return (
    <>
      {now.length > 0 && children(now)}
      {earlier.length > 0 && (
        <details>
          <summary className="tall">{t(label, { count: earlier.length })}</summary>
          {children(earlier.reverse())}
        </details>
      )}
    </>
  );
}

/** Meetings that were planned before somebody made their day a holiday: shown, never moved. */
function OnHoliday() {
  const { t } = useTranslation();
  const now = new Date(`${today()}T00:00:00+08:00`).toISOString();
  const { data } = useQuery({
    queryKey: ['sessions', 'on-holiday', now],
    queryFn: () =>
      ask(
        api.GET('/api/sessions', {
          params: { query: { onHoliday: true, state: 'planned', from: now, limit: 200 } },
        }),
      ),
  });
  if (!data || data.items.length === 0) return null;
  const many = `${data.items.length}${data.nextCursor ? '+' : ''}`;
  return (
    <Note tone="wait" title={t('district.on_holiday', { many, count: data.items.length })}>
      <p>{t('district.on_holiday_hint')}</p>
      <p>
        <Link to="/follow">{t('nav.follow')}</Link>
      </p>
    </Note>
  );
}
