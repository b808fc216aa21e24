import { Inject, Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import type { Actor } from '../platform/actor';
import type { Config } from '../platform/config/config';
import { CONFIG } from '../platform/config/config.module';

/** PostgreSQL channel on which triggers tell that somebody's access may have changed. */
const CHANNEL = 'liangdan_access';
const MOST = 10_000;
const RECONNECT_MS = 1_000;

export interface Remembered {
  actor: Actor;
  lastUsedAt: Date;
  expiresAt: Date;
}

/**
 * Who stands behind a cookie, remembered so that a read costs one statement and not two. Everything is forgotten as soon
 * as the database tells that a membership, an account or a sign-in has changed; while nothing can be heard from it,
 * nothing is remembered.
 */
@Injectable()
export class ActorMemory implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly known = new Map<string, Remembered>();
  private ear: Client | null = null;
  private hearing = false;
  private closing = false;
  private retry: NodeJS.Timeout | null = null;
  /** Counts changes: what was read before a change is not remembered after it. */
  generation = 0;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    if (this.retry) clearTimeout(this.retry);
    await this.ear?.end().catch(() => undefined);
  }

  get(key: string): Remembered | undefined {
    return this.known.get(key);
  }

  /** Remembers what was read in `generation`; nothing if access has changed since, or nothing is heard. */
  set(key: string, remembered: Remembered, generation: number): void {
    if (!this.hearing || generation !== this.generation) return;
    if (this.known.size >= MOST) this.known.clear();
    this.known.set(key, remembered);
  }

  forget(): void {
    this.generation++;
    this.known.clear();
  }

  private async listen(): Promise<void> {
    const ear = new Client({ connectionString: this.config.databaseUrl, application_name: 'liangdan access' });
    this.ear = ear;
    const lost = (): void => {
      if (this.ear !== ear) return;
      this.ear = null;
      this.hearing = false;
      this.forget();
      ear.end().catch(() => undefined);
      if (!this.closing) this.retry = setTimeout(() => void this.listen(), RECONNECT_MS);
    };
    ear.on('error', lost);
    ear.on('end', lost);
    ear.on('notification', () => this.forget());
    try {
      await ear.connect();
      await ear.query(`LISTEN ${CHANNEL}`);
      this.forget();
      this.hearing = true;
    } catch {
      lost();
    }
  }
}
