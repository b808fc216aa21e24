import { createRootRoute, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '@/ui/button';
import { Page } from '@/ui/page';
import { Loading, ProblemNote } from '@/ui/states';
import { useMaybeMe } from './session';
import { Shell } from './shell';
import { SignInPage } from './sign-in';

/** Pages for those who have no account, or cannot get into it. */
const OPEN = ['/apply', '/help'];

/** Nobody signed in: the sign-in page, at whatever address was asked for, except where no account is needed. */
function Root() {
  const { data, error, isPending, refetch } = useMaybeMe();
  const open = useRouterState({ select: (state) => OPEN.includes(state.location.pathname) });
  if (isPending)
    return (
      <main id="main">
        <Loading rows={1} />
      </main>
    );
  if (error && data === undefined)
    return (
      <main id="main" className="narrow">
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  if (open && !data) return <Outlet />;
  return data ? <Shell /> : <SignInPage />;
}

function Lost() {
  const { t } = useTranslation();
  return (
    <Page title={t('lost.title')} lead={t('lost.lead')} width="narrow">
      <ButtonLink to="/" kind="main">
        {t('nav.home')}
      </ButtonLink>
    </Page>
  );
}

/** Above every screen. */
export const root = createRootRoute({ component: Root, notFoundComponent: Lost });
