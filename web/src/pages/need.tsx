import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds, Facts } from '@/app/deeds';
import type { Deed } from '@/app/deeds';
import { History } from '@/app/history';
import { may, useMe } from '@/app/session';
import { fDay } from '@/i18n/format';
import { useWhenText } from '@/i18n/when';
import {
  StateTag,
  useAudienceText,
  useLanguageName,
  useNamed,
  usePlaceText,
  useTaxonomy,
  useWordName,
} from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Note, Shown, Tag } from '@/ui/states';

export function NeedPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const need = useQuery({
    queryKey: ['need', id],
    queryFn: () => ask(api.GET('/api/needs/{id}', { params: { path: { id } } })),
  });
  return (
    <Page
      title={need.data?.title ?? t('nav.needs')}
      lead={need.data && `${need.data.schoolName} · ${need.data.code}`}
      back={{ to: '/needs', label: t('nav.needs') }}
    >
      <Shown query={need}>{(found) => <NeedView need={found} refresh={() => void need.refetch()} />}</Shown>
    </Page>
  );
}

/** What the account may do with the need in its present state. */
function useNeedDeeds(need: Need): Deed[] {
  const { t } = useTranslation();
  const me = useMe();
  const path = { params: { path: { id: need.id } } };
  const { version } = need;
  const live = !['withdrawn', 'expired', 'completed', 'evaluated'].includes(need.state);
  const deeds: (Deed | false)[] = [
    may(me, 'need.review') &&
      need.state === 'submitted' && {
        key: 'open',
        kind: 'main',
        label: t('need.open'),
        run: () => ask(api.POST('/api/needs/{id}/open', { ...path, body: { version } })),
      },
    may(me, 'need.review') &&
      need.state === 'submitted' && {
        key: 'return',
        label: t('need.return'),
        reason: { title: t('need.return'), label: t('need.return_reason'), hint: t('need.return_hint') },
        run: (reason) => ask(api.POST('/api/needs/{id}/return', { ...path, body: { version, reason } })),
      },
    may(me, 'need.change') &&
      ['draft', 'returned'].includes(need.state) && {
        key: 'submit',
        kind: 'main',
        label: t('need.submit'),
        run: () => ask(api.POST('/api/needs/{id}/submit', { ...path, body: { version } })),
      },
    may(me, 'need.change') &&
      need.staleSince !== null &&
      live && {
        key: 'confirm',
        kind: 'main',
        label: t('need.confirm'),
        run: () => ask(api.POST('/api/needs/{id}/confirm', { ...path, body: { version } })),
      },
    may(me, 'need.change') &&
      live &&
      need.state !== 'serving' && {
        key: 'withdraw',
        kind: 'stop',
        label: t('need.withdraw'),
        reason: { title: t('need.withdraw'), label: t('need.withdraw_reason') },
        run: (reason) => ask(api.POST('/api/needs/{id}/withdraw', { ...path, body: { version, reason } })),
      },
  ];
  return deeds.filter((deed) => deed !== false);
}

function NeedView({ need, refresh }: { need: Need; refresh: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const when = useWhenText();
  const audience = useAudienceText();
  const place = usePlaceText();
  const wordName = useWordName();
  const languageName = useLanguageName();
  const taxonomy = useTaxonomy();
  const skills = new Map(
    taxonomy?.categories.flatMap((category) => category.skills.map((skill) => [skill.id, skill] as const)),
  );
  const deeds = useNeedDeeds(need);
  const editable = may(me, 'need.change') && ['draft', 'returned', 'submitted', 'open'].includes(need.state);
  return (
    <div className="grid-2">
      <div className="stack loose">
        {need.returnReason && need.state === 'returned' && (
          <Note tone="stop" title={t('need.returned_because', { reason: need.returnReason })}>
            <p>{t('need.returned_hint')}</p>
          </Note>
        )}
        {need.staleSince && (
          <Note tone="wait" title={t('need.stale_title')}>
            <p>{t('need.stale_hint')}</p>
          </Note>
        )}
        <section className="card stack">
          <p className="cluster">
            <StateTag kind="need" state={need.state} />
            {need.careGroups.map((group) => (
              <Tag tone="stop" key={group}>
                {t(`care.${group}`)}
              </Tag>
            ))}
            {need.urgent && <Tag tone="wait">{t('need.urgent')}</Tag>}
            <span className="muted">{t('need.seats', { accepted: need.accepted, seats: need.seats })}</span>
          </p>
          {need.description && <p>{need.description}</p>}
          <Facts
            facts={[
              need.form === 'goods' ? null : [t('need.when'), when(need)],
              [t('need.period'), t('need.from_to', { from: fDay(need.periodFrom), to: fDay(need.periodTo) })],
              [t('need.audience'), audience(need)],
              [t('need.form'), t(`form_kind.${need.form}`)],
              [t('ui.category'), wordName(need.categoryName)],
              need.programmeName ? [t('ui.programme'), wordName(need.programmeName)] : null,
              need.form === 'goods' ? [t('need.quantity'), t('need.pieces', { count: need.quantity })] : null,
              need.seats > 1 ? [t('need.minimum'), t('need.people', { count: need.minimum })] : null,
              [t('need.place'), place(need)],
              need.skills.length
                ? [
                    t('need.skills'),
                    need.skills
                      .map(({ skillId, level, required }) => {
                        const skill = skills.get(skillId);
                        return (
                          skill &&
                          t(required === false ? 'need.skill_wished' : 'need.skill_required', {
                            skill: named(skill),
                            level: t(`level.${level ?? 1}`),
                          })
                        );
                      })
                      .filter(Boolean)
                      .join(t('form.and')),
                  ]
                : null,
              need.languages.length
                ? [t('need.languages'), need.languages.map(languageName).join(t('form.and'))]
                : null,
              [
                t('need.minors'),
                t(need.minors ? (need.oneToOne ? 'need.minors_one' : 'need.minors_yes') : 'need.minors_no'),
              ],
              need.oneToOne && need.under14
                ? [
                    t('need.consent'),
                    need.guardianConsentOn ? (
                      t('need.consent_on', { day: fDay(need.guardianConsentOn) })
                    ) : (
                      <Tag tone="stop" key="consent">
                        {t('need.consent_missing')}
                      </Tag>
                    ),
                  ]
                : null,
              need.contact ? [t('need.contact'), need.contact] : null,
              need.answerBy ? [t('need.answer_by'), fDay(need.answerBy)] : null,
              need.notes ? [t('need.notes'), need.notes] : null,
            ]}
          />
        </section>
        <Deeds
          of={need.id}
          deeds={deeds}
          seen={{
            [t('ui.state')]: t(`need_state.${need.state}`),
            [t('needform.title')]: need.title,
            [t('need.when')]: when(need),
            [t('needform.seats')]: String(need.seats),
            ...(need.returnReason && { [t('need.return_reason')]: need.returnReason }),
          }}
          refresh={refresh}
        />
        <div className="cluster no-print">
          {editable && (
            <ButtonLink to="/needs/$id/edit" params={{ id: need.id }}>
              {t('need.edit')}
            </ButtonLink>
          )}
          {may(me, 'need.change') && (
            <ButtonLink to="/needs/$id/form" params={{ id: need.id }}>
              {t('need.paper')}
            </ButtonLink>
          )}
          {may(me, 'need.create') && (
            <ButtonLink to="/needs/new" search={{ copy: need.id }}>
              {t('need.copy')}
            </ButtonLink>
          )}
        </div>
      </div>
      {may(me, 'need.change') && <History of="needs" id={need.id} />}
    </div>
  );
}
