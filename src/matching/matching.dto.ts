import { ApiProperty, OmitType } from '@nestjs/swagger';
import { NewNeedDto } from '../needs/needs.dto';
import { Int, Text } from '../platform/http/fields';

/** A need that is still being written: what decides who could do it. */
export class OutlineDto extends OmitType(NewNeedDto, ['title'] as const) {
  @Text(80, { optional: true, empty: true }) title?: string;
}

export class WhoCouldDto {
  @Int(0, 1_000_000, { description: 'Volunteers whom no rule excludes.' }) eligible: number;
  @ApiProperty({ type: Object, description: 'Volunteers by the first hard rule that excludes them.' })
  eliminated: Record<string, number>;
}
