import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useMe } from '@/app/session';
import { fDayFull, fKm, fNumber } from '@/i18n/format';
import { useFreeText } from '@/i18n/when';
import { useWordName } from '@/i18n/words';
import type { Offer, Volunteer } from '@/i18n/words';
import { Shown } from '@/ui/states';
import { Boxes, PaperPage, Sheet, Signatures } from './paper';
import { GROUPS, TIERS } from './person-words';

/** The registration form (登记表) of somebody on record, to sign. */
export function PrintPersonPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const person = useQuery({
    queryKey: ['volunteer', id],
    queryFn: () => ask(api.GET('/api/volunteers/{id}', { params: { path: { id } } })),
  });
  const offers = useQuery({
    queryKey: ['offers', 'of', id],
    queryFn: () => ask(api.GET('/api/offers', { params: { query: { volunteerId: id, limit: 50 } } })),
  });
  return (
    <PaperPage
      title={t('print.registration')}
      back={{ to: '/people/$id', params: { id } as never, label: person.data?.name ?? t('nav.people') }}
    >
      <Shown query={person}>
        {(found) => <Shown query={offers}>{({ items }) => <Registration person={found} offers={items} />}</Shown>}
      </Shown>
    </PaperPage>
  );
}

/** The same form, empty, for the table at an event. */
export function PrintEmptyPersonPage() {
  const { t } = useTranslation();
  return (
    <PaperPage title={t('print.registration_empty')} back={{ to: '/people', label: t('nav.people') }}>
      <Registration person={null} offers={[]} />
    </PaperPage>
  );
}

function Registration({ person, offers }: { person: Volunteer | null; offers: Offer[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const free = useFreeText();
  const wordName = useWordName();
  const limits = person
    ? [
        person.maxConcurrent !== null && t('offer.at_once', { count: person.maxConcurrent }),
        person.monthlyMinutes !== null && t('offer.monthly', { hours: fNumber(person.monthlyMinutes / 60, 1) }),
        person.travelLimitMetres !== null && t('print.travel', { km: fKm(person.travelLimitMetres) }),
      ]
        .filter(Boolean)
        .join(' · ') || t('ui.none')
    : '';
  return (
    <article className="paper">
      <h2>{t('print.registration_head')}</h2>
      <p className="paper-head">
        <span>{me.districtName}</span>
        <span>{t('print.code', { code: person?.code ?? '' })}</span>
      </p>
      <Sheet
        caption={t('print.registration')}
        rows={[
          [t('print.name'), person?.name],
          [t('print.birth_year'), person?.birthYear ? String(person.birthYear) : ''],
          [
            t('print.group'),
            <Boxes
              key="group"
              choices={GROUPS.map((value) => ({ word: t(`veteran.${value}`), on: person?.veteranGroup === value }))}
            />,
          ],
          [
            t('print.tier'),
            <Boxes
              key="tier"
              choices={TIERS.map((value) => ({ word: t(`tier.${value}`), on: person?.tier === value }))}
            />,
          ],
          [t('print.retired_from'), person?.retiredFrom],
          [t('print.phone'), person?.phone],
          [
            t('print.contact'),
            <Boxes
              key="contact"
              choices={['phone', 'app', 'coordinator'].map((value) => ({
                word: t(`contact_kind.${value}`),
                on: person?.preferredContact === value,
              }))}
            />,
          ],
          [t('print.area'), person?.areaName],
          [
            t('print.travel_mode'),
            <Boxes
              key="travel"
              choices={['walk', 'bicycle', 'bus', 'car'].map((value) => ({
                word: t(`travel.${value}`),
                on: person?.travelMode === value,
              }))}
            />,
          ],
          [t('offer.limits'), limits],
          [
            t('print.offers'),
            offers.length ? (
              <ul className="plain" key="offers">
                {offers.map((offer) => (
                  <li key={offer.id}>
                    {t('print.offer_line', { title: offer.title, category: wordName(offer.categoryName) })} ·{' '}
                    {free(offer.availability)}
                  </li>
                ))}
              </ul>
            ) : (
              ''
            ),
          ],
          [
            t('print.clearance'),
            person?.clearance
              ? t('print.clearance_line', {
                  number: person.clearance.number,
                  authority: person.clearance.authority,
                  day: fDayFull(person.clearance.expiresOn),
                })
              : '',
          ],
        ]}
      />
      <p>{t('print.consent', { district: me.districtName })}</p>
      {person?.consentedOn && <p>{t('print.consented', { day: fDayFull(person.consentedOn) })}</p>}
      <Signatures who={[t('print.sign_self'), t('print.sign_office')]} />
    </article>
  );
}
