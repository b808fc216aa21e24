import type { LinkProps } from '@tanstack/react-router';
import { roleOf } from './session';
import type { Me, Role } from './session';

interface NavItem {
  to: LinkProps['to'];
  key: string;
}

/** Pages that have no item of their own light up the one they belong to. */
const BELONGS: Partial<Record<NonNullable<LinkProps['to']>, RegExp>> = {
  '/board': /^\/(rounds|unmatched)/,
  '/people': /^\/(team|exclusions)/,
  '/imports': /^\/(district|taxonomy|policies|operations|audit)/,
  '/audit': /^\/(policies|operations)/,
  '/follow': /^\/(engagements|roster)/,
};

export const belongs = ({ to }: NavItem, path: string): boolean => BELONGS[to!]?.test(path) ?? false;

const item = (to: LinkProps['to'], key: string): NavItem => ({ to, key: `nav.${key}` });
const HOME = item('/', 'home');

/** What each role finds in its navigation, in the order of its day. */
const NAV: Record<Role, NavItem[]> = {
  volunteer: [HOME, item('/invitations', 'invitations'), item('/calendar', 'calendar'), item('/profile', 'profile')],
  young_teacher: [HOME, item('/mentor', 'mentor')],
  coordinator: [
    HOME,
    item('/needs', 'needs'),
    item('/resources', 'resources'),
    item('/follow', 'follow'),
    item('/invitations', 'invitations'),
    item('/people', 'people'),
  ],
  admin: [
    HOME,
    item('/needs', 'needs'),
    item('/resources', 'resources'),
    item('/board', 'board'),
    item('/follow', 'follow'),
    item('/invitations', 'invitations'),
    item('/people', 'people'),
    item('/dashboard', 'dashboard'),
    item('/imports', 'office'),
  ],
  auditor: [
    HOME,
    item('/needs', 'needs'),
    item('/resources', 'resources'),
    item('/board', 'board'),
    item('/follow', 'follow'),
    item('/people', 'people'),
    item('/dashboard', 'dashboard'),
    item('/audit', 'audit'),
  ],
};

export const navOf = (me: Me): NavItem[] => NAV[roleOf(me)];
