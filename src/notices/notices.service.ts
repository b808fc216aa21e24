import { Inject, Injectable } from '@nestjs/common';
import { requireAccess, scopeSql } from '../access/access';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database/database';
import { decodeCursor, Page, toPage } from '../platform/http/page';
import { sentence } from '../platform/locales/locales';
import type { NoticeDto, NoticeQuery } from './notices.dto';

/** A person's own notices. They are written by `notify`, in the transaction of what they tell about. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly db: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Newest first, each as a sentence in the reader's language. */
  async list(ctx: Ctx, { unread, limit, cursor }: NoticeQuery): Promise<Page<NoticeDto>> {
    const [at, id] = decodeCursor(cursor, 2) ?? [null, null];
    const params: unknown[] = [at, id, limit + 1];
    const rows: Omit<NoticeDto, 'sentence'>[] = await this.db.reader.query(
      `SELECT n.id, n.event, n.params, n.link, n.created_at AS "createdAt", n.read_at AS "readAt" FROM notice n
       WHERE ${scopeSql(ctx.actor, 'notice.read', 'n', params)} AND ($1::timestamptz IS NULL OR (n.created_at, n.id) < ($1, $2::uuid)) ${unread ? 'AND n.read_at IS NULL' : ''}
       ORDER BY n.created_at DESC, n.id DESC LIMIT $3`,
      params,
    );
    const items = rows.map((row) => ({ ...row, sentence: sentence(ctx.locale, `notices.${row.event}`, row.params) }));
    return toPage(items, limit, ({ createdAt, id: key }) => [createdAt.toISOString(), key]);
  }

  /** Marks a notice read; once read it stays so. */
  async read(ctx: Ctx, id: string): Promise<void> {
    await this.db.change(ctx, async (tx) => {
      await requireAccess(tx, ctx.actor, 'notice.read', [id]);
      await tx.query('UPDATE notice SET read_at = $2 WHERE id = $1 AND read_at IS NULL', [id, this.clock.now()]);
    });
  }
}
