import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor, Ctx } from '../platform/actor';
import { mayEver } from '../access/access';
import { Permission, PERMISSIONS } from '../access/permissions';
import { record } from '../audit/audit';
import { Clock } from '../platform/clock';
import type { Config } from '../platform/config/config';
import { CONFIG } from '../platform/config/config.module';
import { Database } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { AccountRow, SignInRow } from './account.entity';
import { ChangeMeDto, ChangePasswordDto, MeDto, SignInDto } from './accounts.dto';
import { actorOfToken, meOf } from './accounts.queries';
import { ActorMemory } from './actor-memory';
import { checkPassword, hashPassword } from './password';

const DAY = 86_400_000;
/** A browser stays signed in this long after its last use. */
const SIGN_IN_DAYS = 30;
/** `last_used_at` is written at most this often. */
const TOUCH_EVERY = DAY / 24;
/** After this many wrong passwords in a row the account rests for a quarter of an hour. */
const TRIES = 10;
const REST = 15 * 60_000;

@Injectable()
export class AccountsService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly memory: ActorMemory,
  ) {}

  /** Checks the password and opens a sign-in. Returns the cookie's value. Throws `wrong_credentials` or `too_many_requests`. */
  async signIn(dto: SignInDto, requestId: string): Promise<{ token: string; expiresAt: Date }> {
    const now = this.clock.now();
    const account = await this.db.reader
      .getRepository(AccountRow)
      .createQueryBuilder('a')
      .where('lower(a.login) = lower(:login)', dto)
      .getOne();
    if (account?.lockedUntil && account.lockedUntil > now) throw new AppError('too_many_requests');
    if (!(await checkPassword(account?.passwordHash ?? null, dto.password)) || !account || account.disabledAt) {
      if (account) await this.countFailure(account.id, now);
      throw new AppError('wrong_credentials');
    }
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + SIGN_IN_DAYS * DAY);
    await this.db.transaction(async (tx) => {
      const memberships: { district_id: string }[] = await tx.query(
        'SELECT DISTINCT district_id FROM membership WHERE account_id = $1 AND ended_at IS NULL ORDER BY district_id',
        [account.id],
      );
      const districtId = dto.districtId ?? memberships[0]?.district_id;
      if (!memberships.some(({ district_id }) => district_id === districtId)) throw new AppError('wrong_credentials');
      await tx.update(AccountRow, { id: account.id }, { failedSignIns: 0, lockedUntil: null });
      await tx.insert(SignInRow, {
        tokenHash: this.hashToken(token),
        accountId: account.id,
        districtId,
        createdAt: now,
        lastUsedAt: now,
        expiresAt,
      });
      const ctx: Ctx = { actor: { accountId: account.id, districtId, grants: [] }, requestId, locale: account.locale };
      await record(tx, ctx, now, { action: 'account.sign_in', entity: 'account', entityId: account.id });
    });
    return { token, expiresAt };
  }

  /** Ends one sign-in; an unknown token is no error. */
  async signOut(token: string): Promise<void> {
    await this.db.reader.delete(SignInRow, { tokenHash: this.hashToken(token) });
    this.memory.forget();
  }

  /** Who holds this cookie, or null. Keeps the sign-in alive while it is used. */
  async actorOf(token: string): Promise<Actor | null> {
    const now = this.clock.now();
    const tokenHash = this.hashToken(token);
    const key = tokenHash.toString('latin1');
    const { generation } = this.memory;
    const known = this.memory.get(key);
    const found = known && known.expiresAt > now ? known : await actorOfToken(this.db.reader, tokenHash, now);
    if (!found) return null;
    if (now.getTime() - found.lastUsedAt.getTime() > TOUCH_EVERY) {
      found.lastUsedAt = now;
      found.expiresAt = new Date(now.getTime() + SIGN_IN_DAYS * DAY);
      await this.db.reader.update(SignInRow, { tokenHash }, { lastUsedAt: now, expiresAt: found.expiresAt });
    }
    if (found !== known) this.memory.set(key, found, generation);
    return found.actor;
  }

  async me(ctx: Ctx): Promise<MeDto> {
    const me = await meOf(this.db.reader, ctx.actor);
    const permissions = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) =>
      mayEver(ctx.actor, permission),
    );
    return { ...me, permissions } as unknown as MeDto;
  }

  async changeMe(ctx: Ctx, dto: ChangeMeDto): Promise<MeDto> {
    await this.db.change(ctx, async (tx) => {
      if (Object.keys(dto).length === 0) return;
      await tx.update(AccountRow, { id: ctx.actor.accountId! }, dto);
      await record(tx, ctx, this.clock.now(), {
        action: 'account.change',
        entity: 'account',
        entityId: ctx.actor.accountId!,
        change: { ...dto },
      });
    });
    return this.me(ctx);
  }

  /** Sets a new password and ends every other sign-in of the account. */
  async changePassword(ctx: Ctx, dto: ChangePasswordDto, token: string): Promise<void> {
    if (dto.next.length < 8) throw invalidField('/next', 'min_length', { least: 8 });
    const account = await this.db.reader.findOneByOrFail(AccountRow, { id: ctx.actor.accountId! });
    if (!(await checkPassword(account.passwordHash, dto.current))) throw invalidField('/current', 'wrong_password');
    const passwordHash = await hashPassword(dto.next);
    await this.db.change(ctx, async (tx) => {
      await tx.update(AccountRow, { id: account.id }, { passwordHash });
      await tx.query('DELETE FROM sign_in WHERE account_id = $1 AND token_hash <> $2', [
        account.id,
        this.hashToken(token),
      ]);
      await record(tx, ctx, this.clock.now(), {
        action: 'account.change_password',
        entity: 'account',
        entityId: account.id,
      });
    });
    this.memory.forget();
  }

  private async countFailure(accountId: string, now: Date): Promise<void> {
    await this.db.reader.query(
      `UPDATE account SET failed_sign_ins = CASE WHEN failed_sign_ins + 1 >= $2 THEN 0 ELSE failed_sign_ins + 1 END,
              locked_until = CASE WHEN failed_sign_ins + 1 >= $2 THEN $3::timestamptz ELSE locked_until END
       WHERE id = $1`,
      [accountId, TRIES, new Date(now.getTime() + REST)],
    );
  }

  private hashToken(token: string): Buffer {
    return createHmac('sha256', this.config.secretKey).update(token).digest();
  }
}
