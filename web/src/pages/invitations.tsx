import { lazy, Suspense } from 'react';
import { roleOf, useMe } from '@/app/session';
import { loadSentences } from '@/i18n';
import { Loading } from '@/ui/states';
import { MyInvitations } from './my-invitations';

/** The office's half brings the office's sentences; volunteers do without both. */
const Telephone = lazy(async () => {
  await loadSentences('office', 'follow');
  return import('./telephone');
});

/** Volunteers answer for themselves; the office sees whom to telephone. */
export function InvitationsPage() {
  return roleOf(useMe()) === 'volunteer' ? (
    <MyInvitations />
  ) : (
    <Suspense
      fallback={
        <main id="main">
          <Loading />
        </main>
      }
    >
      <Telephone />
    </Suspense>
  );
}
