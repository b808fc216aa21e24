import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

let arrivals = 0;

/** A page: its title in the window and on top, the way back, and what can be done. The heading takes the focus on arrival. */
export function Page({
  title,
  lead,
  back,
  figures,
  actions,
  nav,
  width,
  children,
}: {
  title: string;
  lead?: ReactNode;
  back?: { to: LinkProps['to']; label: string; search?: LinkProps['search']; params?: LinkProps['params'] };
  /** Numbers beside the title. */
  figures?: ReactNode;
  actions?: ReactNode;
  nav?: ReactNode;
  width?: 'narrow' | 'wide' | 'wide board-page';
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  useEffect(() => {
    // Not on the first page of a visit: there the reader starts at the top.
    if (arrivals++ > 0 && !document.querySelector('dialog[open]')) main.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="main" tabIndex={-1} ref={main} className={width}>
      {nav}
      {back && (
        <p className="back">
          <Link to={back.to} search={back.search} params={back.params as never}>
            <span aria-hidden="true">‹ </span>
            {back.label}
          </Link>
        </p>
      )}
      <div className="spread page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {figures}
        {actions && <div className="cluster no-print">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
