import { useTranslation } from 'react-i18next';
import { roleOf, useMe } from '@/app/session';
import { Page } from '@/ui/page';

const TOPICS: Record<ReturnType<typeof roleOf>, string[]> = {
  volunteer: ['voluntary', 'reading', 'call'],
  young_teacher: ['mentor', 'reading'],
  coordinator: ['steps', 'phone', 'sensitive', 'reading'],
  admin: ['steps', 'board', 'proof', 'sensitive', 'reading'],
  auditor: ['steps', 'proof', 'reading'],
};

/** The same place on every page; short answers for the role signed in. */
export function HelpPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('help.title')} lead={t('help.lead', { district: me.districtName })} width="narrow">
      <div className="stack loose">
        {TOPICS[roleOf(me)].map((topic) => (
          <section className="stack tight" key={topic}>
            <h2>{t(`help.${topic}`)}</h2>
            <p>{t(`help.${topic}_text`)}</p>
          </section>
        ))}
      </div>
    </Page>
  );
}
