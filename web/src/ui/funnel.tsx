import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Who is kept out by which rule, the largest first. */
export function FunnelList({
  eliminated,
  most = 20,
  deed,
  last,
}: {
  eliminated: Record<string, number>;
  most?: number;
  deed?: (rule: string) => ReactNode;
  last?: ReactNode;
}) {
  const { t } = useTranslation();
  const rules = Object.entries(eliminated)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  const largest = Math.max(1, ...rules.map(([, count]) => count));
  return (
    <ol className="plain funnel">
      {rules.slice(0, most).map(([rule, count]) => (
        <li key={rule}>
          <span>
            {t(`rule.${rule}`)} {deed?.(rule)}
          </span>
          <span className="num">{t('funnel.people', { count })}</span>
          <span className="bar" aria-hidden="true">
            <b style={{ width: `${(100 * count) / largest}%` }} />
          </span>
        </li>
      ))}
      {last}
    </ol>
  );
}
