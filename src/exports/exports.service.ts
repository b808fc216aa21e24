import { Inject, Injectable } from '@nestjs/common';
import { mayEver } from '../access/access';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import type { Menu } from '../imports/import';
import type { NeedsQuery } from '../needs/needs.dto';
import { NeedsService } from '../needs/needs.service';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page, PageQuery } from '../platform/http/page';
import type { OffersQuery } from '../resources/resources.dto';
import { OffersService } from '../resources/offers.service';
import { menuSheet, type OutSheet, writeCsv, writeWorkbook } from '../sheets/write';
import { NEED_EXPORT, needCells } from './need-cells';
import { OFFER_EXPORT, offerCells } from './offer-cells';
import { NAMES } from './templates';

export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Lines in a file at the most. */
const MOST_LINES = 20_000;
const PAGE = 200;

@Injectable()
export class ExportsService {
  constructor(
    private readonly db: Database,
    private readonly needs: NeedsService,
    private readonly offers: OffersService,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What the list of needs shows under the same filters, in the columns of the import. */
  async needsFile(ctx: Ctx, query: NeedsQuery, format: Format): Promise<Buffer> {
    const { timezone } = await this.districts.district(this.db.reader, ctx.actor.districtId);
    const lines = await everyPage(
      query,
      (page) => this.needs.list(ctx, page),
      (items) => needCells(this.db.reader, items, timezone),
    );
    const personal = mayEver(ctx.actor, 'need.change') || ctx.actor.grants.some(({ role }) => role === 'auditor');
    await this.told(ctx, 'needs', lines.length, personal);
    return file(menuSheet(NAMES.needs, NEED_EXPORT, lines, { personal }), format);
  }

  /** What the list of offers shows under the same filters, with their volunteers as far as the reader may see them. */
  async offersFile(ctx: Ctx, query: OffersQuery, format: Format): Promise<Buffer> {
    const lines = await everyPage(
      query,
      (page) => this.offers.list(ctx, page),
      (items) => offerCells(this.db.reader, ctx.actor, items),
    );
    const personal = mayEver(ctx.actor, 'volunteer.read');
    await this.told(ctx, 'resources', lines.length, personal);
    return file(menuSheet(NAMES.resources, OFFER_EXPORT, lines, { personal }), format);
  }

  /** A file leaves the house: that is on record, and whether it has personal columns. */
  private told(ctx: Ctx, menu: Menu, lines: number, personal: boolean): Promise<void> {
    return this.db.transaction((tx) =>
      record(tx, ctx, this.clock.now(), {
        action: 'menu.export',
        entity: 'district',
        entityId: ctx.actor.districtId,
        change: { menu, lines, personal },
      }),
    );
  }
}

/** Every line of a list, page by page, as cells. @throws AppError `export_too_large` */
async function everyPage<Q extends PageQuery, T, C>(
  query: Q,
  list: (query: Q) => Promise<Page<T>>,
  cells: (items: T[]) => Promise<C[]>,
): Promise<C[]> {
  const lines: C[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, limit: PAGE, cursor });
    if (page.items.length > 0) lines.push(...(await cells(page.items)));
    if (lines.length > MOST_LINES) throw new AppError('export_too_large', { most: MOST_LINES });
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return lines;
}

const file = async (sheet: OutSheet, format: Format): Promise<Buffer> =>
  format === 'xlsx'
    ? writeWorkbook([sheet])
    : writeCsv(
        sheet.columns.map(({ header }) => header),
        sheet.rows,
      );
