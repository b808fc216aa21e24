import { Inject, Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import { Clock } from '../clock';
import type { Config } from '../config/config';
import { CONFIG } from '../config/config.module';
import { Database } from '../database/database';
import { LOGGER } from '../log/log.module';
import { Dispatcher, DispatcherTiming } from './dispatcher';
import { definitions } from './job';
import { buildRegistry, Registry } from './registry';
import { Runner } from './runner';
import { keepScheduleRows } from './schedule-run';
import { Transport, TransportTiming } from './transport';

export type JobsTiming = TransportTiming & DispatcherTiming;

/** Renewing a lock takes half of it: a process may be busy for 7 s before it is taken for dead, and is replaced within 25 s. */
export const TIMING: JobsTiming = {
  lockSeconds: 15,
  stalledSeconds: 5,
  crashesForgiven: 3,
  pollSeconds: 5,
  recoverSeconds: 60,
};

/** Injection token of the timing in force. */
export const JOBS_TIMING = Symbol('JobsTiming');

/** Share of the shutdown deadline that running jobs get; a tenth more is for closing the queue, the rest for everything else. */
const PATIENCE = 0.7;

/**
 * The part of a process that works. A process with ROLE=api writes outbox rows, has no connection to the queue, and does
 * none of this; it checks the registry all the same.
 * Stops in `onModuleDestroy`: TypeORM closes the database later, in `onApplicationShutdown`.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  private active: { transport: Transport; dispatcher: Dispatcher; runner: Runner; registry: Registry } | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(JOBS_TIMING) private readonly timing: JobsTiming,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const registry = buildRegistry(definitions(), this.discovery.getProviders());
    if (this.config.role === 'api') return;
    await this.database.transaction((tx) =>
      keepScheduleRows(
        tx,
        [...registry.schedules.values()].map(({ definition }) => definition),
      ),
    );
    const transport = new Transport(this.config, this.timing, this.logger);
    const runner = new Runner(registry, this.database, this.clock, this.logger);
    const dispatcher = new Dispatcher(
      registry,
      this.database,
      transport,
      this.clock,
      this.logger,
      this.config.databaseUrl,
      this.timing,
    );
    transport.work(runner);
    dispatcher.start();
    this.active = { transport, dispatcher, runner, registry };
  }

  /** Stops taking work, tells running jobs to stop, waits for them or hands them back, closes the queue. */
  async onModuleDestroy(): Promise<void> {
    const active = this.active;
    if (!active) return;
    this.active = null;
    active.runner.stop(this.config.shutdownSeconds * PATIENCE);
    await active.dispatcher.stop();
    await active.transport.close(this.config.shutdownSeconds * (PATIENCE + 0.1));
  }

  /** True in processes that take jobs. */
  get working(): boolean {
    return this.active !== null;
  }

  /** Throws unless the queue answers; a process that takes no jobs needs none. */
  async ping(): Promise<void> {
    await this.active?.transport.ping();
  }

  /** Hands over now what is due by the application's clock, for whoever has just moved that clock. */
  async dispatchDue(): Promise<number> {
    return (await this.active?.dispatcher.dispatchDue()) ?? 0;
  }

  /** Runs a schedule here and now, with its line in the operations list. Throws what its handler throws. */
  async runSchedule(name: string): Promise<void> {
    if (!this.active?.registry.schedules.has(name)) throw new Error(`This process has no schedule ${name}`);
    await this.active.runner.runSchedule(name, new AbortController().signal);
  }
}
