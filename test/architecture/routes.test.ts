import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Allow } from '../../src/access/allow';
import { AccessGuard } from '../../src/accounts/guard';
import { AccountsService } from '../../src/accounts/accounts.service';
import { openApiDocument } from '../../src/platform/http/openapi';
import { createTestApp, TestApp } from '../support/app';
import { buildWorld, World } from '../support/world';

@Controller()
class Careless {
  @Get('a')
  @Allow('self.read')
  declared(): string {
    return 'a';
  }
  @Get('b')
  undeclared(): string {
    return 'b';
  }
}

it('a route without a declared permission stops the boot', async () => {
  @Module({
    imports: [DiscoveryModule],
    controllers: [Careless],
    providers: [
      { provide: AccountsService, useValue: {} },
      { provide: APP_GUARD, useClass: AccessGuard },
    ],
  })
  class House {}
  const module = await Test.createTestingModule({ imports: [House] }).compile();
  await expect(module.init()).rejects.toThrow('Careless.undeclared');
});

describe('every route of the API', () => {
  let house: TestApp;
  let world: World;
  let operations: { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; answers: string[] }[];
  beforeAll(async () => {
    house = await createTestApp();
    world = await buildWorld(house);
    operations = Object.entries(openApiDocument(house.app).paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, { responses: object }>).map(([method, { responses }]) => ({
        method: method.toUpperCase() as 'GET',
        path,
        answers: Object.keys(responses),
      })),
    );
  });
  afterAll(() => house.close());

  const PUBLIC = new Set([
    'POST /api/sign-in',
    'DELETE /api/sign-in',
    'GET /api/health/live',
    'GET /api/health/ready',
    'GET /api/applications/districts',
    'POST /api/applications',
  ]);

  it('asks strangers to sign in', async () => {
    for (const { method, path } of operations) {
      if (PUBLIC.has(`${method} ${path}`)) continue;
      const { status, body } = await world
        .stranger()
        .send(method, path.replace(/\{\w+\}/g, world.schools.first), method === 'GET' ? undefined : {});
      expect([path, status, (body as { code: string }).code]).toEqual([path, 401, 'not_signed_in']);
    }
  });

  it('with an id of another district answers as if it did not exist, and never with a 500', async () => {
    for (const { method, path } of operations) {
      if (!path.includes('{id}')) continue;
      const { status, body } = await world
        .as('outsider')
        .send(
          method,
          path.replace(/\{\w+\}/g, world.schools.first),
          method === 'GET' ? undefined : { version: 1, reason: 'x' },
        );
      expect([method, path, [400, 403, 404, 422].includes(status), body]).toEqual([method, path, true, body]);
    }
  });

  it('survives an empty body and nonsense in the query', async () => {
    for (const { method, path } of operations) {
      if (path.endsWith('/events')) continue;
      const url = `${path.replace(/\{\w+\}/g, world.schools.first)}${method === 'GET' ? '?limit=abc&cursor=%00&search=%25_%5C' : ''}`;
      const { status } = await world.as('admin').send(method, url, method === 'GET' ? undefined : {});
      expect([method, path, status < 500]).toEqual([method, path, true]);
      if (path === '/api/sign-in') world = { ...world };
    }
  });
});
