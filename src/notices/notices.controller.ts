import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import type { Page } from '../platform/http/page';
import { NoticeDto, NoticePage, NoticeQuery } from './notices.dto';
import { NoticesService } from './notices.service';

@ApiTags('notices')
@Controller('api/notices')
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  /** What has happened that concerns the person signed in, newest first. */
  @Get()
  @Allow('notice.read')
  @ApiOkResponse({ type: NoticePage })
  list(@Who() ctx: Ctx, @Query() query: NoticeQuery): Promise<Page<NoticeDto>> {
    return this.notices.list(ctx, query);
  }

  @Post(':id/read')
  @Allow('notice.read')
  @HttpCode(204)
  @ApiNoContentResponse()
  read(@Who() ctx: Ctx, @IdParam() id: string): Promise<void> {
    return this.notices.read(ctx, id);
  }
}
