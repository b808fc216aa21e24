import { Inject, Injectable, OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database';
import { MIGRATIONS } from '../database/migrate';
import { AppError } from '../errors/app-error';
import { Jobs } from '../jobs/jobs';

/** Seconds after which something counts as not answering. */
const PATIENCE = 3;

export type Check = 'ok' | 'not_used' | 'failing';

/** Whether this process can do its work just now: what a load balancer or a supervisor asks. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private stopping = false;
  private migrated = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Throws `not_ready`, with what fails, unless the database answers with all migrations and the queue (where jobs are taken) answers too. */
  async check(): Promise<Record<'database' | 'migrations' | 'queue', Check>> {
    if (this.stopping) throw new AppError('not_ready', { stopping: true });
    const database = await works(this.database.reader.query('SELECT 1'));
    const migrations = database === 'ok' ? await works(this.allMigrated()) : 'failing';
    const queue: Check = this.jobs.working ? await works(this.jobs.ping()) : 'not_used';
    const checks = { database, migrations, queue };
    if (Object.values(checks).includes('failing')) throw new AppError('not_ready', checks);
    return checks;
  }

  /** Migrations are never undone, so they are looked for until they are there. */
  private async allMigrated(): Promise<void> {
    if (this.migrated) return;
    const rows: { name: string }[] = await this.database.reader.query('SELECT name FROM migrations');
    const present = new Set(rows.map(({ name }) => name));
    const missing = MIGRATIONS.filter(({ name }) => !present.has(name));
    if (missing.length > 0) throw new Error(`Migrations missing: ${missing.map(({ name }) => name).join(', ')}`);
    this.migrated = true;
  }
}

async function works(asked: Promise<unknown>): Promise<'ok' | 'failing'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failing'>((resolve) => (timer = setTimeout(() => resolve('failing'), PATIENCE * 1000)));
  const answer = asked.then(
    () => 'ok' as const,
    () => 'failing' as const,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
