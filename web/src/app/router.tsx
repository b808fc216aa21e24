import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useRouterState,
} from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { loadSentences } from '@/i18n';
import type { Area } from '@/i18n';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Loading, ProblemNote } from '@/ui/states';
import { HomePage } from '@/pages/home';
import { queryClient, meQuery, useMaybeMe } from './session';
import { Shell } from './shell';
import { SignInPage } from './sign-in';

/** Pages for those who have no account, or cannot get into it. */
const OPEN = ['/apply', '/help'];

/** Nobody signed in: the sign-in page, at whatever address was asked for, except where no account is needed. */
function Root() {
  const { data, error, isPending, refetch } = useMaybeMe();
  const open = useRouterState({ select: (state) => OPEN.includes(state.location.pathname) });
  if (isPending)
    return (
      <main id="main">
        <Loading rows={1} />
      </main>
    );
  if (error && data === undefined)
    return (
      <main id="main" className="narrow">
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  if (open && !data) return <Outlet />;
  return data ? <Shell /> : <SignInPage />;
}

function Lost() {
  const { t } = useTranslation();
  return (
    <Page title={t('lost.title')} lead={t('lost.lead')} width="narrow">
      <ButtonLink to="/" kind="main">
        {t('nav.home')}
      </ButtonLink>
    </Page>
  );
}

function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('broken.title')} width="narrow">
      <ProblemNote error={error} onRetry={reset} />
    </Page>
  );
}

const root = createRootRoute({ component: Root, notFoundComponent: Lost });

/** Filters and the like live in the address, as plain texts. */
const words = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([key, value]) => [key, String(value)]),
  );

const on = { getParentRoute: () => root, validateSearch: words };
/** A page behind the sign-in brings the sentences of its areas along. */
const says = (...areas: Area[]) => ({ ...on, loader: () => loadSentences('office', ...areas) });

