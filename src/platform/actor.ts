/** Who acts, in which district, and as what. Plain data: the platform knows no feature. */

export const ROLES = ['coordinator', 'young_teacher', 'volunteer', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** One membership: a role in the district, for coordinators and teachers in one school, for volunteers as one person. */
export interface Grant {
  role: Role;
  schoolId: string | null;
  volunteerId: string | null;
}

export interface Actor {
  /** null: the system itself (schedules, rounds). */
  accountId: string | null;
  districtId: string;
  grants: Grant[];
}

/** What travels with one request or job through a service: who asks, and under which request id. */
export interface Ctx {
  actor: Actor;
  requestId: string;
  locale: Locale;
  /** Set for POST requests that carry an Idempotency-Key; `fingerprint` ties the key to one request. */
  idempotency?: { key: string; fingerprint: string };
}

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The context of work the system does by itself in one district. */
export function systemCtx(districtId: string, requestId: string): Ctx {
  return { actor: { accountId: null, districtId, grants: [] }, requestId, locale: 'zh-CN' };
}
