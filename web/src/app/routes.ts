import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadSentences } from '@/i18n';
import type { Area } from '@/i18n';
import { HomePage } from '@/pages/home';
import { root } from './root';

/** Filters and the like live in the address, as plain texts; an empty one is none. */
const words = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search).map(([key, value]) => [
      key,
      value === undefined || value === '' ? undefined : String(value),
    ]),
  );

const on = { getParentRoute: () => root, validateSearch: words };

/** A page loaded when it is wanted, with the sentences it brings along beside those that are always there. */
const open = <Path extends string, Module extends Record<string, unknown>, Name extends keyof Module>(
  path: Path,
  areas: Area[],
  load: () => Promise<Module>,
  name: Name,
) =>
  createRoute({
    ...on,
    path,
    loader: () => loadSentences(...areas),
    component: lazyRouteComponent(load as () => Promise<Record<string, any>>, name as string), // eslint-disable-line @typescript-eslint/no-explicit-any -- as the router has it
  });

/** A page behind the sign-in has the office's sentences, too. */
const page = <Path extends string, Module extends Record<string, unknown>, Name extends keyof Module>(
  path: Path,
  areas: Area[],
  load: () => Promise<Module>,
  name: Name,
) => open(path, ['office', ...areas], load, name);

/** Every screen there is: its address, its sentences, and its file. */
export const routes = [
  // for everybody
  createRoute({ ...on, path: '/', component: HomePage }),
  open('/notices', [], () => import('@/pages/notices'), 'NoticesPage'),
  open('/account', [], () => import('@/pages/account'), 'AccountPage'),
  open('/help', [], () => import('@/pages/help'), 'HelpPage'),
  open('/apply', ['apply'], () => import('@/pages/apply'), 'ApplyPage'),
  // a volunteer and a young teacher
  open('/invitations', [], () => import('@/pages/invitations'), 'InvitationsPage'),
  open('/invitations/$id', [], () => import('@/pages/invitations'), 'InvitationsPage'),
  page('/calendar', ['mine'], () => import('@/pages/calendar'), 'CalendarPage'),
  page('/profile', ['mine'], () => import('@/pages/profile'), 'ProfilePage'),
  page('/record', ['record'], () => import('@/pages/record'), 'RecordPage'),
  page('/record/certificate', ['record'], () => import('@/pages/certificate'), 'CertificatePage'),
  page('/mentor', ['follow', 'menus'], () => import('@/pages/mentor'), 'MentorPage'),
  // the two menus
  page('/needs', ['menus'], () => import('@/pages/needs'), 'NeedsPage'),
  page('/needs/new', ['menus'], () => import('@/pages/need-form/form'), 'NewNeedPage'),
  page('/needs/$id', ['menus', 'trail'], () => import('@/pages/need'), 'NeedPage'),
  page('/needs/$id/edit', ['menus'], () => import('@/pages/need-form/form'), 'EditNeedPage'),
  page('/resources', ['menus'], () => import('@/pages/resources'), 'ResourcesPage'),
  page('/resources/new', ['menus'], () => import('@/pages/offer-form/form'), 'NewOfferPage'),
  page('/resources/$id', ['menus', 'matching', 'trail'], () => import('@/pages/offer'), 'OfferPage'),
  page('/resources/$id/edit', ['menus'], () => import('@/pages/offer-form/form'), 'EditOfferPage'),
  page('/imports', ['imports'], () => import('@/pages/imports'), 'ImportsPage'),
  page('/imports/$id', ['imports'], () => import('@/pages/import/page'), 'ImportPage'),
  // people
  page('/people', ['people'], () => import('@/pages/people'), 'PeoplePage'),
  page('/people/new', ['people'], () => import('@/pages/person-form/form'), 'NewPersonPage'),
  page('/people/$id', ['people', 'trail'], () => import('@/pages/person'), 'PersonPage'),
  page('/people/$id/edit', ['people'], () => import('@/pages/person-form/form'), 'EditPersonPage'),
  page('/people/$id/record', ['record'], () => import('@/pages/record'), 'RecordPage'),
  page('/people/$id/certificate', ['record'], () => import('@/pages/certificate'), 'CertificatePage'),
  page('/team', ['reports', 'people'], () => import('@/pages/team'), 'TeamPage'),
  page('/exclusions', ['people'], () => import('@/pages/exclusions'), 'ExclusionsPage'),
  page('/exclusions/new', ['people'], () => import('@/pages/new-exclusion'), 'NewExclusionPage'),
  // matching
  page('/board', ['matching'], () => import('@/pages/board'), 'BoardPage'),
  page('/rounds', ['matching'], () => import('@/pages/rounds'), 'RoundsPage'),
  page('/rounds/$id', ['matching'], () => import('@/pages/round'), 'RoundPage'),
  page('/unmatched', ['matching'], () => import('@/pages/unmatched'), 'UnmatchedPage'),
  page('/policies', ['settings'], () => import('@/pages/policies'), 'PoliciesPage'),
  page('/policies/new', ['settings'], () => import('@/pages/new-policy'), 'NewPolicyPage'),
  // what was agreed, and how it goes
  page('/follow', ['follow'], () => import('@/pages/follow'), 'FollowPage'),
  page('/engagements', ['follow'], () => import('@/pages/engagements'), 'EngagementsPage'),
  page('/engagements/$id', ['follow'], () => import('@/pages/engagement/page'), 'EngagementPage'),
  page('/dashboard', ['reports'], () => import('@/pages/dashboard'), 'DashboardPage'),
  page('/audit', ['trail'], () => import('@/pages/audit'), 'AuditPage'),
  page('/operations', ['settings'], () => import('@/pages/operations'), 'OperationsPage'),
  // the district
  page('/district', ['settings'], () => import('@/pages/district'), 'DistrictPage'),
  page('/district/schools', ['settings'], () => import('@/pages/district-schools'), 'DistrictSchoolsPage'),
  page('/district/settings', ['settings'], () => import('@/pages/district-settings'), 'DistrictSettingsPage'),
  page('/taxonomy', ['settings', 'menus'], () => import('@/pages/taxonomy'), 'TaxonomyPage'),
  // paper
  page('/roster', ['print'], () => import('@/pages/roster'), 'RosterPage'),
  page('/needs/form', ['print'], () => import('@/pages/print-need'), 'PrintEmptyNeedPage'),
  page('/needs/$id/form', ['print'], () => import('@/pages/print-need'), 'PrintNeedPage'),
  page('/people/form', ['print'], () => import('@/pages/print-person'), 'PrintEmptyPersonPage'),
  page('/people/$id/form', ['print'], () => import('@/pages/print-person'), 'PrintPersonPage'),
  page('/engagements/$id/slip', ['print'], () => import('@/pages/print-slip'), 'PrintSlipPage'),
  page('/invitations/$id/paper', ['print', 'follow'], () => import('@/pages/print-slip'), 'PrintInvitationPage'),
] as const;
