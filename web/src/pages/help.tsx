import { useTranslation } from 'react-i18next';
import { Door } from '@/app/door';
import { roleOf, useMaybeMe } from '@/app/session';
import type { Role } from '@/app/session';
import { Page } from '@/ui/page';

const TOPICS: Record<Role | 'nobody', string[]> = {
  nobody: ['account', 'apply', 'voluntary', 'reading'],
  volunteer: ['voluntary', 'reading', 'call'],
  young_teacher: ['mentor', 'reading'],
  coordinator: ['steps', 'phone', 'sensitive', 'reading'],
  admin: ['steps', 'board', 'proof', 'sensitive', 'reading'],
  auditor: ['steps', 'proof', 'reading'],
};

/** Short answers for the role signed in, or for somebody who is not. */
export function HelpPage() {
  const { t } = useTranslation();
  const me = useMaybeMe().data;
  const page = (
    <Page
      title={t('help.title')}
      lead={me ? t('help.lead', { district: me.districtName }) : t('help.lead_nobody')}
      width="narrow"
    >
      <div className="stack loose">
        {TOPICS[me ? roleOf(me) : 'nobody'].map((topic) => (
          <section className="stack tight" key={topic}>
            <h2>{t(`help.${topic}`)}</h2>
            <p>{t(`help.${topic}_text`)}</p>
          </section>
        ))}
      </div>
    </Page>
  );
  return me ? page : <Door>{page}</Door>;
}
