import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ERROR_STATUS } from '../errors/app-error';

/** Every route answers an error as this. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'params', 'errors', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'A sentence in the language of Accept-Language (zh-CN, en).' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
    params: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or a cell such as Sheet1!D17.' },
          code: { type: 'string' },
          params: { type: 'object', additionalProperties: true },
        },
      },
    },
    requestId: { type: 'string' },
  },
};

/** The API's description, made from the code; committed as openapi.json. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Liangdan 两单')
    .setDescription(
      'Needs menu, resources menu, proven matching, follow-up. Sign in with POST /api/sign-in; the cookie does the rest.',
    )
    .setVersion('1')
    .addCookieAuth('liangdan')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').replace(/^./, (c) => c.toLowerCase())}_${method}`,
  });
  document.components ??= {};
  document.components.schemas = sorted({ ...document.components.schemas, Problem: PROBLEM as never });
  document.paths = sorted(document.paths);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(
      item as Record<string, { responses?: Record<string, unknown>; parameters?: { name: string }[] }>,
    )) {
      if (!operation?.responses) continue;
      // `@IdParam` is our own decorator, so the generator does not see what it reads from the path.
      const named = new Set(operation.parameters?.map(({ name }) => name));
      const unnamed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => !named.has(name));
      operation.parameters = [
        ...unnamed.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } })),
        ...(operation.parameters ?? []),
      ];
      operation.responses.default = {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return document;
}

const sorted = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
