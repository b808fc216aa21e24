import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import { newId } from '../platform/ids';
import { AccountRow, MembershipRow, SignInRow } from './account.entity';
import { hashPassword } from './password';
import { AccountDto, AccountsQuery, FreshAccountDto, NewAccountDto } from './people.dto';

/** Letters and digits nobody mistakes for one another on paper or on the telephone. */
const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const freshPassword = (): string =>
  Array.from(
    { length: 12 },
    (_, i) => (i % 4 === 0 && i > 0 ? '-' : '') + PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)],
  ).join('');

/** Who may sign in to a district, kept by its admins. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: Ctx, query: AccountsQuery): Promise<Page<AccountDto>> {
    const params: unknown[] = [ctx.actor.districtId];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const where = ['m.district_id = $1', 'm.ended_at IS NULL'];
    if (query.role) where.push(`m.role = ${bind(query.role)}`);
    if (query.search) {
      const text = bind(`%${query.search.replace(/[\\%_]/g, '\\$&')}%`);
      where.push(`(a.name ILIKE ${text} OR a.login ILIKE ${text})`);
    }
    const after = decodeCursor(query.cursor, 1);
    if (after) where.push(`a.id > ${bind(after[0])}`);
    const rows: AccountDto[] = await this.db.reader.query(
      `SELECT a.id, a.login, a.name, jsonb_agg(jsonb_build_object('role', m.role, 'schoolId', m.school_id, 'schoolName', s.name, 'volunteerId', m.volunteer_id)) AS grants,
              EXISTS (SELECT FROM sign_in x WHERE x.account_id = a.id) AS used
       FROM membership m JOIN account a ON a.id = m.account_id LEFT JOIN school s ON s.id = m.school_id
       WHERE ${where.join(' AND ')} GROUP BY a.id ORDER BY a.id LIMIT ${bind(query.limit + 1)}`,
      params,
    );
    return toPage(rows, query.limit, (row) => [row.id]);
  }

  /** A new account with one membership and a password that is shown once. */
  async create(ctx: Ctx, dto: NewAccountDto): Promise<FreshAccountDto> {
    if (!/^[\w.@+-]+$/.test(dto.login)) throw invalidField('/login', 'not_a_login');
    const password = freshPassword();
    const passwordHash = await hashPassword(password);
    return this.db.change(ctx, async (tx) => {
      await this.checkPlace(tx, ctx, dto);
      const now = this.clock.now();
      const id = newId();
      const inserted: unknown[] = await tx.query(
        `INSERT INTO account (id, login, name, password_hash, elder_mode, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`,
        [id, dto.login, dto.name, passwordHash, dto.role === 'volunteer', now],
      );
      if (inserted.length === 0) throw invalidField('/login', 'taken');
      await tx.insert(MembershipRow, {
        id: newId(),
        accountId: id,
        districtId: ctx.actor.districtId,
        role: dto.role,
        schoolId: dto.schoolId ?? null,
        volunteerId: dto.volunteerId ?? null,
        createdAt: now,
        endedAt: null,
      });
      await record(tx, ctx, now, {
        action: 'account.create',
        entity: 'account',
        entityId: id,
        change: { role: dto.role },
      });
      return { id, login: dto.login, password };
    });
  }

  /** A new password, shown once; signs the account out everywhere. Only for accounts that belong to this district alone. */
  async resetPassword(ctx: Ctx, id: string): Promise<FreshAccountDto> {
    const password = freshPassword();
    const passwordHash = await hashPassword(password);
    return this.db.change(ctx, async (tx) => {
      const account = await this.member(tx, ctx, id);
      const elsewhere: unknown[] = await tx.query(
        'SELECT 1 FROM membership WHERE account_id = $1 AND district_id <> $2 AND ended_at IS NULL',
        [id, ctx.actor.districtId],
      );
      if (elsewhere.length > 0) throw new AppError('not_allowed');
      await tx.update(AccountRow, { id }, { passwordHash, failedSignIns: 0, lockedUntil: null });
      await tx.delete(SignInRow, { accountId: id });
      await record(tx, ctx, this.clock.now(), { action: 'account.reset_password', entity: 'account', entityId: id });
      return { id, login: account.login, password };
    });
  }

  /** Ends what the account may do in this district; it is signed out at once. Nobody ends oneself. */
  async end(ctx: Ctx, id: string): Promise<void> {
    await this.db.change(ctx, async (tx) => {
      if (id === ctx.actor.accountId) throw new AppError('not_allowed');
      await this.member(tx, ctx, id);
      const now = this.clock.now();
      await tx.query(
        'UPDATE membership SET ended_at = $3 WHERE account_id = $1 AND district_id = $2 AND ended_at IS NULL',
        [id, ctx.actor.districtId, now],
      );
      await tx.delete(SignInRow, { accountId: id, districtId: ctx.actor.districtId });
      await record(tx, ctx, now, { action: 'account.end', entity: 'account', entityId: id });
    });
  }

  private async member(tx: Tx, ctx: Ctx, id: string): Promise<AccountRow> {
    const account = await tx.findOneBy(AccountRow, { id });
    if (!account || !(await tx.existsBy(MembershipRow, { accountId: id, districtId: ctx.actor.districtId })))
      throw new AppError('not_found');
    return account;
  }

  private async checkPlace(tx: Tx, ctx: Ctx, dto: NewAccountDto): Promise<void> {
    const wantsSchool = dto.role === 'coordinator' || dto.role === 'young_teacher';
    if (wantsSchool !== Boolean(dto.schoolId))
      throw invalidField('/schoolId', wantsSchool ? 'school_missing' : 'only_for_schools');
    if ((dto.role === 'volunteer') !== Boolean(dto.volunteerId))
      throw invalidField('/volunteerId', dto.role === 'volunteer' ? 'volunteer_missing' : 'only_for_volunteers');
    const [known] = await tx.query(
      `SELECT ($2::uuid IS NULL OR EXISTS (SELECT FROM school WHERE id = $2 AND district_id = $1)) AS school,
              ($3::uuid IS NULL OR EXISTS (SELECT FROM volunteer WHERE id = $3 AND district_id = $1)) AS volunteer`,
      [ctx.actor.districtId, dto.schoolId ?? null, dto.volunteerId ?? null],
    );
    if (!known.school) throw invalidField('/schoolId', 'unknown_id');
    if (!known.volunteer) throw invalidField('/volunteerId', 'unknown_id');
  }
}
