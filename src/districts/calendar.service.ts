import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx, updateVersioned } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { newId } from '../platform/ids';
import { enqueue } from '../platform/jobs/outbox';
import type {
  ChangeHolidayDto,
  ChangeTermDto,
  HolidayDto,
  MadeUpDayDto,
  NewHolidayDto,
  NewTermDto,
  TermDto,
} from './calendar.dto';
import { CalendarDayRow, HolidayRow, TermRow } from './district.entity';
import { holidayMoved } from './districts.jobs';
import { holidaysOf, lockDistrict } from './districts.queries';
import { changed, daysOf, holidayFaults, movedSince, termFaults } from './facts';

/**
 * Terms, and holidays with the workdays made up for them. Times of needs are kept as rules and expanded when a round is
 * made, so that the next one follows the calendar; what is planned already is never moved, its school is told.
 */
@Injectable()
export class CalendarService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async addTerm(ctx: Ctx, dto: NewTermDto): Promise<TermDto> {
    return this.change(ctx, async (tx, districtId) => {
      const term = { id: newId(), ...dto, version: 1 };
      await this.checkTerm(tx, districtId, term);
      await tx.insert(TermRow, { ...term, districtId });
      await this.write(tx, ctx, 'term.add', term.id, { ...dto });
      return term;
    });
  }

  async changeTerm(ctx: Ctx, id: string, { version, ...dto }: ChangeTermDto): Promise<TermDto> {
    return this.change(ctx, async (tx, districtId) => {
      const before = await this.term(tx, districtId, id, version, dto);
      await this.checkTerm(tx, districtId, { id, ...dto });
      await updateVersioned(tx, TermRow, { id, version }, dto);
      await this.write(tx, ctx, 'term.change', id, changed(before, dto));
      return { id, ...dto, version: version + 1 };
    });
  }

  async removeTerm(ctx: Ctx, id: string, version: number): Promise<void> {
    return this.change(ctx, async (tx, districtId) => {
      const { name, startsOn, endsOn } = await this.term(tx, districtId, id, version, {});
      await tx.delete(TermRow, { id });
      await this.write(tx, ctx, 'term.remove', id, { name, startsOn, endsOn });
    });
  }

  async addHoliday(ctx: Ctx, dto: NewHolidayDto): Promise<HolidayDto> {
    return this.change(ctx, async (tx, districtId) => {
      const { madeUp, ...span } = dto;
      const id = newId();
      await this.checkHoliday(tx, districtId, id, dto);
      await tx.insert(HolidayRow, { id, districtId, ...span, version: 1 });
      await this.writeDays(tx, districtId, id, dto);
      await this.write(tx, ctx, 'holiday.add', id, { ...dto });
      await enqueue(tx, ctx, holidayMoved, { holidayId: id }, this.clock.now());
      return { id, ...span, madeUp: inOrder(madeUp), version: 1 };
    });
  }

  async changeHoliday(ctx: Ctx, id: string, { version, ...dto }: ChangeHolidayDto): Promise<HolidayDto> {
    return this.change(ctx, async (tx, districtId) => {
      const { madeUp, ...span } = dto;
      const before = await this.holiday(tx, districtId, id, version, dto);
      await this.checkHoliday(tx, districtId, id, dto);
      await updateVersioned(tx, HolidayRow, { id, version }, span);
      await tx.delete(CalendarDayRow, { districtId, holidayId: id });
      await this.writeDays(tx, districtId, id, dto);
      await this.write(tx, ctx, 'holiday.change', id, changed(before, dto));
      await enqueue(tx, ctx, holidayMoved, { holidayId: id }, this.clock.now());
      return { id, ...span, madeUp: inOrder(madeUp), version: version + 1 };
    });
  }

  async removeHoliday(ctx: Ctx, id: string, version: number): Promise<void> {
    return this.change(ctx, async (tx, districtId) => {
      const { name, startsOn, endsOn } = await this.holiday(tx, districtId, id, version, {});
      await tx.delete(HolidayRow, { id });
      await this.write(tx, ctx, 'holiday.remove', id, { name, startsOn, endsOn });
    });
  }

  /** One change of the calendar at a time: what overlaps is judged against what stands. */
  private change<T>(ctx: Ctx, work: (tx: Tx, districtId: string) => Promise<T>): Promise<T> {
    const { districtId } = ctx.actor;
    return this.db.change(ctx, async (tx) => {
      await lockDistrict(tx, districtId);
      return work(tx, districtId);
    });
  }

  private async term(tx: Tx, districtId: string, id: string, version: number, sent: object): Promise<TermRow> {
    const term = await tx.findOneBy(TermRow, { id, districtId });
    if (!term) throw new AppError('not_found');
    if (term.version !== version)
      throw new AppError('version_moved', { version: term.version }, movedSince(term, sent));
    return term;
  }

  private async holiday(tx: Tx, districtId: string, id: string, version: number, sent: object): Promise<HolidayDto> {
    const holiday = (await holidaysOf(tx, districtId)).find((one) => one.id === id);
    if (!holiday) throw new AppError('not_found');
    if (holiday.version !== version)
      throw new AppError('version_moved', { version: holiday.version }, movedSince(holiday, sent));
    return holiday;
  }

  private async checkTerm(tx: Tx, districtId: string, term: Omit<TermDto, 'version'>): Promise<void> {
    const others = (await tx.findBy(TermRow, { districtId })).filter(({ id }) => id !== term.id);
    const faults = termFaults(term, others);
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }

  private async checkHoliday(tx: Tx, districtId: string, id: string, dto: NewHolidayDto): Promise<void> {
    const others = (await holidaysOf(tx, districtId)).filter((one) => one.id !== id);
    const faults = holidayFaults({ id, ...dto }, others);
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
  }

  private async writeDays(tx: Tx, districtId: string, holidayId: string, dto: NewHolidayDto): Promise<void> {
    await tx.insert(CalendarDayRow, [
      ...daysOf(dto).map((day) => ({ districtId, holidayId, day, kind: 'holiday' as const, followsWeekday: null })),
      ...dto.madeUp.map(({ day, followsWeekday }) => ({
        districtId,
        holidayId,
        day,
        kind: 'workday' as const,
        followsWeekday,
      })),
    ]);
  }

  private write(tx: Tx, ctx: Ctx, action: string, entityId: string, change: object): Promise<void> {
    return record(tx, ctx, this.clock.now(), {
      action,
      entity: action.split('.')[0],
      entityId,
      change: change as Record<string, unknown>,
    });
  }
}

const inOrder = (days: MadeUpDayDto[]): MadeUpDayDto[] => [...days].sort((a, b) => (a.day < b.day ? -1 : 1));
