import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { setLanguage } from '@/i18n';
import { Dialog } from '@/ui/dialog';
import { useKeptFocus } from './kept-focus';
import { ReadingSettings } from './reading';
import { Mark } from './mark';
import { belongs, navOf } from './nav';
import { useMe, useSessionEnded } from './session';
import { SignInForm } from './sign-in';
import { SkipLink } from './skip';

/** The frame of every page: the same places for the same things, whoever is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const items = navOf(me);
  const [open, setOpen] = useState(false);
  const [reading, setReading] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setOpen(false), [path]);
  // The navigation stands before its button: whoever opens it goes there, and back with Escape.
  const nav = useRef<HTMLElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) nav.current!.querySelector('a')!.focus();
  }, [open]);
  const closeNav = ({ key }: KeyboardEvent) => {
    if (!open || key !== 'Escape') return;
    setOpen(false);
    toggle.current!.focus();
  };
  useKeptFocus();
  const ended = useSessionEnded();
  const notices = useQuery({
    queryKey: ['notices', 'unread'],
    refetchInterval: 60_000,
    queryFn: () => ask(api.GET('/api/notices', { params: { query: { unread: true, limit: 50 } } })),
  });
  const unread = notices.data?.items.length ?? 0;
  const few = items.length <= 4;
  return (
    <div className="shell">
      <SkipLink />
      <header className="top">
        <div className="top-in" onKeyDown={closeNav}>
          <Link to="/" className="mark">
            <Mark />
            {t('app.name')}
            <small>{me.districtName}</small>
          </Link>
          <nav
            className={few ? 'nav few' : 'nav'}
            aria-label={t('shell.navigation')}
            id="nav"
            ref={nav}
            data-open={open || undefined}
          >
            <ul className="plain">
              {items.map((item) => (
                <li key={item.key}>
                  <Link
                    to={item.to}
                    activeOptions={{ exact: item.to === '/', includeSearch: false }}
                    activeProps={{ 'aria-current': 'page' }}
                    {...(belongs(item, path) && { 'aria-current': 'true' as const })}
                  >
                    {t(item.key)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="tools">
            <Link to="/notices" aria-label={unread ? t('shell.notices_unread', { count: unread }) : t('shell.notices')}>
              {t('shell.notices')}
              {unread > 0 && (
                <span className="count" aria-hidden="true">
                  {unread > 49 ? '49+' : unread}
                </span>
              )}
            </Link>
            <button type="button" onClick={() => setReading(true)}>
              {t('shell.reading')}
            </button>
            <LanguageSwitch />
            <Link to="/account" className="who">
              {me.name}
            </Link>
            <button
              type="button"
              ref={toggle}
              className={few ? 'menu-toggle few' : 'menu-toggle'}
              aria-expanded={open}
              aria-controls="nav"
              onClick={() => setOpen(!open)}
            >
              {t('shell.menu')}
            </button>
          </div>
        </div>
      </header>
      <div>
        <Offline />
        <Outlet />
      </div>
      <footer className="foot">
        <div className="foot-in">
          <Link to="/help">{t('shell.help')}</Link>
          <Link to="/account">{t('shell.account')}</Link>
          <LanguageSwitch />
          <span>{me.districtName}</span>
        </div>
      </footer>
      <Dialog title={t('reading.title')} open={reading} onClose={() => setReading(false)}>
        <ReadingSettings onDone={() => setReading(false)} />
      </Dialog>
      <Dialog title={t('signin.again')} open={ended} onClose={() => undefined} required>
        <p className="muted">{t('signin.again_hint')}</p>
        <SignInForm again login={me.login} />
      </Dialog>
    </div>
  );
}

/** The other language, in its own words; at the top, and on small screens at the foot. */
function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className="lang" lang={other} onClick={() => void setLanguage(other)}>
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}

/** Says so when the network is gone; what is typed stays on the page. */
function Offline() {
  const { t } = useTranslation();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const change = () => setOnline(navigator.onLine);
    addEventListener('online', change);
    addEventListener('offline', change);
    return () => {
      removeEventListener('online', change);
      removeEventListener('offline', change);
    };
  }, []);
  return <div role="status">{!online && <p className="offline">{t('shell.offline')}</p>}</div>;
}
