import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/app/session';

interface Part {
  to: NonNullable<LinkProps['to']>;
  key: string;
  /** Shown to whoever has it. */
  needs?: string;
  /** Pages below it belong to it. */
  within?: boolean;
}

/** The pages that belong together, beside each other; nothing is shown where one alone would be left. */
function SubNav({ label, parts }: { label: string; parts: readonly Part[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const shown = parts.filter(({ needs }) => !needs || may(me, needs));
  if (shown.length < 2) return null;
  return (
    <nav className="subnav no-print" aria-label={t(label)}>
      {shown.map(({ to, key, within }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ includeSearch: false, exact: !within }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}

/** The three pages of matching: the lines, the runs, and what is left over. */
export const MatchingNav = () => (
  <SubNav
    label="nav.board"
    parts={[
      { to: '/board', key: 'nav.board' },
      { to: '/rounds', key: 'nav.rounds' },
      { to: '/unmatched', key: 'nav.unmatched' },
    ]}
  />
);

/** Who there is, how many of them, and who is kept apart. */
export const PeopleNav = () => (
  <SubNav
    label="nav.people"
    parts={[
      { to: '/people', key: 'nav.people' },
      { to: '/team', key: 'nav.team', needs: 'report.read' },
      { to: '/exclusions', key: 'nav.exclusions', needs: 'exclusion.read' },
    ]}
  />
);

/** What the office keeps in order. */
export const OfficeNav = () => (
  <SubNav
    label="nav.office"
    parts={[
      { to: '/imports', key: 'nav.import', needs: 'import.create' },
      { to: '/district', key: 'nav.district', needs: 'district.change', within: true },
      { to: '/taxonomy', key: 'nav.taxonomy', needs: 'taxonomy.change' },
      { to: '/policies', key: 'nav.policies', needs: 'policy.read' },
      { to: '/operations', key: 'nav.operations', needs: 'operations.read' },
      { to: '/audit', key: 'nav.audit', needs: 'audit.read' },
    ]}
  />
);

/** What a district keeps about itself. */
export const DistrictNav = () => (
  <SubNav
    label="nav.district"
    parts={[
      { to: '/district', key: 'district.calendar' },
      { to: '/district/schools', key: 'district.schools' },
      { to: '/district/settings', key: 'district.settings' },
    ]}
  />
);
