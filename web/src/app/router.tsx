import { createRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '@/ui/page';
import { Loading, ProblemNote } from '@/ui/states';
import { root } from './root';
import { routes } from './routes';
import { queryClient, meQuery } from './session';

function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  return (
    <Page title={t('broken.title')} width="narrow">
      <ProblemNote error={error} onRetry={reset} />
    </Page>
  );
}

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  defaultPendingComponent: () => (
    <main id="main">
      <Loading />
    </main>
  ),
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Asked for before the first picture, together with the code. */
export const prefetchMe = () => queryClient.prefetchQuery(meQuery);
