import { Client } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Database, Tx } from '../database/database';
import { QUEUES, ScheduleDefinition } from './job';
import { claimDue, claimUnfinished, DeliveryOf, nextDue, OUTBOX_CHANNEL } from './outbox';
import type { Registry } from './registry';
import { everRun } from './schedule-run';
import type { Transport } from './transport';

export interface DispatcherTiming {
  /** How often the outbox is looked at even when nobody says that it changed. */
  pollSeconds: number;
  /** A job handed over so long ago and not finished is handed over again; nothing happens if the queue still has it. */
  recoverSeconds: number;
}

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Carries jobs from the outbox to the queue when they are due, and again when the queue has lost them.
 * Any number of them may run at once: each row is taken by one.
 */
export class Dispatcher {
  private stopped = false;
  private wake: () => void = () => undefined;
  private pending = false;
  private loop: Promise<void> = Promise.resolve();
  private listener: Client | null = null;
  private recoveredAt = -Infinity;
  private readonly schedules: ScheduleDefinition[];
  private readonly jobs: string[];

  constructor(
    private readonly registry: Registry,
    private readonly database: Database,
    private readonly transport: Transport,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly databaseUrl: string,
    private readonly timing: DispatcherTiming,
  ) {
    this.jobs = [...registry.jobs.keys()];
    this.schedules = [...registry.schedules.values()].map(({ definition }) => definition);
  }

  start(): void {
    this.loop = this.run();
  }

  /** Looks at the outbox now instead of at the next poll. */
  kick(): void {
    this.pending = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    await this.listener?.end().catch(() => undefined);
  }

  /** Hands over everything that is due by the application's clock. Returns how many. */
  async dispatchDue(): Promise<number> {
    for (let total = 0; ;) {
      const deliveries = await this.handOver((tx) => claimDue(tx, this.jobs, this.clock.now(), BATCH));
      total += deliveries.length;
      if (deliveries.length < BATCH) return total;
    }
  }

  /** Hands over again what was handed over at least `seconds` ago and is not finished. Returns how many. */
  async recover(seconds: number): Promise<number> {
    let after = FIRST_ID;
    for (let total = 0; ;) {
      const deliveries = await this.handOver((tx) => claimUnfinished(tx, this.jobs, seconds, after, BATCH));
      total += deliveries.length;
      if (deliveries.length < BATCH) return total;
      after = deliveries[deliveries.length - 1].outboxId;
    }
  }

  /**
   * Claims rows and gives them to the queue in one transaction: if the queue does not answer, they stay in the outbox.
   * Should the commit fail after that, they are handed over twice, under the same id.
   */
  private handOver(claim: (tx: Tx) => Promise<DeliveryOf[]>): Promise<DeliveryOf[]> {
    return this.database.transaction(async (tx) => {
      const deliveries = await claim(tx);
      for (const queue of QUEUES) {
        const mine = deliveries.filter(({ job }) => this.registry.jobs.get(job)!.definition.queue === queue);
        await this.transport.add(queue, mine);
      }
      return deliveries;
    });
  }

  private async run(): Promise<void> {
    let begun = false;
    while (!this.stopped) {
      this.pending = false;
      try {
        await this.listen();
        if (!begun) await this.transport.dropSchedules(this.schedules);
        if (performance.now() - this.recoveredAt >= this.timing.recoverSeconds * 1000) {
          await this.transport.keepSchedules(this.schedules, await everRun(this.database.reader));
          const again = await this.recover(begun ? this.timing.recoverSeconds : 0);
          if (again > 0) this.logger.info({ count: again }, 'unfinished jobs handed to the queue again');
          this.recoveredAt = performance.now();
        }
        begun = true;
        await this.dispatchDue();
        await this.idle(await nextDue(this.database.reader, this.jobs, this.clock.now()));
      } catch (error) {
        this.logger.warn({ err: error }, 'the outbox could not be emptied; trying again');
        await this.idle(null);
      }
    }
  }

  /** Hears of new rows as they are committed. A lost connection is made anew at the next round of the loop. */
  private async listen(): Promise<void> {
    if (this.listener) return;
    const client = new Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      application_name: 'liangdan outbox',
    });
    const lost = (): void => {
      if (this.listener === client) this.listener = null;
    };
    client
      .on('error', lost)
      .on('end', lost)
      .on('notification', () => this.kick());
    this.listener = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
    } catch (error) {
      lost();
      client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Waits for news, for the next row to fall due, or for the poll, whichever is first. */
  private async idle(next: Date | null): Promise<void> {
    if (this.stopped || this.pending) return;
    const poll = this.timing.pollSeconds * 1000;
    const wait = next ? Math.min(poll, Math.max(next.getTime() - this.clock.now().getTime(), 10)) : poll;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
