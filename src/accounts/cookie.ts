import type { AppRequest } from '../platform/http/ctx';

/** Name of the cookie that keeps a browser signed in. */
export const COOKIE = 'liangdan';

export const tokenOf = (request: AppRequest): string | undefined =>
  (request as AppRequest & { cookies?: Record<string, string | undefined> }).cookies?.[COOKIE];
