import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds, Facts } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { History } from '@/app/history';
import { may, roleOf, useMe } from '@/app/session';
import { fDay, fKm } from '@/i18n/format';
import { gradesText } from '@/i18n/reasons';
import { useFreeText } from '@/i18n/when';
import { StateTag, useNamed, useTaxonomy, useWordName } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Note, Shown, Tag } from '@/ui/states';
import { Week } from '@/ui/week';
import { Order } from './order';
import '@/styles/week.css';

export function OfferPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { id } = useParams({ strict: false }) as { id: string };
  const offer = useQuery({
    queryKey: ['offer', id],
    queryFn: () => ask(api.GET('/api/offers/{id}', { params: { path: { id } } })),
  });
  const own = roleOf(me) === 'volunteer';
  return (
    <Page
      title={offer.data?.title ?? t('nav.resources')}
      lead={offer.data && `${offer.data.volunteerName} · ${offer.data.code}`}
      back={own ? { to: '/profile', label: t('nav.profile') } : { to: '/resources', label: t('nav.resources') }}
      actions={
        <>
          {offer.data?.state === 'listed' && may(me, 'proposal.create') && <Order offer={offer.data} />}
          {offer.data && offer.data.state !== 'retired' && may(me, 'offer.change') && (
            <ButtonLink to="/resources/$id/edit" params={{ id }}>
              {t('offerform.edit')}
            </ButtonLink>
          )}
        </>
      }
    >
      <Shown query={offer}>{(found) => <OfferView offer={found} refresh={() => void offer.refetch()} />}</Shown>
    </Page>
  );
}

function useOfferDeeds({ id, state, version, staleSince }: Offer): Deed[] {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const path = { params: { path: { id } } };
  const deeds: (Deed | false)[] = [
    may(me, 'offer.review') &&
      state === 'submitted' && {
        key: 'list',
        kind: 'main',
        label: t('offer.list'),
        run: () => ask(api.POST('/api/offers/{id}/list', { ...path, body: { version } })),
      },
    may(me, 'offer.review') &&
      state === 'submitted' && {
        key: 'return',
        label: t('need.return'),
        reason: { title: t('need.return'), label: t('need.return_reason') },
        run: (reason) => ask(api.POST('/api/offers/{id}/return', { ...path, body: { version, reason } })),
      },
    may(me, 'offer.change') &&
      state === 'draft' && {
        key: 'submit',
        kind: 'main',
        label: t('need.submit'),
        run: () => ask(api.POST('/api/offers/{id}/submit', { ...path, body: { version } })),
      },
    may(me, 'offer.change') &&
      staleSince !== null &&
      ['listed', 'paused'].includes(state) && {
        key: 'confirm',
        kind: 'main',
        label: t('offer.confirm'),
        run: () => ask(api.POST('/api/offers/{id}/confirm', { ...path, body: { version } })),
      },
    may(me, 'offer.change') &&
      state === 'listed' && {
        key: 'pause',
        label: t('offer.pause'),
        ask: { title: t('offer.pause'), text: t('offer.pause_text') },
        run: () => ask(api.POST('/api/offers/{id}/pause', { ...path, body: { version } })),
      },
    may(me, 'offer.review') &&
      state === 'paused' && {
        key: 'list',
        kind: 'main',
        label: t('offer.relist'),
        run: () => ask(api.POST('/api/offers/{id}/list', { ...path, body: { version } })),
      },
    may(me, 'offer.change') && {
      key: 'copy',
      label: t('offer.copy'),
      run: () =>
        ask(api.POST('/api/offers/{id}/copy', { ...path, body: {} })).then((copy) =>
          navigate({ to: '/resources/$id', params: { id: copy.id } }),
        ),
    },
    may(me, 'offer.change') &&
      state !== 'retired' && {
        key: 'retire',
        kind: 'stop',
        label: t('offer.retire'),
        ask: { title: t('offer.retire'), text: t('offer.retire_text') },
        run: () => ask(api.POST('/api/offers/{id}/retire', { ...path, body: { version } })),
      },
  ];
  return deeds.filter((deed) => deed !== false);
}

