import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { record } from '../audit/audit';
import { noteList } from '../audit/looks';
import { DistrictsService } from '../districts/districts.service';
import { toLocal } from '../districts/local-time';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page } from '../platform/http/page';
import { newId } from '../platform/ids';
import { checkInDays, checkInStates, nextCheckIn } from './engagement';
import { CheckInRow } from './engagement.entity';
import type { CheckInLineDto, CheckInQuery, DoCheckInDto } from './engagements.dto';
import { checkInById, checkInsPage } from './engagements.queries';
import { loadTitle, lockEngagement } from './lock';

/** Follow-up contacts. One is open at a time; doing it plans the next. */
@Injectable()
export class CheckInsService {
  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whom to call and on which number; that somebody sees the numbers is noted. */
  async list(ctx: Ctx, query: CheckInQuery): Promise<Page<CheckInLineDto>> {
    const page = await checkInsPage(this.db.reader, ctx, query);
    const shown = page.items.flatMap(({ volunteerId, volunteerPhone }) => (volunteerPhone ? [volunteerId] : []));
    await noteList(this.db.reader, ctx, this.clock.now(), 'volunteer', shown);
    return page;
  }

  /** Records the contact, and plans the next one so many days from today as the programme asks, while the engagement lasts. */
  async done(ctx: Ctx, id: string, dto: DoCheckInDto): Promise<CheckInLineDto> {
    return this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'check_in.change', [id]);
      const { engagementId } = await tx.findOneByOrFail(CheckInRow, { id });
      const engagement = await lockEngagement(tx, engagementId);
      const checkIn = await tx.findOneByOrFail(CheckInRow, { id });
      if (checkIn.version !== dto.version) throw new AppError('version_moved', { version: checkIn.version });
      checkInStates.check(checkIn.state, 'done');
      const now = this.clock.now();
      const { how, going, note = '' } = dto;
      await updateVersioned(tx, CheckInRow, checkIn, {
        state: 'done',
        doneAt: now,
        doneBy: ctx.actor.accountId,
        how,
        going,
        note,
      });
      const { timezone, settings } = await this.districts.district(tx, ctx.actor.districtId);
      const days = checkInDays(settings, await loadTitle(tx, engagementId));
      const due = nextCheckIn(toLocal(now, timezone).day, days, engagement.endsOn);
      if (due && (engagement.state === 'agreed' || engagement.state === 'serving')) {
        await tx.insert(CheckInRow, {
          id: newId(),
          districtId: engagement.districtId,
          engagementId,
          state: 'due',
          dueOn: due,
          note: '',
          version: 1,
          createdAt: now,
        });
      }
      await record(tx, ctx, now, {
        action: 'check_in.done',
        entity: 'check_in',
        entityId: id,
        change: { from: checkIn.state, to: 'done', how, going, next: due },
      });
      return checkInById(tx, ctx, id);
    });
  }
}
