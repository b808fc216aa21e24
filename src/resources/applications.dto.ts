import { ApiProperty } from '@nestjs/swagger';
import { Bool, Id, OneOf, Text } from '../platform/http/fields';
import { VETERAN_GROUPS } from './resource';

export class OpenAreaDto {
  @Id() id: string;
  @Text(100) name: string;
}

export class OpenDistrictDto {
  @Id() id: string;
  @Text(200) name: string;
  @ApiProperty({ type: OpenAreaDto, isArray: true }) areas: OpenAreaDto[];
}

/** The short form; everything else is asked when the office calls back. */
export class SelfApplicationDto {
  @Id() districtId: string;
  @Text(40) name: string;
  @Text(20, { description: 'Where the office can call back.' }) phone: string;
  @OneOf(VETERAN_GROUPS, { optional: true, nullable: true }) veteranGroup?: string | null;
  @Text(200, { optional: true, nullable: true }) retiredFrom?: string | null;
  @Id({ optional: true, nullable: true }) areaId?: string | null;
  @Bool({ description: 'Agrees that the office keeps these data to call back.' }) consent: boolean;
}
