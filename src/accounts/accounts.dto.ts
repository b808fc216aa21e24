import { ApiProperty } from '@nestjs/swagger';
import { LOCALES, ROLES } from '../platform/actor';
import type { Locale, Role } from '../platform/actor';
import { Bool, Id, OneOf, Text } from '../platform/http/fields';

export class SignInDto {
  @Text(100, { example: 'admin' })
  login: string;

  @ApiProperty({ type: String, maxLength: 200, format: 'password' })
  @Text(200)
  password: string;

  @Id({ optional: true, description: 'The district to work in, for accounts that belong to several.' })
  districtId?: string;
}

export class ChangeMeDto {
  @OneOf(LOCALES, { optional: true })
  locale?: Locale;

  @Bool({ optional: true, description: 'Large print.' })
  elderMode?: boolean;
}

export class ChangePasswordDto {
  @Text(200)
  current: string;

  @Text(200, { description: 'At least 8 characters.' })
  next: string;
}

export class GrantDto {
  @OneOf(ROLES) role: Role;
  @Id({ nullable: true }) schoolId: string | null;
  @Text(200, { nullable: true }) schoolName: string | null;
  @Id({ nullable: true }) volunteerId: string | null;
}

export class MeDto {
  @Id() accountId: string;
  @Text(100) name: string;
  @Text(100) login: string;
  @OneOf(LOCALES) locale: Locale;
  @Bool() elderMode: boolean;
  @Id() districtId: string;
  @Text(200) districtName: string;
  @ApiProperty({ type: GrantDto, isArray: true }) grants: GrantDto[];
  @ApiProperty({
    type: String,
    isArray: true,
    description: 'What this account may do at all; rows are checked one by one.',
  })
  permissions: string[];
}
