import { ApiProperty } from '@nestjs/swagger';
import { PageQuery } from '../platform/http/page';
import { Bool, Id, Int, Text } from '../platform/http/fields';

export class AuditQuery extends PageQuery {
  @Text(40, { optional: true }) entity?: string;
  @Id({ optional: true }) entityId?: string;
  @Id({ optional: true }) accountId?: string;
}

export class AuditEventDto {
  @Id() id: string;
  @ApiProperty({ type: String, format: 'date-time' }) at: Date;
  @Text(100) action: string;
  @Text(40) entity: string;
  @Id() entityId: string;
  @Id({ nullable: true, description: 'null: the system itself.' }) accountId: string | null;
  @Text(100, { nullable: true }) byName: string | null;
  @Id({ nullable: true, description: 'The volunteer for whom somebody else acted.' }) onBehalfOf: string | null;
  @Text(100, { nullable: true }) onBehalfOfName: string | null;
  @Text(64) requestId: string;
  @ApiProperty({ type: Object }) change: Record<string, unknown>;
}

export class ChainDto {
  @Bool() intact: boolean;
  @Int(0, 2_147_483_647) links: number;
  @Int(1, 2_147_483_647, { nullable: true, description: 'First link that does not fit.' }) brokenAt: number | null;
  @Int(0, 2_147_483_647, { description: 'Events outside the chain.' }) unlinked: number;
}
