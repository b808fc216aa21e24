import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setLanguage } from '@/i18n';
import { Dialog } from '@/ui/dialog';
import { Mark } from './mark';
import { ReadingSettings } from './reading';
import { SkipLink } from './skip';
import '@/styles/sign-in.css';

/** The frame of a page that needs no account, for whoever has not signed in. */
export function Door({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="door">
      <SkipLink />
      <div className="apply-top">
        <Link to="/" className="mark">
          <Mark />
          {t('app.name')}
        </Link>
        <DoorTools />
      </div>
      {children}
      <DoorFoot />
    </div>
  );
}

/** Text size and the other language. */
export function DoorTools() {
  const { t, i18n } = useTranslation();
  const [reading, setReading] = useState(false);
  const other = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <div className="door-tools no-print">
      <button type="button" onClick={() => setReading(true)}>
        {t('shell.reading')}
      </button>
      <button type="button" lang={other} onClick={() => void setLanguage(other)}>
        {other === 'en' ? 'English' : '中文'}
      </button>
      <Dialog title={t('reading.title')} open={reading} onClose={() => setReading(false)}>
        <ReadingSettings onDone={() => setReading(false)} />
      </Dialog>
    </div>
  );
}

/** Help, where it is on every page. */
export function DoorFoot() {
  const { t } = useTranslation();
  return (
    <footer className="foot no-print">
      <div className="foot-in">
        <Link to="/help">{t('shell.help')}</Link>
      </div>
    </footer>
  );
}
