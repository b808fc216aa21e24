import { tmpdir } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { AppModule } from '../../src/app.module';
import { insertRows } from '../../src/demo/demo';
import { DemoSize, EAST_LAKE, generateDistrict } from '../../src/demo/generate';
import type { RoundRow } from '../../src/matching/round.entity';
import { RoundsService } from '../../src/matching/rounds.service';
import type { Ctx, Role } from '../../src/platform/actor';
import type { Config, ProcessRole } from '../../src/platform/config/config';
import { Database } from '../../src/platform/database/database';
import { createHttpApp } from '../../src/platform/http/server';

/** Times that let a test see a takeover. */
const TIMING = { lockSeconds: 2, stalledSeconds: 0.5, pollSeconds: 0.3 };

/** Where the processes of a test meet: one database, and a Redis or none. */
export interface Place {
  databaseUrl: string;
  redisUrl: string | null;
}

/** A process of the whole application; it listens nowhere. */
export interface RoundsHouse {
  app: NestFastifyApplication;
  rounds: RoundsService;
  database: Database;
}

export async function openHouse({ databaseUrl, redisUrl }: Place, role: ProcessRole): Promise<RoundsHouse> {
  const config: Config = {
    role,
    host: '127.0.0.1',
    port: 0,
    databaseUrl,
    databasePool: 5,
    redisUrl,
    dataFolder: tmpdir(),
    secretKey: Buffer.alloc(32, 3),
    logLevel: 'silent',
    secureCookies: false,
    shutdownSeconds: 10,
    demo: false,
  };
  const app = await createHttpApp(AppModule.with(config, TIMING));
  await app.init();
  return { app, rounds: app.get(RoundsService), database: app.get(Database) };
}

/** A district with enough on both menus that a round takes a moment. Returns the context of its admin. */
export async function fillDistrict({ databaseUrl }: Place, size: Partial<DemoSize>): Promise<Ctx> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rows = generateDistrict({ ...EAST_LAKE, ...size }, 5, new Date(), 'nobody signs in');
    await insertRows(client, rows);
    const [{ account_id: accountId, district_id: districtId }] = rows.membership.filter(
      ({ role }) => role === 'admin',
    ) as { account_id: string; district_id: string }[];
    return {
      actor: { accountId, districtId, grants: [{ role: 'admin' as Role, schoolId: null, volunteerId: null }] },
      requestId: 'request-1',
      locale: 'zh-CN',
    };
  } finally {
    await client.end();
  }
}

export const rowOf = async ({ database }: RoundsHouse, id: string): Promise<Record<keyof RoundRow | string, unknown>> =>
  (await database.reader.query('SELECT * FROM round WHERE id = $1', [id]))[0];
