import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { nextCodes } from '../districts/codes';
import { toLocal } from '../districts/local-time';
import { systemCtx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { AppError, invalidField } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { searchColumns } from '../platform/search';
import { SelfApplicationDto, OpenDistrictDto } from './applications.dto';
import { onRecord } from './known.queries';
import { tidyName, tidyPhone } from './person-name';
import { isPhone } from './plausible';
import { VolunteerRow } from './resource.entity';

/** More applications than this in an hour are nobody's neighbours. */
const MOST_AN_HOUR = 30;

/** People who put themselves forward, without an account. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  districts(): Promise<OpenDistrictDto[]> {
    return this.db.reader.query(
      `SELECT d.id, d.name, (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) ORDER BY a.name), '[]') FROM area a WHERE a.district_id = d.id) AS areas
       FROM district d ORDER BY d.name`,
    );
  }

  /**
   * Writes a volunteer in state applied. The same person (name and telephone) applying again changes nothing and is
   * answered alike, so that nobody can find out who is on record.
   */
  async apply(dto: SelfApplicationDto, requestId: string): Promise<void> {
    if (!dto.consent) throw invalidField('/consent', 'consent_missing');
    if (!isPhone(dto.phone)) throw invalidField('/phone', 'not_a_phone');
    const [name, phone] = [tidyName(dto.name), tidyPhone(dto.phone)];
    await this.db.transaction(async (tx) => {
      const now = this.clock.now();
      const [district] = await tx.query('SELECT id, timezone FROM district WHERE id = $1 FOR UPDATE', [dto.districtId]);
      if (!district) throw invalidField('/districtId', 'unknown_id');
      const [{ recent, area }] = await tx.query(
        `SELECT (SELECT count(*)::int FROM audit_event WHERE district_id = $1 AND action = 'volunteer.apply_self' AND at > $2) AS recent,
                ($3::uuid IS NULL OR EXISTS (SELECT FROM area WHERE district_id = $1 AND id = $3)) AS area`,
        [dto.districtId, new Date(now.getTime() - 3_600_000), dto.areaId ?? null],
      );
      if (!area) throw invalidField('/areaId', 'unknown_id');
      if (recent >= MOST_AN_HOUR) throw new AppError('too_many_requests');
      if (await onRecord(tx, dto.districtId, name, phone)) return;
      const today = toLocal(now, district.timezone).day;
      const [code] = await nextCodes(tx, dto.districtId, 'volunteer', Number(today.slice(0, 4)), 1);
      const id = newId();
      await tx.insert(VolunteerRow, {
        id,
        districtId: dto.districtId,
        code,
        state: 'applied',
        kind: 'person',
        name,
        phone,
        retiredFrom: dto.retiredFrom ?? null,
        veteranGroup: dto.veteranGroup ?? null,
        guestGroup: null,
        tier: 'participating',
        people: 1,
        birthYear: null,
        languages: ['zh'],
        areaId: dto.areaId ?? null,
        latitude: null,
        longitude: null,
        travelMode: 'bus',
        travelLimitMetres: null,
        bufferMinutes: 0,
        maxConcurrent: null,
        monthlyMinutes: null,
        wishedSchoolIds: [],
        preferredContact: 'phone',
        consentedOn: today,
        training: '',
        trainedOn: null,
        version: 1,
        createdAt: now,
        updatedAt: now,
        ...searchColumns(name, code, phone, dto.retiredFrom ?? null),
      });
      await record(tx, systemCtx(dto.districtId, requestId), now, {
        action: 'volunteer.apply_self',
        entity: 'volunteer',
        entityId: id,
        change: { code },
      });
    });
  }
}
