import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { Database } from '../platform/database/database';
import { Who } from '../platform/http/ctx';
import { Page, pageOf } from '../platform/http/page';
import { AuditEventDto, AuditQuery, ChainDto } from './audit.dto';
import { auditPage, checkChain } from './audit.queries';

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

  /** Recomputes the chain of hashes. */
  @Get('chain')
  @Allow('audit.read')
  @ApiOkResponse({ type: ChainDto })
  chain(@Who() ctx: Ctx): Promise<ChainDto> {
    return checkChain(this.db.reader, ctx.actor.districtId);
  }
}
