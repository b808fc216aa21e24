import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { prefetchMe, router } from '@/app/router';
import { queryClient } from '@/app/session';
import { startI18n } from '@/i18n';
import '@/styles/tokens.css';
import '@/styles/base.css';
import '@/styles/shell.css';
import '@/styles/ui.buttons.css';
import '@/styles/ui.pages.css';
import '@/styles/ui.fields.css';
import '@/styles/ui.dialogs.css';
import '@/styles/ui.states.css';
import '@/styles/ui.tables.css';
import '@/styles/ui.filters.css';
import '@/styles/ui.menus.css';
import '@/styles/print.css';

void prefetchMe();
await startI18n();
createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
