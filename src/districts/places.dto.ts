import { Day, Id, Int, Num, Text, Version, Words } from '../platform/http/fields';

/** A named area of the gazetteer with one point. */
export class NewAreaDto {
  @Text(100, { example: '东湖街道' }) name: string;
  @Num(-90, 90) latitude: number;
  @Num(-180, 180) longitude: number;
}

export class ChangeAreaDto extends NewAreaDto {
  @Version() version: number;
}

export class AreaDto extends NewAreaDto {
  @Id() id: string;
  @Int(1, 2_147_483_647) version: number;
}

export class NewSchoolDto {
  @Text(200) name: string;
  @Text(40, { optional: true, nullable: true, description: 'The number the ministry gave it (学校标识码).' })
  code?: string | null;
  @Words(6, 20, { optional: true, description: 'Stages: 幼儿园, 小学, 初中, …' }) stages?: string[];
  @Id({ optional: true, nullable: true, description: 'Where it lies; its point unless it has one of its own.' })
  areaId?: string | null;
  @Num(-90, 90, { optional: true, nullable: true }) latitude?: number | null;
  @Num(-180, 180, { optional: true, nullable: true }) longitude?: number | null;
}

export class ChangeSchoolDto extends NewSchoolDto {
  @Version() version: number;
}

export class SchoolVersionDto {
  @Version() version: number;
}

/** A school as the office keeps it, closed ones included. */
export class SchoolRecordDto {
  @Id() id: string;
  @Text(200) name: string;
  @Text(40, { nullable: true }) code: string | null;
  @Words(6, 20) stages: string[];
  @Id({ nullable: true }) areaId: string | null;
  @Text(100, { nullable: true }) areaName: string | null;
  @Num(-90, 90, { nullable: true }) latitude: number | null;
  @Num(-180, 180, { nullable: true }) longitude: number | null;
  @Day({ nullable: true, description: 'From this day on it takes part no more.' }) closedOn: string | null;
  @Int(0, 1_000_000, { description: 'Needs that are still on their way.' }) needs: number;
  @Int(0, 1_000, { description: 'Accounts of coordinators.' }) coordinators: number;
  @Int(1, 2_147_483_647) version: number;
}
