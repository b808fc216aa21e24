import type { Role } from '../platform/actor';

/**
 * How far a role's permission reaches: the whole district, the own schools, the own volunteer, what is about oneself,
 * or what stands on a menu for everybody.
 */
export type Scope = 'district' | 'school' | 'volunteer' | 'own' | 'menu';

export type Entity =
  | 'district'
  | 'school'
  | 'need'
  | 'volunteer'
  | 'offer'
  | 'round'
  | 'proposal'
  | 'engagement'
  | 'session'
  | 'check_in'
  | 'notice'
  | 'import';

export interface PermissionRule {
  /** Whose ids the permission is about. */
  entity: Entity;
  roles: Partial<Record<Role, Scope>>;
}

const on = (entity: Entity, roles: Partial<Record<Role, Scope>>): PermissionRule => ({ entity, roles });
const everyone = {
  coordinator: 'district',
  young_teacher: 'district',
  volunteer: 'district',
  admin: 'district',
  auditor: 'district',
} as const;

/** Every permission there is. A route names one; a role that is not listed does not have it. */
export const PERMISSIONS = {
  'self.read': on('district', everyone),
  'self.change': on('district', everyone),
  'account.manage': on('district', { admin: 'district' }),
  'district.read': on('district', everyone),
  'district.change': on('district', { admin: 'district' }),
  'policy.read': on('district', { admin: 'district', auditor: 'district' }),
  'policy.change': on('district', { admin: 'district' }),
  'taxonomy.change': on('district', { admin: 'district' }),

  'need.read': on('need', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'school',
    young_teacher: 'own',
    volunteer: 'menu',
  }),
  'need.create': on('school', { admin: 'district', coordinator: 'school', young_teacher: 'school' }),
  'need.change': on('need', { admin: 'district', coordinator: 'school', young_teacher: 'own' }),
  'need.review': on('need', { admin: 'district' }),

  'volunteer.read': on('volunteer', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'district',
    volunteer: 'volunteer',
  }),
  'volunteer.apply': on('district', { admin: 'district', coordinator: 'district' }),
  'volunteer.change': on('volunteer', { admin: 'district', coordinator: 'district', volunteer: 'volunteer' }),
  'volunteer.review': on('volunteer', { admin: 'district', coordinator: 'district' }),
  'clearance.record': on('volunteer', { admin: 'district' }),

  'record.read': on('volunteer', { admin: 'district', auditor: 'district', volunteer: 'volunteer' }),

  'offer.read': on('offer', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'district',
    young_teacher: 'menu',
    volunteer: 'volunteer',
  }),
  'offer.create': on('volunteer', { admin: 'district', coordinator: 'district', volunteer: 'volunteer' }),
  'offer.change': on('offer', { admin: 'district', coordinator: 'district', volunteer: 'volunteer' }),
  'offer.review': on('offer', { admin: 'district', coordinator: 'district' }),

  'import.create': on('district', { admin: 'district', coordinator: 'district' }),
  'import.read': on('import', { admin: 'district', coordinator: 'own' }),
  'import.change': on('import', { admin: 'district', coordinator: 'own' }),

  'exclusion.read': on('volunteer', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'district',
    volunteer: 'volunteer',
  }),
  'exclusion.change': on('volunteer', { admin: 'district', coordinator: 'district', volunteer: 'volunteer' }),

  'round.read': on('round', { admin: 'district', auditor: 'district' }),
  'round.request': on('district', { admin: 'district' }),
  'round.change': on('round', { admin: 'district' }),

  'proposal.read': on('proposal', { admin: 'district', auditor: 'district', coordinator: 'school' }),
  'proposal.create': on('need', { admin: 'district', coordinator: 'school' }),
  'proposal.review': on('proposal', { admin: 'district' }),
  'proposal.apply': on('need', { volunteer: 'menu' }),

  'invitation.read': on('proposal', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'district',
    volunteer: 'volunteer',
  }),
  'invitation.answer': on('proposal', { admin: 'district', coordinator: 'district', volunteer: 'volunteer' }),

  'engagement.read': on('engagement', {
    admin: 'district',
    auditor: 'district',
    coordinator: 'school',
    young_teacher: 'own',
    volunteer: 'volunteer',
  }),
  'engagement.change': on('engagement', { admin: 'district', coordinator: 'school', volunteer: 'volunteer' }),
  'engagement.evaluate': on('engagement', {
    admin: 'district',
    coordinator: 'school',
    young_teacher: 'own',
    volunteer: 'volunteer',
  }),
  'session.change': on('session', {
    admin: 'district',
    coordinator: 'school',
    young_teacher: 'own',
    volunteer: 'volunteer',
  }),
  'check_in.read': on('check_in', { admin: 'district', auditor: 'district', coordinator: 'school' }),
  'check_in.change': on('check_in', { admin: 'district', coordinator: 'school' }),

  'notice.read': on('notice', {
    coordinator: 'own',
    young_teacher: 'own',
    volunteer: 'own',
    admin: 'own',
    auditor: 'own',
  }),
  'report.read': on('district', { admin: 'district', auditor: 'district' }),
  'audit.read': on('district', { admin: 'district', auditor: 'district' }),
  'operations.read': on('district', { admin: 'district', auditor: 'district' }),
  'operations.change': on('district', { admin: 'district' }),
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof PERMISSIONS;
