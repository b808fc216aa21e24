import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useMe, may, roleOf } from '@/app/session';
import type { Me } from '@/app/session';
import { fDayLong, today } from '@/i18n/format';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Loading, ProblemNote } from '@/ui/states';
import '@/styles/home.css';

/** Something that may wait for the person signed in; shown when `count` finds any. */
interface Waiting {
  key: string;
  to: LinkProps['to'];
  search?: Record<string, string>;
  count: () => Promise<number>;
}

const LIMIT = 50;
const sizeOf = (call: Promise<{ items: unknown[] }>): Promise<number> => call.then(({ items }) => items.length);

/** Of one school, or of all. */
const openInvitations = (schoolId?: string) => (): Promise<number> =>
  sizeOf(ask(api.GET('/api/invitations', { params: { query: { state: 'invited', schoolId, limit: LIMIT } } })));
const callsAsked = (schoolId?: string) => (): Promise<number> =>
  ask(api.GET('/api/invitations', { params: { query: { state: 'invited', schoolId, limit: 200 } } })).then(
    ({ items }) => items.filter(({ callRequestedAt }) => callRequestedAt).length,
  );
const needsIn = (state: 'submitted' | 'returned' | 'draft') => () =>
  sizeOf(ask(api.GET('/api/needs', { params: { query: { state, limit: LIMIT } } })));
const staleNeeds = () => sizeOf(ask(api.GET('/api/needs', { params: { query: { stale: true, limit: LIMIT } } })));
const offersSubmitted = () =>
  sizeOf(ask(api.GET('/api/offers', { params: { query: { state: 'submitted', limit: LIMIT } } })));
const volunteersApplied = () =>
  sizeOf(ask(api.GET('/api/volunteers', { params: { query: { state: 'applied', limit: LIMIT } } })));
const clearance = (status: 'expiring' | 'expired') => () =>
  sizeOf(ask(api.GET('/api/volunteers', { params: { query: { clearance: status, state: 'active', limit: LIMIT } } })));

/** In the order in which they press. */
function waitingFor(me: Me): Waiting[] {
  const role = roleOf(me);
  if (role === 'volunteer') return [{ key: 'invitations', to: '/invitations', count: openInvitations() }];
  if (role === 'young_teacher') return [{ key: 'needs_returned', to: '/mentor', count: needsIn('returned') }];
  // As the page of invitations shows a coordinator's at first.
  const school = me.grants.find(({ schoolId }) => schoolId)?.schoolId ?? undefined;
  const all: (Waiting & { needs: string })[] = [
    { key: 'calls', needs: 'invitation.answer', to: '/invitations', count: callsAsked(school) },
    {
      key: 'needs_returned',
      needs: 'need.create',
      to: '/needs',
      search: { state: 'returned' },
      count: needsIn('returned'),
    },
    {
      key: 'needs_submitted',
      needs: 'need.review',
      to: '/needs',
      search: { state: 'submitted' },
      count: needsIn('submitted'),
    },
    {
      key: 'offers_submitted',
      needs: 'offer.review',
      to: '/resources',
      search: { state: 'submitted' },
      count: offersSubmitted,
    },
    {
      key: 'volunteers_applied',
      needs: 'volunteer.review',
      to: '/people',
      search: { state: 'applied' },
      count: volunteersApplied,
    },
    {
      key: 'clearance_expired',
      needs: 'clearance.record',
      to: '/people',
      search: { clearance: 'expired' },
      count: clearance('expired'),
    },
    {
      key: 'clearance_expiring',
      needs: 'clearance.record',
      to: '/people',
      search: { clearance: 'expiring' },
      count: clearance('expiring'),
    },
    { key: 'invitations_open', needs: 'invitation.answer', to: '/invitations', count: openInvitations(school) },
    { key: 'needs_stale', needs: 'need.change', to: '/needs', search: { stale: 'true' }, count: staleNeeds },
    { key: 'needs_draft', needs: 'need.create', to: '/needs', search: { state: 'draft' }, count: needsIn('draft') },
  ];
  return all.filter(
    ({ needs, key }) =>
      may(me, needs) && !(key === 'needs_returned' && role === 'admin') && !(key === 'needs_draft' && role === 'admin'),
  );
}

export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const items = waitingFor(me);
  const counts = useQueries({
    queries: items.map(({ key, count }) => ({ queryKey: ['waiting', key, me.accountId], queryFn: count })),
  });
  const role = roleOf(me);
  const waiting = items.map((item, i) => ({ ...item, found: counts[i].data ?? 0 })).filter(({ found }) => found > 0);
  const failed = counts.find(({ error, data }) => error && data === undefined);
  return (
    <Page
      title={t('home.hello', { name: me.name })}
      lead={`${fDayLong(today())} · ${me.grants.map(({ role: r, schoolName }) => schoolName ?? t(`role.${r}`)).join(' · ')}`}
    >
      <div className="home">
        <section className="stack" aria-labelledby="waiting">
          <h2 id="waiting">{t('home.waiting')}</h2>
          {failed && <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />}
          {counts.some(({ isPending }) => isPending) && waiting.length === 0 ? (
            <Loading rows={2} />
          ) : waiting.length === 0 && !failed ? (
            <Empty title={t('home.nothing')}>
              <p>{t(`home.nothing_${role}`)}</p>
            </Empty>
          ) : (
            <ul className="plain home-list">
              {waiting.map(({ key, to, search, found }) => (
                <li key={key}>
                  <Link to={to} search={search as never} className="home-item">
                    <b className="num">{found >= LIMIT ? `${LIMIT}+` : found}</b>
                    <span>
                      {t(`home.${key}`, { count: found })}
                      <small>{t(`home.${key}_hint`)}</small>
                    </span>
                    <i aria-hidden="true">→</i>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </section>
        <QuickActions role={role} />
      </div>
    </Page>
  );
}

/** What people come for when nothing waits. */
function QuickActions({ role }: { role: ReturnType<typeof roleOf> }) {
  const { t } = useTranslation();
  const actions: Record<typeof role, { to: LinkProps['to']; key: string }[]> = {
    volunteer: [
      { to: '/invitations', key: 'invitations' },
      { to: '/record', key: 'record' },
      { to: '/profile', key: 'profile' },
    ],
    young_teacher: [{ to: '/mentor', key: 'mentor' }],
    coordinator: [
      { to: '/needs/new', key: 'need_new' },
      { to: '/needs', key: 'needs' },
      { to: '/resources', key: 'resources' },
      { to: '/imports', key: 'imports' },
      { to: '/people/new', key: 'person_new' },
    ],
    admin: [
      { to: '/board', key: 'board' },
      { to: '/rounds', key: 'rounds' },
      { to: '/people', key: 'people' },
      { to: '/imports', key: 'imports' },
      { to: '/dashboard', key: 'dashboard' },
    ],
    auditor: [
      { to: '/needs', key: 'needs' },
      { to: '/resources', key: 'resources' },
      { to: '/dashboard', key: 'dashboard' },
      { to: '/audit', key: 'audit' },
    ],
  };
  return (
    <section className="stack" aria-labelledby="quick">
      <h2 id="quick">{t('home.quick')}</h2>
      <ul className="plain stack tight">
        {actions[role].map(({ to, key }) => (
          <li key={key}>
            <ButtonLink to={to} className="home-quick">
              {t(`home.quick_${key}`)}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
