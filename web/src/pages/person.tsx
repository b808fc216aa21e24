import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds, Facts } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { History } from '@/app/history';
import { useList } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { fDay, fKm, fNumber } from '@/i18n/format';
import { StateTag, useDistrict, useLanguageName } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Note, Shown } from '@/ui/states';
import { ClearanceForm } from './clearance-form';
import { OffersMenu } from './resources';

export function PersonPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const person = useQuery({
    queryKey: ['volunteer', id],
    queryFn: () => ask(api.GET('/api/volunteers/{id}', { params: { path: { id } } })),
  });
  return (
    <Page
      title={person.data?.name ?? t('nav.people')}
      lead={person.data?.code}
      back={{ to: '/people', label: t('nav.people') }}
    >
      <Shown query={person}>{(found) => <PersonView person={found} refresh={() => void person.refetch()} />}</Shown>
    </Page>
  );
}

function PersonView({ person, refresh }: { person: Schema<'OpenedVolunteerDto'>; refresh: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [recording, setRecording] = useState(false);
  const path = { params: { path: { id: person.id } } };
  const { version, state } = person;
  const languageName = useLanguageName();
  const district = useDistrict();
  const wished = district?.schools.filter(({ id }) => person.wishedSchoolIds.includes(id)) ?? [];
  const deeds: (Deed | false)[] = [
    may(me, 'volunteer.review') &&
      state === 'applied' && {
        key: 'verify',
        kind: 'main',
        label: t('person.verify'),
        ask: { title: t('person.verify'), text: t('person.verify_text') },
        run: () => ask(api.POST('/api/volunteers/{id}/verify', { ...path, body: { version } })),
      },
    may(me, 'volunteer.review') &&
      ['verified', 'paused'].includes(state) && {
        key: 'activate',
        kind: 'main',
        label: t('person.activate'),
        run: () => ask(api.POST('/api/volunteers/{id}/activate', { ...path, body: { version } })),
      },
    may(me, 'volunteer.change') &&
      state === 'active' && {
        key: 'pause',
        label: t('person.pause'),
        ask: { title: t('person.pause'), text: t('person.pause_text') },
        run: () => ask(api.POST('/api/volunteers/{id}/pause', { ...path, body: { version } })),
      },
    may(me, 'volunteer.change') &&
      state === 'active' && {
        key: 'pause_all',
        label: t('person.pause_all'),
        ask: { title: t('person.pause_all'), text: t('person.pause_all_text') },
        run: () => ask(api.POST('/api/volunteers/{id}/pause', { ...path, body: { version, endEngagements: true } })),
      },
    may(me, 'volunteer.change') &&
      state !== 'left' && {
        key: 'leave',
        kind: 'stop',
        label: t('person.leave'),
        ask: { title: t('person.leave'), text: t('person.leave_text') },
        run: () => ask(api.POST('/api/volunteers/{id}/leave', { ...path, body: { version } })),
      },
    may(me, 'clearance.record') &&
      person.clearance !== null && {
        key: 'revoke',
        kind: 'stop',
        label: t('person.revoke'),
        reason: { title: t('person.revoke'), label: t('person.revoke_reason'), hint: t('person.revoke_hint') },
        run: (reason) => ask(api.POST('/api/volunteers/{id}/clearances/revoke', { ...path, body: { reason } })),
      },
  ];
  const offers = useList(['offers', { volunteerId: person.id }], (cursor) =>
    ask(api.GET('/api/offers', { params: { query: { volunteerId: person.id, limit: 50, cursor } } })),
  );
  const limits = [
    person.maxConcurrent !== null && t('offer.at_once', { count: person.maxConcurrent }),
    person.monthlyMinutes !== null && t('offer.monthly', { hours: fNumber(person.monthlyMinutes / 60, 1) }),
    person.travelLimitMetres !== null && t('person.travel', { km: fKm(person.travelLimitMetres) }),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="grid-2">
      <div className="stack loose">
        {person.alike.length > 0 && (
          <Note tone="wait" title={t('person.alike')}>
            {person.alike.map((one) => (
              <p className="cluster" key={one.id}>
                <Link to="/people/$id" params={{ id: one.id }}>
                  {one.name} {one.code}
                </Link>
                <StateTag kind="volunteer" state={one.state} />
                <span>
                  {t(one.samePhone ? (one.sameName ? 'person.alike_both' : 'person.alike_phone') : 'person.alike_name')}
                </span>
              </p>
            ))}
          </Note>
        )}
        {person.clearanceStatus !== 'valid' && state !== 'left' && (
          <Note
            tone={person.clearanceStatus === 'expiring' ? 'wait' : 'stop'}
            title={t(`person.clearance_${person.clearanceStatus}`, {
              day: person.clearance ? fDay(person.clearance.expiresOn) : '',
            })}
          >
            <p>{t('person.clearance_rule')}</p>
          </Note>
        )}
        <section className="card stack">
          <p className="cluster">
            <StateTag kind="volunteer" state={state} />
            <StateTag kind="clearance" state={person.clearanceStatus} />
          </p>
          <Facts
            facts={[
              [
                t('people.group'),
                person.veteranGroup
                  ? t(`veteran.${person.veteranGroup}`)
                  : person.guestGroup
                    ? t(`guest.${person.guestGroup}`)
                    : t(`kind.${person.kind}`),
              ],
              [t('person.tier'), t(`tier.${person.tier}`)],
              person.people > 1 ? [t('person.people'), t('need.people', { count: person.people })] : null,
              person.retiredFrom ? [t('person.retired_from'), person.retiredFrom] : null,
              person.birthYear ? [t('person.birth_year'), String(person.birthYear)] : null,
              person.phone
                ? [
                    t('person.phone'),
                    <a href={`tel:${person.phone}`} key="phone">
                      {person.phone}
                    </a>,
                  ]
                : null,
              [t('person.contact'), t(`contact_kind.${person.preferredContact}`)],
              [t('people.area'), person.areaName ?? t('person.area_unknown')],
              person.languages.length
                ? [t('need.languages'), person.languages.map(languageName).join(t('form.and'))]
                : null,
              [t('person.travel_mode'), t(`travel.${person.travelMode}`)],
              [t('offer.limits'), limits || t('ui.none')],
              wished.length ? [t('people.wished'), wished.map(({ name }) => name).join(t('form.and'))] : null,
              [
                t('person.consent'),
                person.consentedOn
                  ? t('person.consented', { day: fDay(person.consentedOn) })
                  : t('person.consent_missing'),
              ],
              person.training || person.trainedOn
                ? [
                    t('person.training'),
                    [person.training, person.trainedOn && fDay(person.trainedOn)].filter(Boolean).join(' · '),
                  ]
                : null,
              person.clearance
                ? [
                    t('people.clearance'),
                    t('person.clearance_line', {
                      number: person.clearance.number,
                      authority: person.clearance.authority,
                      day: fDay(person.clearance.expiresOn),
                    }),
                  ]
                : null,
            ]}
          />
        </section>
        <Deeds of={person.id} deeds={deeds.filter((deed) => deed !== false)} refresh={refresh} />
        {may(me, 'clearance.record') && state !== 'left' && (
          <div>
            <Button onClick={() => setRecording(true)}>{t('person.record_clearance')}</Button>
          </div>
        )}
        <div className="cluster no-print">
          {may(me, 'volunteer.change') && state !== 'left' && (
            <ButtonLink to="/people/$id/edit" params={{ id: person.id }}>
              {t('people.edit')}
            </ButtonLink>
          )}
          {may(me, 'record.read') && (
            <ButtonLink to="/people/$id/record" params={{ id: person.id }}>
              {t('people.record')}
            </ButtonLink>
          )}
          <ButtonLink to="/people/$id/form" params={{ id: person.id }}>
            {t('people.apply_form')}
          </ButtonLink>
        </div>
        <Dialog title={t('person.record_clearance')} open={recording} onClose={() => setRecording(false)}>
          <ClearanceForm id={person.id} onDone={() => setRecording(false)} />
        </Dialog>
      </div>
      <div className="stack loose">
        <section className="stack" aria-labelledby="offers">
          <div className="spread">
            <h2 id="offers">{t('person.offers')}</h2>
            {may(me, 'offer.create') && state !== 'left' && (
              <ButtonLink to="/resources/new" search={{ volunteer: person.id } as never} className="no-print">
                {t('person.new_offer')}
              </ButtonLink>
            )}
          </div>
          {offers.items.length ? (
            <OffersMenu offers={offers.items} />
          ) : (
            !offers.isPending && <p className="muted">{t('person.no_offers')}</p>
          )}
        </section>
        {may(me, 'volunteer.change') && <History of="volunteers" id={person.id} />}
      </div>
    </div>
  );
}
