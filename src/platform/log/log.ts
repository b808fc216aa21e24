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

/** Where an error came from: the lines of its stack. Its message and fields may quote rows, so they stay out of the log. */
export const whereabouts = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith('at '))
    : [];

/** What a log line says of an error: its kind, its SQLSTATE or system code, the constraint that refused, and where. */
function loggable(error: unknown): Record<string, unknown> {
  const { driverError, code, constraint } = error as {
    driverError?: { code?: string; constraint?: string };
    code?: unknown;
    constraint?: unknown;
  };
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return {
    kind,
    code: driverError?.code ?? code,
    constraint: driverError?.constraint ?? constraint,
    at: whereabouts(error),
  };
}

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
    serializers: { err: loggable },
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
    this.logger.error(
      { context: rest.at(-1), err: message instanceof Error ? message : undefined },
      message instanceof Error ? 'error' : String(message),
    );
  }
}
