import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../access/allow';
import { NeedsQuery } from '../needs/needs.dto';
import type { Ctx } from '../platform/actor';
import { Who } from '../platform/http/ctx';
import { OffersQuery } from '../resources/resources.dto';
import { ExportsService, type Format } from './exports.service';
import { templateFile } from './templates';

const TYPES: Record<Format, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};
const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** Names the file and says what it is. */
async function download(reply: FastifyReply, name: string, format: Format, bytes: Promise<Buffer>): Promise<Buffer> {
  const content = await bytes;
  void reply.headers({
    'content-type': TYPES[format],
    'content-disposition': `attachment; filename="menu.${format}"; filename*=UTF-8''${encodeURIComponent(`${name}.${format}`)}`,
  });
  return content;
}

/** Both menus as workbooks: what is on the screen, and empty ones to fill in. */
@ApiTags('exports')
@Controller('api')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get('needs/export.xlsx')
  @Allow('need.read')
  @ApiProduces(TYPES.xlsx)
  @ApiOkResponse(FILE)
  needsXlsx(
    @Who() ctx: Ctx,
    @Query() query: NeedsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return download(reply, '需求清单', 'xlsx', this.exports.needsFile(ctx, query, 'xlsx'));
  }

  @Get('needs/export.csv')
  @Allow('need.read')
  @ApiProduces('text/csv')
  @ApiOkResponse(FILE)
  needsCsv(
    @Who() ctx: Ctx,
    @Query() query: NeedsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return download(reply, '需求清单', 'csv', this.exports.needsFile(ctx, query, 'csv'));
  }

  @Get('offers/export.xlsx')
  @Allow('offer.read')
  @ApiProduces(TYPES.xlsx)
  @ApiOkResponse(FILE)
  offersXlsx(
    @Who() ctx: Ctx,
    @Query() query: OffersQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return download(reply, '资源清单', 'xlsx', this.exports.offersFile(ctx, query, 'xlsx'));
  }

  @Get('offers/export.csv')
  @Allow('offer.read')
  @ApiProduces('text/csv')
  @ApiOkResponse(FILE)
  offersCsv(
    @Who() ctx: Ctx,
    @Query() query: OffersQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return download(reply, '资源清单', 'csv', this.exports.offersFile(ctx, query, 'csv'));
  }

  /** An empty needs menu with headers, drop-downs and an example. */
  @Get('templates/needs.xlsx')
  @Allow('import.create')
  @ApiProduces(TYPES.xlsx)
  @ApiOkResponse(FILE)
  needsTemplate(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return download(reply, '需求清单模板', 'xlsx', templateFile('needs'));
  }

  /** An empty resources menu with headers, drop-downs and an example. */
  @Get('templates/resources.xlsx')
  @Allow('import.create')
  @ApiProduces(TYPES.xlsx)
  @ApiOkResponse(FILE)
  resourcesTemplate(@Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    return download(reply, '资源清单模板', 'xlsx', templateFile('resources'));
  }
}
