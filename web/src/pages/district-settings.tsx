import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/app/deeds';
import { may, useMe } from '@/app/session';
import { clockOf } from '@/district/clock';
import { HoursForm, NameForm, NUMBERS, NumbersForm, PARTS, PartsForm } from '@/district/settings-forms';
import { TimetableForm } from '@/district/timetable-form';
import type { District } from '@/district/save-settings';
import { fNumber } from '@/i18n/format';
import { districtQuery, useNamed, useTaxonomy } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Note, Shown } from '@/ui/states';
import { DistrictNav, OfficeNav } from '@/ui/subnav';
import '@/styles/district.css';

const FORMS = ['timetable', 'parts', 'lengths', 'habits', 'hours', 'name'] as const;
type Form = (typeof FORMS)[number];

/** The school day, and what else a district has agreed for itself. */
export function DistrictSettingsPage() {
  const { t } = useTranslation();
  const district = useQuery(districtQuery);
  const [open, setOpen] = useState<Form | null>(null);
  const close = () => setOpen(null);
  return (
    <Page title={t('district.settings')} lead={t('district.settings_lead')} nav={<OfficeNav />}>
      <DistrictNav />
      <Shown query={district}>
        {(data) => (
          <>
            <div className="agreed">
              {FORMS.map((form) => (
                <Agreed key={form} form={form} onChange={() => setOpen(form)}>
                  <Shows form={form} district={data} />
                </Agreed>
              ))}
            </div>
            <Dialog open={open !== null} onClose={close} title={open ? t(`district.${open}`) : ''}>
              {open === 'timetable' && <TimetableForm district={data} onDone={close} />}
              {open === 'parts' && <PartsForm district={data} onDone={close} />}
              {(open === 'lengths' || open === 'habits') && <NumbersForm district={data} group={open} onDone={close} />}
              {open === 'hours' && <HoursForm district={data} onDone={close} />}
              {open === 'name' && <NameForm district={data} onDone={close} />}
            </Dialog>
          </>
        )}
      </Shown>
    </Page>
  );
}

/** One group of what has been agreed, and the way to change it. */
function Agreed({ form, onChange, children }: { form: Form; onChange: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const able = may(useMe(), 'district.change');
  return (
    <section className="card stack" aria-labelledby={`agreed-${form}`}>
      <div className="spread">
        <h2 id={`agreed-${form}`}>{t(`district.${form}`)}</h2>
        {able && (
          <Button onClick={onChange}>
            {t('ui.change')}
            <span className="sr">{t(`district.${form}`)}</span>
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}

function Shows({ form, district }: { form: Form; district: District }) {
  const { t } = useTranslation();
  const named = useNamed();
  const programmes = useTaxonomy()?.programmes ?? [];
  const { name, settings } = district;
  const span = ({ from, to }: { from: number; to: number }) => (
    <span className="num">{t('district.clock', { from: clockOf(from), to: clockOf(to) })}</span>
  );
  if (form === 'name') return <p>{name}</p>;
  if (form === 'parts')
    return <Facts facts={PARTS.map((part) => [t(`district.part_${part}`), span(settings.dayParts[part])])} />;
  if (form === 'lengths')
    return (
      <Facts
        facts={NUMBERS.lengths.map((key) => [t(`district.${key}`), t('offer.minutes', { count: settings[key] })])}
      />
    );
  if (form === 'habits')
    return (
      <Facts
        facts={[
          ...NUMBERS.habits.map((key): [string, string] => [
            t(`district.${key}`),
            t('district.days', { count: settings[key] }),
          ]),
          ...Object.entries(settings.checkInDays).map(([code, count]): [string, string] => {
            const programme = programmes.find((one) => one.code === code);
            return [
              t('district.check_in_of', {
                programme: programme ? named(programme) : code === 'default' ? t('district.check_ins_default') : code,
              }),
              t('district.days', { count }),
            ];
          }),
        ]}
      />
    );
  if (form === 'hours') {
    const { rounding, shownWorkdays, stars } = settings.hours;
    return (
      <Facts
        facts={[
          ...rounding.map(({ upTo, counts }): [string, string] => [
            t('district.rounds_from', { minutes: upTo }),
            t('district.rounds_to', { hours: fNumber(counts / 60, 2) }),
          ]),
          [t('district.shown_workdays'), t('district.days', { count: shownWorkdays })],
          [t('district.stars'), stars.map((star) => fNumber(star)).join(' · ')],
        ]}
      />
    );
  }
  const { timetable } = settings;
  if (!timetable)
    return (
      <Note tone="wait" title={t('district.no_timetable')}>
        <p>{t('district.no_timetable_hint')}</p>
      </Note>
    );
  return (
    <Facts
      facts={[
        timetable.earlyReading ? [t('district.earlyReading'), span(timetable.earlyReading)] : null,
        ...timetable.lessons.map((one, i): [string, ReactNode] => [t('district.lesson', { n: i + 1 }), span(one)]),
        timetable.longBreak ? [t('district.longBreak'), span(timetable.longBreak)] : null,
      ]}
    />
  );
}
