import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Bool, Id, Moment, OneOf, Text } from '../platform/http/fields';
import { PageQuery, pageOf } from '../platform/http/page';
import { NOTICE_EVENTS } from './events';
import type { NoticeEvent } from './events';

export class NoticeQuery extends PageQuery {
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @Bool({ optional: true, description: 'Only what has not been read.' })
  unread?: boolean;
}

export class NoticeDto {
  @Id() id: string;
  @OneOf(NOTICE_EVENTS) event: NoticeEvent;
  @Text(1000, { description: 'The notice in the reader’s language.' }) sentence: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) params: Record<string, string | number>;
  @Text(200, { nullable: true, description: 'Where it leads.' }) link: string | null;
  @Moment() createdAt: Date;
  @Moment({ nullable: true }) readAt: Date | null;
}

export const NoticePage = pageOf(NoticeDto);
