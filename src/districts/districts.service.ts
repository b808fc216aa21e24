import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import type { Calendar } from './calendar';
import { DistrictRow, PolicyRow, TermRow } from './district.entity';
import type { DistrictDto, NewPolicyDto, PolicyDto } from './districts.dto';
import { calendarOf, districtOf, policiesOf } from './districts.queries';
import { amendPolicy } from './policy';
import { toLocal } from './local-time';

@Injectable()
export class DistrictsService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  mine(ctx: Ctx): Promise<DistrictDto> {
    return districtOf(this.db.reader, ctx.actor.districtId);
  }

  policies(ctx: Ctx): Promise<PolicyDto[]> {
    return policiesOf(this.db.reader, ctx.actor.districtId);
  }

  /** A new version of the policy; older versions stay, because rounds name them. */
  async addPolicy(ctx: Ctx, dto: NewPolicyDto): Promise<PolicyDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId, accountId } = ctx.actor;
      // Serialises two admins: the number is the next one, and each starts from the other's weights.
      await tx.query('SELECT 1 FROM district WHERE id = $1 FOR UPDATE', [districtId]);
      const newest = await this.newestPolicy(tx, districtId);
      const policy: PolicyRow = {
        id: newId(),
        districtId,
        number: newest.number + 1,
        params: amendPolicy(newest.params, dto.params),
        note: dto.note ?? '',
        createdBy: accountId,
        createdAt: this.clock.now(),
      };
      await tx.insert(PolicyRow, policy as never);
      await record(tx, ctx, policy.createdAt, {
        action: 'policy.add',
        entity: 'policy',
        entityId: policy.id,
        change: { number: policy.number, ...dto.params },
      });
      const { id, number, params, note, createdAt } = policy;
      return { id, number, params, note, createdAt };
    });
  }

  /** The policy a round uses when none is named. */
  async newestPolicy(tx: Tx, districtId: string): Promise<PolicyRow> {
    const policy = await tx.findOne(PolicyRow, { where: { districtId }, order: { number: 'DESC' } });
    if (!policy) throw new AppError('not_found', { entity: 'policy' });
    return policy;
  }

  /** A policy of the district by its id, or null. */
  policy(tx: Tx, districtId: string, id: string): Promise<PolicyRow | null> {
    return tx.findOneBy(PolicyRow, { id, districtId });
  }

  async district(tx: Tx, districtId: string): Promise<DistrictRow> {
    return tx.findOneByOrFail(DistrictRow, { id: districtId });
  }

  calendar(tx: Tx, districtId: string, from: string, to: string): Promise<Calendar> {
    return calendarOf(tx, districtId, from, to);
  }

  terms(tx: Tx, districtId: string): Promise<TermRow[]> {
    return tx.find(TermRow, { where: { districtId }, order: { startsOn: 'ASC' } });
  }

  /** Today on the district's wall clock. */
  async today(tx: Tx, districtId: string): Promise<string> {
    const { timezone } = await this.district(tx, districtId);
    return toLocal(this.clock.now(), timezone).day;
  }
}
