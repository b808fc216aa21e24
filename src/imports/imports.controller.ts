import { Body, Controller, Get, HttpCode, Post, Put, Query, Req, Res, Sse } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { Allow } from '../access/allow';
import { VersionDto } from '../needs/needs.dto';
import type { Ctx } from '../platform/actor';
import { type AppRequest, IdParam, Who } from '../platform/http/ctx';
import { Page, pageOf, PageQuery } from '../platform/http/page';
import { ColumnsDto, ConfirmImportDto, ImportDto, ImportRowDto, ImportRowsQuery, NewImportQuery } from './imports.dto';
import { ImportsService } from './imports.service';
import { UPLOAD_TYPES } from './upload';

@ApiTags('imports')
@Controller('api/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  /** Takes in a workbook (.xlsx, .csv, .tsv; the bytes are the body, 20 MB at the most) and has it read for a preview. */
  @Post()
  @Allow('import.create')
  @HttpCode(202)
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ type: ImportDto })
  async receive(
    @Who() ctx: Ctx,
    @Query() query: NewImportQuery,
    @Req() request: AppRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportDto> {
    const taken = await this.imports.receive(ctx, query, request);
    void reply.header('location', `/api/imports/${taken.id}`);
    return taken;
  }

  @Get()
  @Allow('import.read')
  @ApiOkResponse({ type: pageOf(ImportDto) })
  list(@Who() ctx: Ctx, @Query() query: PageQuery): Promise<Page<ImportDto>> {
    return this.imports.list(ctx, query);
  }

  @Get(':id')
  @Allow('import.read')
  @ApiOkResponse({ type: ImportDto })
  get(@Who() ctx: Ctx, @IdParam() id: string): Promise<ImportDto> {
    return this.imports.get(ctx, id);
  }

  /** The import as server-sent events, one for each change, until it waits for somebody or has ended. */
  @Sse(':id/events')
  @Allow('import.read')
  @ApiOkResponse({
    description: 'Each event carries an ImportDto.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  events(@Who() ctx: Ctx, @IdParam() id: string): Promise<Observable<{ data: ImportDto }>> {
    return this.imports.watch(ctx, id);
  }

  /** The rows as they were understood: faults with their cells, notes, likely duplicates side by side. */
  @Get(':id/rows')
  @Allow('import.read')
  @ApiOkResponse({ type: pageOf(ImportRowDto) })
  rows(@Who() ctx: Ctx, @IdParam() id: string, @Query() query: ImportRowsQuery): Promise<Page<ImportRowDto>> {
    return this.imports.rows(ctx, id, query);
  }

  /** Corrects what columns were taken for; the file is read again. */
  @Put(':id/columns')
  @Allow('import.change')
  @ApiOkResponse({ type: ImportDto })
  correct(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ColumnsDto): Promise<ImportDto> {
    return this.imports.correct(ctx, id, dto);
  }

  /** Has the accepted rows written, all or none. */
  @Post(':id/confirm')
  @Allow('import.change')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ImportDto })
  confirm(@Who() ctx: Ctx, @IdParam() id: string, @Body() dto: ConfirmImportDto): Promise<ImportDto> {
    return this.imports.confirm(ctx, id, dto);
  }

  @Post(':id/discard')
  @Allow('import.change')
  @HttpCode(200)
  @ApiOkResponse({ type: ImportDto })
  discard(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<ImportDto> {
    return this.imports.discard(ctx, id, version);
  }

  /** Removes everything a written import brought, while nothing depends on it. */
  @Post(':id/undo')
  @Allow('import.change')
  @HttpCode(200)
  @ApiOkResponse({ type: ImportDto })
  undo(@Who() ctx: Ctx, @IdParam() id: string, @Body() { version }: VersionDto): Promise<ImportDto> {
    return this.imports.undo(ctx, id, version);
  }
}