const routes = [
  createRoute({ ...on, path: '/', component: HomePage }),
  createRoute({
    ...on,
    path: '/account',
    component: lazyRouteComponent(() => import('@/pages/account'), 'AccountPage'),
  }),
  createRoute({
    ...on,
    path: '/notices',
    component: lazyRouteComponent(() => import('@/pages/notices'), 'NoticesPage'),
  }),
  createRoute({ ...on, path: '/help', component: lazyRouteComponent(() => import('@/pages/help'), 'HelpPage') }),
  createRoute({
    ...on,
    path: '/invitations',
    component: lazyRouteComponent(() => import('@/pages/invitations'), 'InvitationsPage'),
  }),
  createRoute({
    ...on,
    path: '/invitations/$id',
    component: lazyRouteComponent(() => import('@/pages/invitations'), 'InvitationsPage'),
  }),
  createRoute({
    ...says('mine'),
    path: '/calendar',
    component: lazyRouteComponent(() => import('@/pages/calendar'), 'CalendarPage'),
  }),
  createRoute({
    ...says('mine'),
    path: '/profile',
    component: lazyRouteComponent(() => import('@/pages/profile'), 'ProfilePage'),
  }),
  createRoute({
    ...says('follow', 'menus'),
    path: '/mentor',
    component: lazyRouteComponent(() => import('@/pages/mentor'), 'MentorPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/needs',
    component: lazyRouteComponent(() => import('@/pages/needs'), 'NeedsPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/needs/new',
    component: lazyRouteComponent(() => import('@/pages/need-form/form'), 'NewNeedPage'),
  }),
  createRoute({
    ...says('menus', 'trail'),
    path: '/needs/$id',
    component: lazyRouteComponent(() => import('@/pages/need'), 'NeedPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/needs/$id/edit',
    component: lazyRouteComponent(() => import('@/pages/need-form/form'), 'EditNeedPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/resources',
    component: lazyRouteComponent(() => import('@/pages/resources'), 'ResourcesPage'),
  }),
  createRoute({
    ...says('menus', 'matching', 'trail'),
    path: '/resources/$id',
    component: lazyRouteComponent(() => import('@/pages/offer'), 'OfferPage'),
  }),
  createRoute({
    ...says('people'),
    path: '/people',
    component: lazyRouteComponent(() => import('@/pages/people'), 'PeoplePage'),
  }),
  createRoute({
    ...says('people', 'trail'),
    path: '/people/$id',
    component: lazyRouteComponent(() => import('@/pages/person'), 'PersonPage'),
  }),
  createRoute({
    ...says('follow'),
    path: '/follow',
    component: lazyRouteComponent(() => import('@/pages/follow'), 'FollowPage'),
  }),
  createRoute({
    ...says('follow'),
    path: '/engagements',
    component: lazyRouteComponent(() => import('@/pages/engagements'), 'EngagementsPage'),
  }),
  createRoute({
    ...says('follow'),
    path: '/engagements/$id',
    component: lazyRouteComponent(() => import('@/pages/engagement/page'), 'EngagementPage'),
  }),
  createRoute({
    ...says('matching'),
    path: '/board',
    component: lazyRouteComponent(() => import('@/pages/board'), 'BoardPage'),
  }),
  createRoute({
    ...says('matching'),
    path: '/rounds',
    component: lazyRouteComponent(() => import('@/pages/rounds'), 'RoundsPage'),
  }),
  createRoute({
    ...says('matching'),
    path: '/rounds/$id',
    component: lazyRouteComponent(() => import('@/pages/round'), 'RoundPage'),
  }),
  createRoute({
    ...says('matching'),
    path: '/unmatched',
    component: lazyRouteComponent(() => import('@/pages/unmatched'), 'UnmatchedPage'),
  }),
  createRoute({
    ...says('trail'),
    path: '/audit',
    component: lazyRouteComponent(() => import('@/pages/audit'), 'AuditPage'),
  }),
  createRoute({
    ...on,
    loader: () => loadSentences('apply'),
    path: '/apply',
    component: lazyRouteComponent(() => import('@/pages/apply'), 'ApplyPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/resources/new',
    component: lazyRouteComponent(() => import('@/pages/offer-form/form'), 'NewOfferPage'),
  }),
  createRoute({
    ...says('menus'),
    path: '/resources/$id/edit',
    component: lazyRouteComponent(() => import('@/pages/offer-form/form'), 'EditOfferPage'),
  }),
  createRoute({
    ...says('imports'),
    path: '/imports',
    component: lazyRouteComponent(() => import('@/pages/imports'), 'ImportsPage'),
  }),
  createRoute({
    ...says('imports'),
    path: '/imports/$id',
    component: lazyRouteComponent(() => import('@/pages/import/page'), 'ImportPage'),
  }),
  createRoute({
    ...says('reports'),
    path: '/dashboard',
    component: lazyRouteComponent(() => import('@/pages/dashboard'), 'DashboardPage'),
  }),
  createRoute({
    ...says('reports', 'people'),
    path: '/team',
    component: lazyRouteComponent(() => import('@/pages/team'), 'TeamPage'),
  }),
  createRoute({
    ...says('record'),
    path: '/record',
    component: lazyRouteComponent(() => import('@/pages/record'), 'RecordPage'),
  }),
  createRoute({
    ...says('record'),
    path: '/record/certificate',
    component: lazyRouteComponent(() => import('@/pages/certificate'), 'CertificatePage'),
  }),
  createRoute({
    ...says('people'),
    path: '/people/new',
    component: lazyRouteComponent(() => import('@/pages/person-form/form'), 'NewPersonPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/people/form',
    component: lazyRouteComponent(() => import('@/pages/print-person'), 'PrintEmptyPersonPage'),
  }),
  createRoute({
    ...says('people'),
    path: '/people/$id/edit',
    component: lazyRouteComponent(() => import('@/pages/person-form/form'), 'EditPersonPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/people/$id/form',
    component: lazyRouteComponent(() => import('@/pages/print-person'), 'PrintPersonPage'),
  }),
  createRoute({
    ...says('record'),
    path: '/people/$id/record',
    component: lazyRouteComponent(() => import('@/pages/record'), 'RecordPage'),
  }),
  createRoute({
    ...says('record'),
    path: '/people/$id/certificate',
    component: lazyRouteComponent(() => import('@/pages/certificate'), 'CertificatePage'),
  }),
  createRoute({
    ...says('people'),
    path: '/exclusions',
    component: lazyRouteComponent(() => import('@/pages/exclusions'), 'ExclusionsPage'),
  }),
  createRoute({
    ...says('people'),
    path: '/exclusions/new',
    component: lazyRouteComponent(() => import('@/pages/new-exclusion'), 'NewExclusionPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/needs/form',
    component: lazyRouteComponent(() => import('@/pages/print-need'), 'PrintEmptyNeedPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/needs/$id/form',
    component: lazyRouteComponent(() => import('@/pages/print-need'), 'PrintNeedPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/engagements/$id/slip',
    component: lazyRouteComponent(() => import('@/pages/print-slip'), 'PrintSlipPage'),
  }),
  createRoute({
    ...says('print', 'follow'),
    path: '/invitations/$id/paper',
    component: lazyRouteComponent(() => import('@/pages/print-slip'), 'PrintInvitationPage'),
  }),
  createRoute({
    ...says('print'),
    path: '/roster',
    component: lazyRouteComponent(() => import('@/pages/roster'), 'RosterPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/district',
    component: lazyRouteComponent(() => import('@/pages/district'), 'DistrictPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/district/schools',
    component: lazyRouteComponent(() => import('@/pages/district-schools'), 'DistrictSchoolsPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/district/settings',
    component: lazyRouteComponent(() => import('@/pages/district-settings'), 'DistrictSettingsPage'),
  }),
  createRoute({
    ...says('settings', 'menus'),
    path: '/taxonomy',
    component: lazyRouteComponent(() => import('@/pages/taxonomy'), 'TaxonomyPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/policies',
    component: lazyRouteComponent(() => import('@/pages/policies'), 'PoliciesPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/policies/new',
    component: lazyRouteComponent(() => import('@/pages/new-policy'), 'NewPolicyPage'),
  }),
  createRoute({
    ...says('settings'),
    path: '/operations',
    component: lazyRouteComponent(() => import('@/pages/operations'), 'OperationsPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  defaultPendingComponent: () => (
    <main id="main">
      <Loading />
    </main>
  ),
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Asked for before the first picture, together with the code. */
export const prefetchMe = () => queryClient.prefetchQuery(meQuery);
