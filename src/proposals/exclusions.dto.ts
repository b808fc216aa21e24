import { Transform } from 'class-transformer';
import { Bool, Id, Moment, OneOf, Text } from '../platform/http/fields';
import { PageQuery, pageOf } from '../platform/http/page';

export const EXCLUSION_REASONS = ['declined', 'lapsed', 'blocked', 'conflict_of_interest'] as const;
export const EXCLUSION_SIDES = ['volunteer', 'school', 'district'] as const;

export class ExclusionQuery extends PageQuery {
  @Id({ optional: true }) volunteerId?: string;
  @Id({ optional: true }) needId?: string;
  @Id({ optional: true }) schoolId?: string;

  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @Bool({ optional: true, description: 'Those that have been lifted, too.' })
  lifted?: boolean;
}

export class ExclusionDto {
  @Id() id: string;
  @Id() volunteerId: string;
  @Text(100) volunteerName: string;
  @Id({ nullable: true, description: 'The need it is about …' }) needId: string | null;
  @Text(200, { nullable: true }) needTitle: string | null;
  @Id({ nullable: true, description: '… or the whole school.' }) schoolId: string | null;
  @Text(200, { nullable: true }) schoolName: string | null;
  @OneOf(EXCLUSION_REASONS) reason: (typeof EXCLUSION_REASONS)[number];
  @OneOf(EXCLUSION_SIDES, { description: 'Whose word it is.' }) side: (typeof EXCLUSION_SIDES)[number];
  @Id({ nullable: true, description: 'A lapse excludes in the round it came from and nowhere else.' }) roundId:
    string | null;
  @Moment() createdAt: Date;
  @Moment({ nullable: true }) liftedAt: Date | null;
}
export const ExclusionPage = pageOf(ExclusionDto);

export class NewExclusionDto {
  @Id() volunteerId: string;
  @Id({ optional: true, description: 'One need …' }) needId?: string;
  @Id({ optional: true, description: '… or a whole school.' }) schoolId?: string;
  @OneOf(['blocked', 'conflict_of_interest']) reason: 'blocked' | 'conflict_of_interest';
  @OneOf(EXCLUSION_SIDES, {
    optional: true,
    description: 'Whose word it is; the own side if not said. A school may write down a volunteer’s.',
  })
  side?: (typeof EXCLUSION_SIDES)[number];
}
