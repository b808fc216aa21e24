import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where `npm run build:web` leaves the web client, next to dist/. */
const BUILT = join(__dirname, '..', '..', '..', 'web', 'dist');

/**
 * Serves the web client at `/`: files with a hash in their name for a year, everything else is checked again each time,
 * and an address that is no file is a page of the client. Nothing happens if the client has not been built.
 */
export async function serveWeb(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(join(BUILT, 'index.html'))) return;
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(
    fastifyStatic as never,
    {
      root: BUILT,
      wildcard: false,
      index: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply: { header(name: string, value: string): unknown }, path: string) =>
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
    } as never,
  );
  // Vite's hashed files are picked up at start (wildcard off); any other address below / is a page.
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply & { sendFile?(file: string): unknown }) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/assets/')) {
      reply.callNotFound();
      return;
    }
    void reply.header('cache-control', 'no-cache').sendFile!('index.html');
  });
}
