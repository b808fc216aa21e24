import { Inject, Injectable } from '@nestjs/common';
import { requireAccess, scopeSql } from '../access/access';
import { record } from '../audit/audit';
import type { Actor, Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import { channelOf } from './answers';
import { exclude } from './exclude';
import type { ExclusionDto, ExclusionQuery, NewExclusionDto } from './exclusions.dto';

type Side = ExclusionDto['side'];

const COLUMNS = `x.id, x.volunteer_id AS "volunteerId", v.name AS "volunteerName", x.need_id AS "needId", n.title AS "needTitle", x.school_id AS "schoolId",
  s.name AS "schoolName", x.reason, x.side, x.round_id AS "roundId", x.created_at AS "createdAt", x.lifted_at AS "liftedAt"`;

/** A coordinator sees what concerns the own school; a volunteer what concerns them, a school's word about them excepted. */
const FROM = `exclusion x JOIN volunteer v ON v.id = x.volunteer_id LEFT JOIN need n ON n.id = x.need_id LEFT JOIN school s ON s.id = coalesce(x.school_id, n.school_id)`;

/** Pairs that may not be, and the lifting of that. */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(ctx: Ctx, query: ExclusionQuery): Promise<Page<ExclusionDto>> {
    const params: unknown[] = [];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const where = [scopeSql(ctx.actor, 'exclusion.read', 'v', params), visible(ctx.actor, params)];
    if (!query.lifted) where.push('x.lifted_at IS NULL');
    if (query.volunteerId) where.push(`x.volunteer_id = ${bind(query.volunteerId)}`);
    if (query.needId) where.push(`x.need_id = ${bind(query.needId)}`);
    if (query.schoolId) where.push(`s.id = ${bind(query.schoolId)}`);
    const after = decodeCursor(query.cursor, 1);
    if (after) where.push(`x.id < ${bind(after[0])}::uuid`);
    const rows: ExclusionDto[] = await this.db.reader.query(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY x.id DESC LIMIT ${bind(query.limit + 1)}`,
      params,
    );
    return toPage(rows, query.limit, ({ id }) => [id]);
  }

  /**
   * Keeps a volunteer and a need, or a volunteer and a school, apart. A conflict of interest is the office's to state.
   * What stands already is answered, not written twice.
   */
  async add(ctx: Ctx, dto: NewExclusionDto): Promise<ExclusionDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'exclusion.change', [dto.volunteerId]);
      if ((dto.needId === undefined) === (dto.schoolId === undefined))
        throw invalidField('/needId', 'one_of', { fields: 'needId, schoolId' });
      const school = await schoolOf(tx, ctx, dto);
      const side = dto.side ?? ownSide(ctx.actor, dto.volunteerId);
      if (
        !maySpeak(ctx.actor, side, dto.volunteerId, school) ||
        (dto.reason === 'conflict_of_interest' && !isAdmin(ctx.actor))
      )
        throw new AppError('not_allowed');
      const now = this.clock.now();
      const target = dto.needId ? { needId: dto.needId } : { schoolId: dto.schoolId! };
      const id = await exclude(tx, ctx, now, {
        volunteerId: dto.volunteerId,
        reason: dto.reason,
        side,
        roundId: null,
        ...target,
      });
      if (id) {
        const onBehalfOf = side === 'volunteer' ? channelOf(ctx, dto.volunteerId).onBehalfOf : null;
        await record(tx, ctx, now, {
          action: 'exclusion.add',
          entity: 'exclusion',
          entityId: id,
          onBehalfOf,
          change: { ...dto, side },
        });
      }
      return this.one(
        tx,
        `x.volunteer_id = $1 AND x.need_id IS NOT DISTINCT FROM $2 AND x.school_id IS NOT DISTINCT FROM $3 AND x.reason = $4 AND x.side = $5 AND x.lifted_at IS NULL`,
        [dto.volunteerId, dto.needId ?? null, dto.schoolId ?? null, dto.reason, side],
      );
    });
  }

  /** Lets the pair be proposed again. A no is lifted by either side; a block by the side that set it; the rest by the office. */
  async lift(ctx: Ctx, id: string): Promise<ExclusionDto> {
    return this.db.change(ctx, async (tx) => {
      const params: unknown[] = [id];
      const [found]: { id: string }[] = await tx.query(
        `SELECT x.id FROM ${FROM} WHERE x.id = $1 AND ${scopeSql(ctx.actor, 'exclusion.read', 'v', params)} AND ${visible(ctx.actor, params)}`,
        params,
      );
      if (!found) throw new AppError('not_found');
      await tx.query('SELECT 1 FROM exclusion WHERE id = $1 FOR NO KEY UPDATE', [id]);
      const row = await this.one(tx, 'x.id = $1', [id]);
      await requireAccess(tx, ctx.actor, 'exclusion.change', [row.volunteerId]);
      const school = await schoolOf(tx, ctx, { needId: row.needId ?? undefined, schoolId: row.schoolId ?? undefined });
      const sides: Side[] =
        row.reason === 'declined'
          ? ['volunteer', 'school', 'district']
          : row.reason === 'blocked'
            ? [row.side]
            : ['district'];
      if (!sides.some((side) => maySpeak(ctx.actor, side, row.volunteerId, school))) throw new AppError('not_allowed');
      if (row.liftedAt) return row;
      const now = this.clock.now();
      await tx.query('UPDATE exclusion SET lifted_at = $2, lifted_by = $3 WHERE id = $1', [
        id,
        now,
        ctx.actor.accountId,
      ]);
      await record(tx, ctx, now, {
        action: 'exclusion.lift',
        entity: 'exclusion',
        entityId: id,
        change: { reason: row.reason, side: row.side },
      });
      return this.one(tx, 'x.id = $1', [id]);
    });
  }

  private async one(tx: Tx, where: string, params: unknown[]): Promise<ExclusionDto> {
    const [row] = await tx.query(`SELECT ${COLUMNS} FROM ${FROM} WHERE ${where}`, params);
    return row;
  }
}

const isAdmin = (actor: Actor): boolean => actor.grants.some(({ role }) => role === 'admin');

/** The office speaks for anybody; a school for itself and, by telephone, for a volunteer; a volunteer for the volunteer. */
function maySpeak(actor: Actor, side: Side, volunteerId: string, school: string): boolean {
  return actor.grants.some(
    (grant) =>
      grant.role === 'admin' ||
      (grant.role === 'coordinator' && (side === 'volunteer' || (side === 'school' && grant.schoolId === school))) ||
      (grant.volunteerId === volunteerId && side === 'volunteer'),
  );
}

function ownSide(actor: Actor, volunteerId: string): Side {
  if (actor.grants.some((grant) => grant.volunteerId === volunteerId)) return 'volunteer';
  return isAdmin(actor) ? 'district' : 'school';
}

/** A school does not read what another school says, a volunteer does not read what schools say. Uses `x` and `s`. */
function visible(actor: Actor, params: unknown[]): string {
  if (actor.grants.some(({ role }) => role === 'admin' || role === 'auditor')) return 'true';
  const schools = actor.grants.flatMap(({ role, schoolId }) => (role === 'coordinator' && schoolId ? [schoolId] : []));
  const volunteers = actor.grants.flatMap(({ volunteerId }) => (volunteerId ? [volunteerId] : []));
  return `(s.id = ANY($${params.push(schools)}) OR (x.volunteer_id = ANY($${params.push(volunteers)}) AND x.side = 'volunteer'))`;
}

/** The school it is about. Throws `invalid` for a need or school that the district does not have. */
async function schoolOf(
  tx: Tx,
  ctx: Ctx,
  { needId, schoolId }: { needId?: string; schoolId?: string },
): Promise<string> {
  const [row] = await tx.query(
    `SELECT id FROM school WHERE district_id = $1 AND id = coalesce($2::uuid, (SELECT school_id FROM need WHERE district_id = $1 AND id = $3::uuid))`,
    [ctx.actor.districtId, schoolId ?? null, needId ?? null],
  );
  if (!row) throw invalidField(needId ? '/needId' : '/schoolId', 'unknown_id');
  return row.id;
}
