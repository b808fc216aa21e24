import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { migrateQueueSchema } from '../jobs/queue-schema';
import { Ground1790000000001 } from './migrations/1-ground';
import { Menus1790000000002 } from './migrations/2-menus';
import { Rounds1790000000003 } from './migrations/3-rounds';
import { Engagements1790000000004 } from './migrations/4-engagements';
import { Comparison1790000000005 } from './migrations/5-comparison';
import { Revocation1790000000006 } from './migrations/6-revocation';
import { Search1790000000007 } from './migrations/7-search';
import { Upkeep1790000000008 } from './migrations/8-upkeep';
import { Recipients1790000000009 } from './migrations/9-recipients';
import { Imports1790000000010 } from './migrations/10-imports';
import { Hours1790000000011 } from './migrations/11-hours';
import { Goods1790000000012 } from './migrations/12-goods';
import { Lists1790000000013 } from './migrations/13-lists';
import { SearchOrder1790000000014 } from './migrations/14-search-order';
import { Grams1790000000015 } from './migrations/15-grams';
import { Nightly1790000000016 } from './migrations/16-nightly';
import { Memory1790000000017 } from './migrations/17-memory';
import { DistrictFacts1790000000018 } from './migrations/18-district-facts';
import { Topics1790000000019 } from './migrations/19-topics';
import { Looks1790000000021 } from './migrations/21-looks';
import { ListOrders1790000000022 } from './migrations/22-list-orders';
import { LooksAge1790000000023 } from './migrations/23-looks-age';
import { ChainAtOnce1790000000025 } from './migrations/25-chain-at-once';
import { NarrowWalks1790000000026 } from './migrations/26-narrow-walks';
import { References1790000000027 } from './migrations/27-references';
import { Homes1790000000028 } from './migrations/28-homes';
import { OwnPoints1790000000029 } from './migrations/29-own-points';
import { GramsByWord1790000000030 } from './migrations/30-grams-by-word';
import { MarksInOrders1790000000031 } from './migrations/31-marks-in-orders';
import { SamePerson1790000000032 } from './migrations/32-same-person';

/** In order; a new migration is appended here. */
export const MIGRATIONS = [
  Ground1790000000001,
  Menus1790000000002,
  Rounds1790000000003,
  Engagements1790000000004,
  Comparison1790000000005,
  Revocation1790000000006,
  Search1790000000007,
  Upkeep1790000000008,
  Recipients1790000000009,
  Imports1790000000010,
  Hours1790000000011,
  Goods1790000000012,
  Lists1790000000013,
  SearchOrder1790000000014,
  Grams1790000000015,
  Nightly1790000000016,
  Memory1790000000017,
  DistrictFacts1790000000018,
  Topics1790000000019,
  Looks1790000000021,
  ListOrders1790000000022,
  LooksAge1790000000023,
  ChainAtOnce1790000000025,
  NarrowWalks1790000000026,
  References1790000000027,
  Homes1790000000028,
  OwnPoints1790000000029,
  GramsByWord1790000000030,
  MarksInOrders1790000000031,
  SamePerson1790000000032,
];

/** Serialises migrations of processes that start together; any constant will do. */
const MIGRATION_LOCK = 7_262_001;

/**
 * Brings a database up to date: the application's tables, and the queue's schema.
 * Safe to call from several processes at once: a session advisory lock lets one work and the others wait.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const lock = new Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = new DataSource({ type: 'postgres', url: databaseUrl, migrations: MIGRATIONS, poolSize: 1 });
    await source.initialize();
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    await migrateQueueSchema(lock);
  } finally {
    await lock.end();
  }
}
