import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The three pages of matching: the lines, the runs, and what is left over. */
export function MatchingNav() {
  const { t } = useTranslation();
  return (
    <nav className="subnav no-print" aria-label={t('nav.board')}>
      {(['/board', '/rounds', '/unmatched'] as const).map((to) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ includeSearch: false, exact: true }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t(`nav.${to.slice(1)}`)}
        </Link>
      ))}
    </nav>
  );
}
