import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Locale } from '../actor';
import { AppError, ErrorCode, Fault } from '../errors/app-error';
import { BODY_LIMIT } from './limits';
import { LOGGER } from '../log/log.module';
import { pgCode } from '../database/database';
import { AppRequest, localeOf } from './ctx';
import { sentence } from '../locales/locales';

/** Errors that frameworks throw, by status. Anything else of theirs in the 400s is a bad request. */
const FRAMEWORK: Record<number, ErrorCode> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** Fastify's codes for a body that is no JSON. */
const UNREADABLE = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

/** Input that only the database notices (a text with NUL, a number out of range): the caller's fault, not ours. */
const BAD_INPUT_SQLSTATES = new Set(['22021', '22003', '22007', '22008', '22P02', '22P05', '54000']);

/** What the database says of a moment and not of the request: others at the same rows, too many at once, a restart. */
const BUSY_SQLSTATES = new Set(['40001', '40P01', '53300', '55P03', '57P01', '57P02', '57P03']);

/** A fault with what would be right in the reader's language, where its code alone tells; else as it came. */
function inWords({ params, ...fault }: Fault, locale: Locale): Fault {
  const key = `right.${fault.code}`;
  const expected = sentence(locale, key, params);
  return { ...fault, params: expected === key ? params : { ...params, expected } };
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // Nest wraps what Fastify throws and keeps the original as the cause.
  const cause = (error instanceof HttpException ? error.cause : error) as
    { code?: string; statusCode?: number } | undefined;
  const status = error instanceof HttpException ? error.getStatus() : cause?.statusCode;
  if (status && status >= 400 && status < 500) {
    const code = UNREADABLE.has(cause?.code ?? '') ? 'unreadable_body' : (FRAMEWORK[status] ?? 'bad_request');
    return new AppError(code, code === 'body_too_large' ? { megabytes: BODY_LIMIT / 2 ** 20 } : {});
  }
  const state = pgCode(error);
  if (state && BAD_INPUT_SQLSTATES.has(state)) return new AppError('invalid');
  if (state && BUSY_SQLSTATES.has(state)) return new AppError('busy');
  return new AppError('internal');
}

/** Every error leaves as RFC 9457 problem+json: stable code, parameters, pointers, and a sentence in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<AppRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = toAppError(error);
    if (problem.status >= 500) this.logger.error({ err: error, code: problem.code }, 'request failed');
    if (reply.sent) return;
    const locale = localeOf(request.headers['accept-language']);
    if (problem.code === 'busy') void reply.header('retry-after', '1');
    void reply
      .code(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', locale)
      .send({
        type: `urn:liangdan:error:${problem.code}`,
        title: sentence(locale, `errors.${problem.code}`, problem.params),
        status: problem.status,
        code: problem.code,
        params: problem.params,
        errors: problem.faults.map((fault) => inWords(fault, locale)),
        requestId: request.id,
      });
  }
}
