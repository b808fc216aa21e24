import { ApiProperty } from '@nestjs/swagger';
import { Bool, Id, OneOf, Text } from '../platform/http/fields';
import { VOLUNTEER_STATES, type VolunteerState } from './resource';
import { VolunteerDraftDto, VolunteerDto } from './resources.dto';

export class NewVolunteerDto extends VolunteerDraftDto {
  @Bool({
    optional: true,
    description: 'It is another person than the one on record with the same name and telephone number.',
  })
  another?: boolean;
}

/** Somebody on record who may be the same person. */
export class AlikeVolunteerDto {
  @Id() id: string;
  @Text(40) code: string;
  @Text(80) name: string;
  @OneOf(VOLUNTEER_STATES) state: VolunteerState;
  @Bool() sameName: boolean;
  @Bool() samePhone: boolean;
}

/** A volunteer as the record is opened. */
export class OpenedVolunteerDto extends VolunteerDto {
  @ApiProperty({
    type: AlikeVolunteerDto,
    isArray: true,
    description: 'Of an applicant: who is on record with the same name or telephone number.',
  })
  alike: AlikeVolunteerDto[];
}
