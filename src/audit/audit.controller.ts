import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { Database } from '../platform/database/database';
import { Who } from '../platform/http/ctx';
import { Page, pageOf } from '../platform/http/page';
import { AuditEventDto, AuditQuery, ChainDto, LookDto, LooksQuery } from './audit.dto';
import { auditPage, checkChain } from './audit.queries';
import { looksPage } from './looks';

@ApiTags('audit')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly db: Database) {}

  /** Who changed what, newest first. */
  @Get()
  @Allow('audit.read')
  @ApiOkResponse({ type: pageOf(AuditEventDto) })
  list(@Who() ctx: Ctx, @Query() query: AuditQuery): Promise<Page<AuditEventDto>> {
    return auditPage(this.db.reader, ctx.actor.districtId, query);
  }

  /** Who has looked at personal data of volunteers and at facts about minors, newest first; kept for three years. Files that left are in the trail. */
  @Get('looks')
  @Allow('audit.read')
  @ApiOkResponse({ type: pageOf(LookDto) })
  looks(@Who() ctx: Ctx, @Query() query: LooksQuery): Promise<Page<LookDto>> {
    return looksPage(this.db.reader, ctx.actor.districtId, query);
  }

  /** Recomputes the chain of hashes. */
  @Get('chain')
  @Allow('audit.read')
  @ApiOkResponse({ type: ChainDto })
  chain(@Who() ctx: Ctx): Promise<ChainDto> {
    return checkChain(this.db.reader, ctx.actor.districtId);
  }
}
