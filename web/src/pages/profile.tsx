import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Facts } from '@/app/deeds';
import { useRowDraft } from '@/app/draft';
import { useList } from '@/app/lists';
import { isAmount, isWhole, shown, typedNumber } from '@/app/typed';
import { LIMIT_NAMES, volunteerRow } from '@/app/rows';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useMe } from '@/app/session';
import { fDay, fKm, fNumber } from '@/i18n/format';
import type { Volunteer } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Radios, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Note, Shown } from '@/ui/states';
import { Availability } from './availability';

/** What is on record about oneself: how one likes to be reached, how much is not too much, and when one is free. */
export function ProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  const id = me.grants.find(({ volunteerId }) => volunteerId)?.volunteerId ?? '';
  const person = useQuery({
    queryKey: ['volunteer', id],
    enabled: !!id,
    queryFn: () => ask(api.GET('/api/volunteers/{id}', { params: { path: { id } } })),
  });
  const offers = useList(
    ['offers', { volunteerId: id }],
    (cursor) => ask(api.GET('/api/offers', { params: { query: { volunteerId: id, limit: 50, cursor } } })),
    !!id,
  );
  return (
    <Page title={t('nav.profile')} width="narrow">
      {!id ? (
        <Empty title={t('profile.none')} />
      ) : (
        <div className="stack loose">
          <Shown query={person}>{(found) => <AboutMe key={found.id} person={found} />}</Shown>
          <div>
            <ButtonLink to="/record">{t('nav.record')}</ButtonLink>
          </div>
          <section className="stack" aria-labelledby="offers">
            <h2 id="offers">{t('profile.offers')}</h2>
            {offers.items
              .filter(({ state }) => state !== 'retired')
              .map((offer) => (
                <Availability key={offer.id} offer={offer} />
              ))}
            <div>
              <ButtonLink to="/resources/new">{t('profile.new_offer')}</ButtonLink>
            </div>
          </section>
        </div>
      )}
    </Page>
  );
}

function AboutMe({ person }: { person: Volunteer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [saved, setSaved] = useState(false);
  const draft = useRowDraft(`profile.${person.id}`, {
    phone: person.phone ?? '',
    preferredContact: person.preferredContact,
    travelMode: person.travelMode,
    km: shown(person.travelLimitMetres, 1 / 1000),
    hours: shown(person.monthlyMinutes, 1 / 60),
    atOnce: shown(person.maxConcurrent),
  });
  const { typed, set } = draft;
  const [editing, setEditing] = useState(draft.found);
  const form = useSaveForm({
    draft,
    check: () => {
      const found: Record<string, string> = {};
      if (typed.km && !isAmount(typed.km, 200)) found.km = t('profile.fault_km');
      if (typed.hours && !isAmount(typed.hours, 744)) found.hours = t('profile.fault_hours');
      if (typed.atOnce && !isWhole(typed.atOnce, 0, 99)) found.atOnce = t('profile.fault_at_once');
      return found;
    },
    send: () =>
      ask(
        api.PUT('/api/volunteers/{id}', {
          params: { path: { id: person.id } },
          body: {
            ...volunteerRow(person),
            phone: typed.phone.trim() || null,
            preferredContact: typed.preferredContact,
            travelMode: typed.travelMode,
            travelLimitMetres: typedNumber(typed.km, 1000),
            monthlyMinutes: typedNumber(typed.hours, 60),
            maxConcurrent: typedNumber(typed.atOnce),
          },
        }),
      ),
    onSaved: (changed) => {
      client.setQueryData(['volunteer', person.id], changed);
      setEditing(false);
      setSaved(true);
    },
    names: LIMIT_NAMES,
  });
  const labels = {
    phone: t('profile.phone'),
    preferredContact: t('profile.contact'),
    travelMode: t('profile.travel'),
    km: t('profile.km'),
    hours: t('profile.hours'),
    atOnce: t('profile.atOnce'),
  };
  const field = (name: 'phone' | 'km' | 'hours' | 'atOnce', inputMode: 'tel' | 'decimal' | 'numeric') => (
    <TextField
      label={labels[name]}
      name={name}
      inputMode={inputMode}
      optional={name !== 'phone'}
      className="short"
      value={typed[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
  return (
    <section className="card stack">
      <h2>{person.name}</h2>
      {saved && !editing && <Note tone="good" title={t('profile.saved')} />}
      {!editing ? (
        <>
          <Facts
            facts={[
              [t('profile.phone'), person.phone ?? t('profile.unknown')],
              [t('profile.contact'), t(`contact_kind.${person.preferredContact}`)],
              [
                t('profile.travel'),
                [
                  t(`travel.${person.travelMode}`),
                  person.travelLimitMetres && t('profile.travel_most', { km: fKm(person.travelLimitMetres) }),
                ]
                  .filter(Boolean)
                  .join(' · '),
              ],
              [
                t('profile.hours_line'),
                person.monthlyMinutes === null
                  ? t('profile.no_limit')
                  : t('profile.hours_most', { hours: fNumber(person.monthlyMinutes / 60, 1) }),
              ],
              [
                t('profile.clearance'),
                person.clearance
                  ? t('profile.clearance_until', { day: fDay(person.clearance.expiresOn) })
                  : t('profile.clearance_none'),
              ],
            ]}
          />
          <div>
            <Button
              onClick={() => {
                setEditing(true);
                setSaved(false);
              }}
            >
              {t('profile.edit')}
            </Button>
          </div>
        </>
      ) : (
        <SaveForm
          form={form}
          labels={labels}
          button={t('profile.save')}
          more={
            <Button
              kind="quiet"
              onClick={() => {
                form.drop();
                setEditing(false);
              }}
            >
              {t('ui.cancel')}
            </Button>
          }
        >
          {field('phone', 'tel')}
          <Radios
            legend={labels.preferredContact}
            name="preferredContact"
            value={typed.preferredContact}
            onChange={(value) => set({ preferredContact: value as Volunteer['preferredContact'] })}
            choices={['phone', 'app', 'coordinator'].map((value) => ({ value, label: t(`contact_kind.${value}`) }))}
          />
          <Radios
            legend={labels.travelMode}
            name="travelMode"
            value={typed.travelMode}
            onChange={(value) => set({ travelMode: value as Volunteer['travelMode'] })}
            choices={['walk', 'bicycle', 'bus', 'car'].map((value) => ({ value, label: t(`travel.${value}`) }))}
          />
          {field('km', 'decimal')}
          {field('hours', 'decimal')}
          {field('atOnce', 'numeric')}
        </SaveForm>
      )}
    </section>
  );
}
