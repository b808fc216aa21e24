import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import type { Calendar } from './calendar';
import { DistrictRow, PolicyRow, TermRow } from './district.entity';
import type { ChangeDistrictDto, DistrictDto, NewPolicyDto, PolicyDto } from './districts.dto';
import { calendarOf, districtOf, lockDistrict, policiesOf } from './districts.queries';
import { changed, movedSince } from './facts';
import { amendPolicy } from './policy';
import { toLocal } from './local-time';
import type { DistrictSettings } from './settings';
import { settingsFaults } from './settings-faults';

@Injectable()
export class DistrictsService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  mine(ctx: Ctx): Promise<DistrictDto> {
    return districtOf(this.db.reader, ctx.actor.districtId);
  }

  /** The name and the settings; a stale version is told what stands there now. */
  async change(ctx: Ctx, { version, name, settings = {} }: ChangeDistrictDto): Promise<DistrictDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId: id } = ctx.actor;
      await lockDistrict(tx, id);
      const before = await this.district(tx, id);
      if (before.version !== version)
        throw new AppError('version_moved', { version: before.version }, [
          ...movedSince({ name: before.name }, { name }),
          ...movedSince(before.settings, settings).map((one) => ({ ...one, pointer: `/settings${one.pointer}` })),
        ]);
      // Only a timetable can be taken away; of the others null says nothing.
      const named = Object.fromEntries(
        Object.entries(settings).filter(
          ([key, value]) => value !== undefined && (value !== null || key === 'timetable'),
        ),
      );
      const after = { ...before.settings, ...named } as DistrictSettings;
      const programmes: { code: string }[] = await tx.query('SELECT code FROM programme WHERE district_id = $1', [id]);
      const faults = settingsFaults(
        after,
        programmes.map(({ code }) => code),
      );
      if (faults.length > 0) throw new AppError('invalid', {}, faults);
      const patch = { name: name ?? before.name, settings: after };
      await updateVersioned(tx, DistrictRow, { id, version }, patch);
      await record(tx, ctx, this.clock.now(), {
        action: 'district.change',
        entity: 'district',
        entityId: id,
        change: changed({ ...before.settings, name: before.name }, { ...named, name: patch.name }),
      });
      return districtOf(tx, id);
    });
  }

  policies(ctx: Ctx): Promise<PolicyDto[]> {
    return policiesOf(this.db.reader, ctx.actor.districtId);
  }

  /** A new version of the policy; older versions stay, because rounds name them. */
  async addPolicy(ctx: Ctx, dto: NewPolicyDto): Promise<PolicyDto> {
    return this.db.change(ctx, async (tx) => {
      const { districtId, accountId } = ctx.actor;
      // Serialises two admins: the number is the next one, and each starts from the other's weights.
      await lockDistrict(tx, districtId);
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
