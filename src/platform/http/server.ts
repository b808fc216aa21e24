import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import { v7 } from 'uuid';
import { enterLogIds, NestLog } from '../log/log';
import { LOGGER } from '../log/log.module';
import { BODY_LIMIT } from './limits';
import { ProblemFilter } from './problem.filter';
import { SwaggerModule } from '@nestjs/swagger';
import { openApiDocument } from './openapi';
import { ValidationPipe } from './validation';

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

/** The Fastify side: request ids, limits, headers. One for the process and for tests alike. */
export function fastifyAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : v7();
    },
    routerOptions: { maxParamLength: 200 },
    trustProxy: 'loopback',
  });
}

/** Everything between Fastify and the features, in the order a request meets it. */
export async function dressApp(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  const logger = app.get(LOGGER);
  app.useLogger(new NestLog(logger));
  await app.register(fastifyCookie);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    enterLogIds({ request: request.id });
    void reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    // Many share one machine at a school: what the API says stays in nobody's cache. Pages and their files say their own.
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
    done();
  });
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter(logger));
  return app;
}

export async function createHttpApp(module: DynamicModule): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(), { bufferLogs: true });
  return dressApp(app);
}

/** Swagger UI brings inline styles; its pages alone may have them. */
const DOCS_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The API's description at /api/docs and /api/openapi.json. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/api/docs')) void reply.header('content-security-policy', DOCS_POLICY);
      done();
    });
}

/** A worker listens for the sake of its health alone. */
export function serveHealthOnly(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url.startsWith('/api/health/')) return done();
      reply.callNotFound();
    });
}
