import { ApiProperty } from '@nestjs/swagger';
import { ROLES } from '../platform/actor';
import type { Role } from '../platform/actor';
import { Bool, Id, OneOf, Text } from '../platform/http/fields';
import { PageQuery } from '../platform/http/page';
import { GrantDto } from './accounts.dto';

export class NewAccountDto {
  @Text(60, {
    description: 'What the person types to sign in: letters, digits, . _ - or a telephone number.',
    example: 'wang.li',
  })
  login: string;
  @Text(100) name: string;
  @OneOf(ROLES) role: Role;
  @Id({ optional: true, nullable: true, description: 'For coordinators and young teachers.' }) schoolId?: string | null;
  @Id({ optional: true, nullable: true, description: 'For volunteers.' }) volunteerId?: string | null;
}

export class AccountDto {
  @Id() id: string;
  @Text(60) login: string;
  @Text(100) name: string;
  @ApiProperty({ type: GrantDto, isArray: true }) grants: GrantDto[];
  @Bool({ description: 'Has signed in at least once.' }) used: boolean;
}

export class FreshAccountDto {
  @Id() id: string;
  @Text(60) login: string;
  @Text(40, { description: 'Shown this once; the person changes it under “account”.' }) password: string;
}

export class AccountsQuery extends PageQuery {
  @OneOf(ROLES, { optional: true }) role?: Role;
  @Text(100, { optional: true }) search?: string;
}
