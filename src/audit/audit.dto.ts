import { ApiProperty } from '@nestjs/swagger';
import { PageQuery } from '../platform/http/page';
import { Bool, Id, Int, OneOf, Text } from '../platform/http/fields';

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

/** What is kept of looks at personal data. */
const LOOKED_AT = ['volunteer', 'need'] as const;

export class LooksQuery extends PageQuery {
  @OneOf(LOOKED_AT, { optional: true }) entity?: (typeof LOOKED_AT)[number];
  @Id({ optional: true }) entityId?: string;
  @Id({ optional: true, description: 'Who looked.' }) accountId?: string;
}

/** What one person saw of one row, or of a list, within an hour. */
export class LookDto {
  @Id() id: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'The hour it was in.' }) hour: Date;
  @ApiProperty({ type: String, format: 'date-time' }) lastAt: Date;
  @Int(1, 2_147_483_647) times: number;
  @Int(1, 2_147_483_647, { description: 'Rows shown all in all.' }) lines: number;
  @Id() accountId: string;
  @Text(100) byName: string;
  @OneOf(LOOKED_AT, {
    description: 'volunteer: telephone, home area, clearance and the like; need: care group or a guardian’s consent.',
  })
  entity: (typeof LOOKED_AT)[number];
  @Id({ nullable: true, description: 'null: a list.' }) entityId: string | null;
  @Text(40, { nullable: true }) code: string | null;
  @Text(100, { nullable: true, description: 'What the row is called today.' }) name: string | null;
}

/** A row that a value names. */
export class NamedDto {
  @Id() id: string;
  @Text(200) name: string;
  @Text(200) nameEn: string;
}

export class FieldChangeDto {
  @Text(60, { description: 'As the field is called in this API.' }) field: string;
  @ApiProperty({ type: Object, nullable: true }) from: unknown;
  @ApiProperty({ type: Object, nullable: true }) to: unknown;
  @Bool({ description: 'False: a personal value that has been deleted since.' }) kept: boolean;
}

/** A step in the life of a line of either menu, or of a volunteer’s record. */
export class HistoryLineDto {
  @ApiProperty({ type: String, format: 'date-time' }) at: Date;
  @Text(100) action: string;
  @Text(100, { nullable: true, description: 'null: the system itself.' }) byName: string | null;
  @Text(100, { nullable: true, description: 'The volunteer for whom somebody else acted.' }) onBehalfOfName:
    string | null;
  @ApiProperty({ type: Object, description: 'What else was recorded, e. g. the states before and after.' })
  change: Record<string, unknown>;
  @ApiProperty({ type: FieldChangeDto, isArray: true }) changes: FieldChangeDto[];
  @ApiProperty({ type: NamedDto, isArray: true, description: 'What the ids among the values are called today.' })
  names: NamedDto[];
}

export class ChainDto {
  @Bool() intact: boolean;
  @Int(0, 2_147_483_647) links: number;
  @Int(1, 2_147_483_647, { nullable: true, description: 'First link that does not fit.' }) brokenAt: number | null;
  @Int(0, 2_147_483_647, { description: 'Events outside the chain.' }) unlinked: number;
}
