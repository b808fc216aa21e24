import { lazy, Suspense } from 'react';
import { roleOf, useMe } from '@/app/session';
import { Loading } from '@/ui/states';
import { MyInvitations } from './my-invitations';

const Telephone = lazy(() => import('./telephone'));

/** Volunteers answer for themselves; the office sees whom to telephone. */
export function InvitationsPage() {
  return roleOf(useMe()) === 'volunteer' ? <MyInvitations /> : <Suspense fallback={<main id="main"><Loading /></main>}><Telephone /></Suspense>;
}
