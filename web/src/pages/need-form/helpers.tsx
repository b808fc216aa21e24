import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { FunnelList } from '@/ui/funnel';
import { faultsOf, STEPS, toDto } from './draft';
import type { Filled } from './draft';

/** Which step mends a rule, so that whoever fills in the form can relax it. */
const STEP_OF_RULE: Record<string, string> = {
  category: 'what',
  form: 'how',
  required_skills: 'how',
  grades: 'who',
  language: 'how',
  onsite_or_online: 'where',
  goods_stock: 'how',
  clearance: 'where',
  travel_limit: 'where',
  availability: 'when',
  overlap: 'when',
  period: 'when',
  consent: 'where',
};

/** Beside the form: how many people could do what has been written so far, and which rules keep the others out. */
export function HelpersAside({ filled, go }: { filled: Filled; go: (step: string) => void }) {
  const { t } = useTranslation();

  const [settled, setSettled] = useState(filled);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(filled), 500);
    return () => clearTimeout(timer);
  }, [filled]);
  const complete =
    settled.schoolId &&
    settled.categoryId &&
    settled.form &&
    Object.keys({ ...faultsOf('who', settled), ...faultsOf('how', settled), ...faultsOf('when', settled) }).length ===
      0;
  const { title, ...outline } = toDto(settled);
  const who = useQuery({
    queryKey: ['who-could', outline],
    enabled: !!complete,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
    queryFn: () => ask(api.POST('/api/needs/who-could', { body: { ...outline, ...(title && { title }) } })),
  });
  return (
    <aside className="helpers no-print" aria-labelledby="helpers">
      <h2 id="helpers">{t('helpers.title')}</h2>
      {!complete ? (
        <p className="muted">{t('helpers.not_yet')}</p>
      ) : who.data ? (
        <>
          <p role="status">
            <span className="helpers-count num">{who.data.eligible}</span>{' '}
            {t('helpers.count', { count: who.data.eligible })}
          </p>
          {who.data.eligible < Number(filled.minimum) && <p className="fault">{t('helpers.too_few')}</p>}
          <h3>{t('helpers.excluded')}</h3>
          <FunnelList
            eliminated={who.data.eliminated as Record<string, number>}
            most={6}
            deed={(rule) => {
              const step = STEP_OF_RULE[rule];
              return step && STEPS.some((name) => name === step) ? (
                <button type="button" className="btn btn-quiet" onClick={() => go(step)}>
                  {t('helpers.relax')}
                  <span className="sr"> {t(`rule.${rule}`)}</span>
                </button>
              ) : null;
            }}
          />
        </>
      ) : (
        <p className="muted">{who.isError ? t('helpers.unknown') : t('ui.loading')}</p>
      )}
    </aside>
  );
}
