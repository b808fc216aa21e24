import { ApiProperty, PickType } from '@nestjs/swagger';
import { listOf } from '../platform/http/lists';
import { PageQuery, sortWords } from '../platform/http/page';
import {
  Bool,
  Day,
  Flag,
  Id,
  Int,
  ListOf,
  Num,
  OneOf,
  SomeOf,
  Text,
  TimeOfDay,
  Version,
  Whole,
  Words,
} from '../platform/http/fields';
import { NEED_STATES, PLACE_KINDS } from './need';
import { AUDIENCES, CARE_GROUPS, FORMS } from '../taxonomy/kinds';
import { NEED_SORTS } from './needs.sorts';
import type { NeedState, PlaceKind } from './need';
import type { Audience, CareGroup, Form } from '../taxonomy/kinds';

export class DateTimeDto {
  @Day() day: string;
  @TimeOfDay() from: string;
  @TimeOfDay() to: string;
}

export class WeeklyDto {
  @Int(1, 7, { description: '1 Monday … 7 Sunday.' }) weekday: number;
  @TimeOfDay() from: string;
  @TimeOfDay() to: string;
  @Int(1, 12, { optional: true, description: 'Every week, every second week, …; 1 if not said.' }) everyWeeks?: number;
  @Int(0, 52, { optional: true, description: 'First week it is held, counted from the first week of the period.' })
  startWeek?: number;
}

export class AlternativeDto {
  @ListOf(() => DateTimeDto, 200) dates: DateTimeDto[] = [];
  @ListOf(() => WeeklyDto, 50) weekly: WeeklyDto[] = [];
  @Words(10, 2000, {
    optional: true,
    description:
      'RFC 5545: DTSTART with DURATION or DTEND, an RRULE (FREQ=DAILY, WEEKLY or MONTHLY; INTERVAL, BYDAY, BYMONTHDAY; UNTIL or COUNT) and EXDATE, a property a line, in Asia/Shanghai. Like weekly times they leave out school holidays and vacations and are held on made-up workdays.',
  })
  recurrences?: string[];
}

export class NeedSkillDto {
  @Id() skillId: string;
  @Int(1, 3, { optional: true, description: '1 some, 2 good, 3 expert.' }) level?: number;
  @Bool({ optional: true, description: 'False: preferred only.' }) required?: boolean;
}

/** What a coordinator (or a young teacher) fills in. */
export class NeedDraftDto {
  @Text(80, { example: '葫芦丝课后延时服务任课教师' }) title: string;
  @Text(2000, { optional: true, empty: true }) description?: string;
  @Id() categoryId: string;
  @Id({ optional: true, nullable: true }) programmeId?: string | null;
  @OneOf(AUDIENCES, { optional: true }) audience?: Audience;
  @Int(0, 8191, { optional: true, description: 'Bit g set: grade g (0 kindergarten, 1–12) is in the audience.' })
  grades?: number;
  @Int(1, 100_000, { optional: true, nullable: true }) headCount?: number | null;
  @OneOf(FORMS) form: Form;
  @Int(1, 200, { optional: true, description: 'Volunteers wanted.' }) seats?: number;
  @Int(1, 200, { optional: true, description: 'The fewest that still make sense.' }) minimum?: number;
  @ListOf(() => AlternativeDto, 10, {
    optional: true,
    description: 'Alternative times, one of which is chosen; none: to be agreed.',
  })
  alternatives?: AlternativeDto[];
  @Int(5, 10_080, { optional: true, nullable: true, description: 'Minutes a week, when the time is to be agreed.' })
  weeklyMinutes?: number | null;
  @Day() periodFrom: string;
  @Day() periodTo: string;
  @OneOf(PLACE_KINDS, { optional: true }) placeKind?: PlaceKind;
  @Text(200, { optional: true, nullable: true }) placeName?: string | null;
  @Id({ optional: true, nullable: true }) areaId?: string | null;
  @Num(-90, 90, { optional: true, nullable: true }) latitude?: number | null;
  @Num(-180, 180, { optional: true, nullable: true }) longitude?: number | null;
  @ListOf(() => NeedSkillDto, 20, { optional: true }) skills?: NeedSkillDto[];
  @Words(10, 20, { optional: true, description: 'Languages or dialects the volunteer must speak.' })
  languages?: string[];
  @Bool({ optional: true, description: 'Means contact with minors; clearance is needed.' }) minors?: boolean;
  @Bool({ optional: true }) oneToOne?: boolean;
  @Bool({ optional: true }) under14?: boolean;
  @Day({ optional: true, nullable: true }) guardianConsentOn?: string | null;
  @SomeOf(CARE_GROUPS, { optional: true }) careGroups?: CareGroup[];
  @Bool({ optional: true }) urgent?: boolean;
  @Int(0, 100_000, { optional: true, description: 'Goods: pieces asked for.' }) quantity?: number;
  @Id({ optional: true, nullable: true, description: 'Picked from the resources menu.' }) wishedOfferId?: string | null;
  @Text(200, { optional: true, empty: true }) contact?: string;
  @Day({ optional: true, nullable: true }) answerBy?: string | null;
  @Text(2000, { optional: true, empty: true }) notes?: string;
}

export class NewNeedDto extends NeedDraftDto {
  @Id() schoolId: string;
  @Bool({ optional: true, description: 'A young teacher asks for a mentor for oneself.' }) aboutMe?: boolean;
}

