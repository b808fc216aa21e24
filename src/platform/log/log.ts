import { AsyncLocalStorage } from 'node:async_hooks';
import { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Config } from '../config/config';

/** Ids of the request or job a line belongs to. Only for log lines; no behaviour may depend on it. */
const ids = new AsyncLocalStorage<{ request?: string; job?: string }>();

/** Runs `work` so that every log line inside carries the ids. */
export const withLogIds = <T>(values: { request?: string; job?: string }, work: () => T): T => ids.run(values, work);

/** For hooks that cannot wrap what follows (Fastify's onRequest). */
export const enterLogIds = (values: { request?: string; job?: string }): void => ids.enterWith(values);

/** Keys whose values never reach a log, wherever they stand. */
const PERSONAL = ['password', 'token', 'cookie', 'authorization', 'phone', 'name', 'contact', 'note', 'login'];

/**
 * The process's logger: one JSON object a line, with request and job ids, without personal data.
 * Log ids, codes and counts; never rows or bodies.
 */
export function createLogger(config: Pick<Config, 'logLevel' | 'role'>): Logger {
  return pino({
    level: config.logLevel,
    base: { role: config.role },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ids.getStore() ?? {},
    redact: { paths: PERSONAL.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[kept back]' },
  });
}

/** Nest's own lines through the same logger; its chatter about wiring is debug. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}
  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ context: rest.at(-1), err: message instanceof Error ? message : undefined, stack: rest[0] }, String(message));
  }
}