function OfferView({ offer, refresh }: { offer: Offer; refresh: () => void }) {
  const { t } = useTranslation();
  const wordName = useWordName();
  const me = useMe();
  const named = useNamed();
  const free = useFreeText();
  const taxonomy = useTaxonomy();
  const skills = new Map(
    taxonomy?.categories.flatMap((category) => category.skills.map((skill) => [skill.id, skill] as const)),
  );
  const { availability } = offer;
  return (
    <div className="stack loose">
      {offer.staleSince && (
        <Note tone="wait" title={t('offer.stale_title')}>
          <p>{t('need.stale_hint')}</p>
        </Note>
      )}
      <section className="card stack">
        <p className="cluster">
          <StateTag kind="offer" state={offer.state} />
          {offer.veteranGroup && <Tag tone="good">{t(`veteran.${offer.veteranGroup}`)}</Tag>}
        </p>
        {offer.description && <p>{offer.description}</p>}
        <Facts
          facts={[
            [
              t('role.volunteer'),
              roleOf(me) === 'volunteer' || !may(me, 'volunteer.read') ? (
                offer.volunteerName
              ) : (
                <Link to="/people/$id" params={{ id: offer.volunteerId }}>
                  {offer.volunteerName}
                </Link>
              ),
            ],
            [t('ui.category'), wordName(offer.categoryName)],
            offer.programmeName ? [t('ui.programme'), wordName(offer.programmeName)] : null,
            [t('need.form'), offer.forms.map((form) => t(`form_kind.${form}`)).join(t('form.and'))],
            offer.skills.length
              ? [
                  t('need.skills'),
                  offer.skills
                    .map(({ skillId, level }) => {
                      const skill = skills.get(skillId);
                      return skill && t('offer.skill', { skill: named(skill), level: t(`level.${level ?? 2}`) });
                    })
                    .filter(Boolean)
                    .join(t('form.and')),
                ]
              : null,
            [t('offer.grades'), offer.grades ? gradesText(offer.grades) : t('offer.grades_any')],
            offer.sessionMinutes ? [t('offer.session'), t('offer.minutes', { count: offer.sessionMinutes })] : null,
            [
              t('need.place'),
              t(offer.onsite ? (offer.online ? 'offer.place_both' : 'offer.place_onsite') : 'offer.place_online'),
            ],
            [
              t('offer.limits'),
              [
                offer.maxConcurrent !== null && t('offer.at_once', { count: offer.maxConcurrent }),
                offer.monthlyMinutes !== null &&
                  t('offer.monthly', { hours: Math.round(offer.monthlyMinutes / 6) / 10 }),
                offer.travelLimitMetres !== null && t('offer.travel', { km: fKm(offer.travelLimitMetres) }),
              ]
                .filter(Boolean)
                .join(' · ') || t('offer.no_limits'),
            ],
            offer.siteNeeds ? [t('offer.site_needs'), offer.siteNeeds] : null,
            [
              t('offer.when'),
              <div className="stack tight" key="when">
                <span>
                  {free(availability)}
                  {availability.holidays !== 'same' && ` · ${t(`offer.holidays_${availability.holidays}`)}`}
                </span>
                {offer.weeksWithoutTerm && <span className="muted">{t('offer.weeks_without_term')}</span>}
                {!availability.anyTime && <Week windows={availability.weekly.filter(({ weeks }) => !weeks)} />}
              </div>,
            ],
            availability.daysOff.length
              ? [
                  t('offer.days_off'),
                  availability.daysOff
                    .map(({ from, to }) => t('need.from_to', { from: fDay(from), to: fDay(to) }))
                    .join(t('form.and')),
                ]
              : null,
            offer.notes ? [t('need.notes'), offer.notes] : null,
          ]}
        />
      </section>
      <Deeds of={offer.id} deeds={useOfferDeeds(offer)} refresh={refresh} />
      {may(me, 'offer.change') && <History of="offers" id={offer.id} />}
    </div>
  );
}
