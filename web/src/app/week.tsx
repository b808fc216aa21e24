import { useTranslation } from 'react-i18next';
import { addDays, mondayOf, today } from '@/i18n/format';
import { Button } from '@/ui/button';
import { useFilters } from './lists';

/** The Monday of the week a page is about, in the address: this week, when it says nothing. */
export function useWeek(): string {
  const [{ week }] = useFilters();
  return week ?? mondayOf(today());
}

/** To the week before and after, and back to this one. */
export function WeekButtons() {
  const { t } = useTranslation();
  const [, setFilters] = useFilters();
  const monday = useWeek();
  const now = mondayOf(today());
  const go = (week: string) => setFilters({ week: week === now ? undefined : week });
  return (
    <div className="cluster no-print">
      <Button onClick={() => go(addDays(monday, -7))}>{t('week.before')}</Button>
      {monday !== now && <Button onClick={() => go(now)}>{t('week.this')}</Button>}
      <Button onClick={() => go(addDays(monday, 7))}>{t('week.after')}</Button>
    </div>
  );
}