export class ChangeNeedDto extends NeedDraftDto {
  @Version() version: number;
}

/** Times still being written. */
export class NeedTimesDto extends PickType(NeedDraftDto, ['alternatives', 'periodFrom', 'periodTo'] as const) {}

/** The days on which times fall, by alternative, as a round would see them. */
export class NeedDaysDto {
  @ApiProperty({ type: DateTimeDto, isArray: true }) days: DateTimeDto[];
}

export class CopyNeedDto {
  @Day() periodFrom: string;
  @Day() periodTo: string;
}

export class VersionDto {
  @Version() version: number;
}

export class WithReasonDto extends VersionDto {
  @Text(500) reason: string;
}

export class NeedDto {
  @Id() id: string;
  @Text(40) code: string;
  @OneOf(NEED_STATES) state: NeedState;
  @Id() schoolId: string;
  @Text(200) schoolName: string;
  @Text(80) title: string;
  @Text(2000, { empty: true }) description: string;
  @Id() categoryId: string;
  @Text(60) categoryName: string;
  @Id({ nullable: true }) programmeId: string | null;
  @Text(60, { nullable: true }) programmeName: string | null;
  @OneOf(AUDIENCES) audience: Audience;
  @Int(0, 8191) grades: number;
  @Int(1, 100_000, { nullable: true }) headCount: number | null;
  @OneOf(FORMS) form: Form;
  @Int(1, 200) seats: number;
  @Int(1, 200) minimum: number;
  @Int(0, 200, { description: 'Seats that somebody has accepted.' }) accepted: number;
  @ApiProperty({ type: AlternativeDto, isArray: true }) alternatives: AlternativeDto[];
  @Int(5, 10_080, { nullable: true }) weeklyMinutes: number | null;
  @Day() periodFrom: string;
  @Day() periodTo: string;
  @OneOf(PLACE_KINDS) placeKind: PlaceKind;
  @Text(200, { nullable: true }) placeName: string | null;
  @Id({ nullable: true, description: 'Named area of the gazetteer, when the place is neither the school nor online.' })
  areaId: string | null;
  @ApiProperty({ type: NeedSkillDto, isArray: true }) skills: (NeedSkillDto & { name: string })[];
  @ApiProperty({ type: String, isArray: true }) languages: string[];
  @Bool() minors: boolean;
  @Bool() oneToOne: boolean;
  @Bool() under14: boolean;
  @Day({ nullable: true }) guardianConsentOn: string | null;
  @ApiProperty({ enum: CARE_GROUPS, isArray: true, description: 'Only for those who may see the need in full.' })
  careGroups: CareGroup[];
  @Bool() urgent: boolean;
  @Int(1, 4) priority: 1 | 2 | 3 | 4;
  @Int(0, 100_000) quantity: number;
  @Id({ nullable: true }) wishedOfferId: string | null;
  @Text(200, { empty: true }) contact: string;
  @Day({ nullable: true }) answerBy: string | null;
  @Text(2000, { empty: true }) notes: string;
  @Text(500, { nullable: true, description: 'Why it was returned; for its submitter alone.' }) returnReason:
    string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Not confirmed this term: shown, not matched.',
  })
  staleSince: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) confirmedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) submittedAt: Date | null;
  @Int(0, 40_000_000, {
    nullable: true,
    optional: true,
    description: 'Metres of way from `near`, in hundreds; null: not known. In lists that asked for it.',
  })
  distanceMetres?: number | null;
  @Int(1, 2_147_483_647) version: number;
}

export class NeedsQuery extends PageQuery {
  @OneOf(NEED_STATES, { optional: true }) state?: NeedState;
  @Id({ optional: true }) schoolId?: string;
  @Id({ optional: true }) programmeId?: string;
  @Id({ optional: true }) categoryId?: string;
  @Id({ optional: true }) skillId?: string;
  @OneOf(FORMS, { optional: true }) form?: Form;
  @OneOf(AUDIENCES, { optional: true }) audience?: Audience;
  @Whole(1, 4, '1 most urgent.') priority?: number;
  @Whole(0, 12, 'A grade of the audience: 0 kindergarten, 1–12.') grade?: number;
  @Whole(1, 7, 'A weekday with one of its times: 1 Monday … 7 Sunday.') weekday?: number;
  @Id({ optional: true, description: 'A school, an area or a volunteer from where distances are measured.' })
  near?: string;
  @Whole(100, 200_000, 'No farther than this many metres of way from `near`; an unknown place is not near.')
  within?: number;
  @Text(100, {
    optional: true,
    description:
      'Words that all occur in title, description, school or code; characters, pinyin or initials. If nothing has them, lines that differ by a typing error.',
  })
  search?: string;
  @Flag('Only lines on the menu that nobody has confirmed since the current term began.') unconfirmed?: boolean;
  @Flag('Only lines nobody has confirmed this term.') stale?: boolean;
  @OneOf(sortWords(NEED_SORTS), {
    optional: true,
    description: 'With a minus the other way round; newest first if not said. `distance` takes `near`.',
  })
  sort?: string;
  @Flag('Counts, too, how many lines each further choice would leave.') facets?: boolean;
}

/** One page of the needs menu. */
export class NeedsPageDto extends listOf(NeedDto) {}
