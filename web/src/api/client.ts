import createClient from 'openapi-fetch';
import i18next from 'i18next';
import { Problem, problemOf } from './problem';
import type { components, paths } from './schema';

/** The shapes of the API, by the names they have in openapi.json. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** The generated client. Every call goes to the own origin; the session is a cookie that scripts cannot read. */
export const api = createClient<paths>({ baseUrl: '/', querySerializer: { array: { style: 'form', explode: true } } });

api.use({
  onRequest({ request }) {
    request.headers.set('accept-language', i18next.language);
    return request;
  },
  onError() {
    return new Problem('offline', 0, '', null);
  },
});

let tellSignedOut = () => {};

/** Names who is told when the server no longer knows the session. */
export function onSignedOut(tell: () => void): void {
  tellSignedOut = tell;
}

/** The data of an answer. Throws a `Problem` for everything else, and tells when the session has ended. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  const problem = problemOf(response, error);
  if (problem.status === 401 && problem.code === 'not_signed_in') tellSignedOut();
  throw problem;
}

/** A key that makes a repeated POST harmless: one per filled form, kept while it is retried. */
export const newKey = (): string => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
