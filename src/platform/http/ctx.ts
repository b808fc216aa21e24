import { createHash } from 'node:crypto';
import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Actor, Ctx, Locale, LOCALES } from '../actor';
import { AppError } from '../errors/app-error';
import { isId } from '../ids';

/** What the guards leave on a request. */
export interface AppRequest extends FastifyRequest {
  actor?: Actor;
}

/** First language of Accept-Language that we speak; Chinese otherwise. */
export function localeOf(header: string | undefined): Locale {
  const wanted = (header ?? '').split(',').map((part) => part.split(';')[0].trim().toLowerCase());
  for (const tag of wanted) {
    const found = LOCALES.find(
      (locale) => locale.toLowerCase() === tag || locale.toLowerCase().split('-')[0] === tag.split('-')[0],
    );
    if (found && tag) return found;
  }
  return 'zh-CN';
}

/** The context of a signed-in request. Throws `not_signed_in` if a public route asks for it. */
export function ctxOf(request: AppRequest): Ctx {
  if (!request.actor) throw new AppError('not_signed_in');
  const ctx: Ctx = {
    actor: request.actor,
    requestId: request.id,
    locale: localeOf(request.headers['accept-language']),
  };
  const key = request.headers['idempotency-key'];
  if (request.method === 'POST' && typeof key === 'string' && key) {
    if (key.length > 200)
      throw new AppError('invalid', {}, [
        { pointer: '/header/Idempotency-Key', code: 'max_length', params: { most: 200 } },
      ]);
    const fingerprint = createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
      .digest('base64url');
    ctx.idempotency = { key, fingerprint };
  }
  return ctx;
}

/** `@Who() ctx`: who asks, in which district, under which request id. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Ctx =>
  ctxOf(context.switchToHttp().getRequest<AppRequest>()),
);

/** `@IdParam() id`: the `:id` of the path. Something that is no id cannot exist: 404. */
export const IdParam = createParamDecorator((name: string | undefined, context: ExecutionContext): string => {
  const value = (context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>)[name ?? 'id'];
  if (!isId(value)) throw new AppError('not_found');
  return value.toLowerCase();
});
