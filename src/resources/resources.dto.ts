import { ApiProperty } from '@nestjs/swagger';
import { listOf } from '../platform/http/lists';
import { PageQuery, sortWords } from '../platform/http/page';
import {
  Bool,
  Day,
  Flag,
  Id,
  Ids,
  Int,
  ListOf,
  Nested,
  Num,
  OneOf,
  SomeOf,
  Text,
  TimeOfDay,
  Version,
  Whole,
  Words,
} from '../platform/http/fields';
import { FORMS } from '../taxonomy/kinds';
import {
  CLEARANCE_STATUSES,
  CONTACTS,
  GUEST_GROUPS,
  OFFER_STATES,
  TIERS,
  TRAVEL_MODES,
  VETERAN_GROUPS,
  VOLUNTEER_KINDS,
  VOLUNTEER_STATES,
} from './resource';
import { OFFER_SORTS, VOLUNTEER_SORTS } from './resources.sorts';
import type { OfferState, VolunteerKind, VolunteerState } from './resource';

export class VolunteerDraftDto {
  @Text(80, { description: 'Name of the person, studio, team or organisation.' }) name: string;
  @OneOf(VOLUNTEER_KINDS, { optional: true }) kind?: VolunteerKind;
  @Text(40, { optional: true, nullable: true }) phone?: string | null;
  @Text(200, { optional: true, nullable: true }) retiredFrom?: string | null;
  @OneOf(VETERAN_GROUPS, { optional: true, nullable: true }) veteranGroup?: string | null;
  @OneOf(GUEST_GROUPS, { optional: true, nullable: true }) guestGroup?: string | null;
  @OneOf(TIERS, { optional: true }) tier?: string;
  @Int(1, 1000, { optional: true, description: 'How many people can serve at the same moment.' }) people?: number;
  @Int(1900, 2100, { optional: true, nullable: true }) birthYear?: number | null;
  @Words(10, 20, { optional: true }) languages?: string[];
  @Id({ optional: true, nullable: true, description: 'Home area of the gazetteer.' }) areaId?: string | null;
  @Num(-90, 90, { optional: true, nullable: true }) latitude?: number | null;
  @Num(-180, 180, { optional: true, nullable: true }) longitude?: number | null;
  @OneOf(TRAVEL_MODES, { optional: true }) travelMode?: 'walk' | 'bicycle' | 'bus' | 'car';
  @Int(1, 200_000, { optional: true, nullable: true, description: 'Farthest way, metres one way.' })
  travelLimitMetres?: number | null;
  @Int(0, 240, { optional: true, description: 'Pause wished between two sessions, minutes.' }) bufferMinutes?: number;
  @Int(0, 100, { optional: true, nullable: true, description: 'Engagements at once.' }) maxConcurrent?: number | null;
  @Int(0, 44_640, { optional: true, nullable: true, description: 'Minutes a month, travel included.' })
  monthlyMinutes?: number | null;
  @Ids(20, { optional: true }) wishedSchoolIds?: string[];
  @OneOf(CONTACTS, { optional: true }) preferredContact?: string;
  @Day({ optional: true, nullable: true, description: 'When consent to the use of personal data was given.' })
  consentedOn?: string | null;
  @Text(500, { optional: true, empty: true, description: 'Training taken; as it was if not said.' }) training?: string;
  @Day({ optional: true, nullable: true, description: 'Day of the last training; as it was if not said.' })
  trainedOn?: string | null;
}

export class ChangeVolunteerDto extends VolunteerDraftDto {
  @Version() version: number;
}

export class PauseDto {
  @Version() version: number;
  @Bool({ optional: true, description: 'What the volunteer is serving ends too, and replacements are sought.' })
  endEngagements?: boolean;
}

export class ClearanceDto {
  @Text(60) number: string;
  @Text(120) authority: string;
  @Day() checkedOn: string;
  @Day() expiresOn: string;
}

export class RevokeDto {
  @Text(500) reason: string;
}

export class VolunteerDto {
  @Id() id: string;
  @Text(40) code: string;
  @OneOf(VOLUNTEER_STATES) state: VolunteerState;
  @OneOf(VOLUNTEER_KINDS) kind: VolunteerKind;
  @Text(80) name: string;
  @Text(40, { nullable: true }) phone: string | null;
  @Text(200, { nullable: true }) retiredFrom: string | null;
  @OneOf(VETERAN_GROUPS, { nullable: true }) veteranGroup: string | null;
  @OneOf(GUEST_GROUPS, { nullable: true }) guestGroup: string | null;
  @OneOf(TIERS) tier: string;
  @Int(1, 1000) people: number;
  @Int(1900, 2100, { nullable: true }) birthYear: number | null;
  @ApiProperty({ type: String, isArray: true }) languages: string[];
  @Id({ nullable: true }) areaId: string | null;
  @Text(100, { nullable: true }) areaName: string | null;
  @OneOf(TRAVEL_MODES) travelMode: 'walk' | 'bicycle' | 'bus' | 'car';
  @Int(1, 200_000, { nullable: true }) travelLimitMetres: number | null;
  @Int(0, 240) bufferMinutes: number;
  @Int(0, 100, { nullable: true }) maxConcurrent: number | null;
  @Int(0, 44_640, { nullable: true }) monthlyMinutes: number | null;
  @ApiProperty({ type: String, isArray: true }) wishedSchoolIds: string[];
  @OneOf(CONTACTS) preferredContact: string;
  @Day({ nullable: true }) consentedOn: string | null;
  @Text(500, { empty: true }) training: string;
  @Day({ nullable: true }) trainedOn: string | null;
  @ApiProperty({
    type: ClearanceDto,
    nullable: true,
    description: 'The clearance that lasts longest; null: not cleared.',
  })
  clearance: ClearanceDto | null;
  @OneOf(CLEARANCE_STATUSES) clearanceStatus: string;
  @Int(0, 40_000_000, {
    nullable: true,
    optional: true,
    description: 'Metres of way from `near`, in hundreds; null: not known. In lists that asked for it.',
  })
  distanceMetres?: number | null;
  @Int(0, 1000, { description: 'Offers on the menu.' }) listedOffers: number;
  @Int(0, 1000, { description: 'Engagements agreed or serving.' }) liveEngagements: number;
  @Int(1, 2_147_483_647) version: number;
}

export class WeeklyWindowDto {
  @Int(1, 7) weekday: number;
  @TimeOfDay() from: string;
  @TimeOfDay() to: string;
  @OneOf(['odd', 'even'], {
    optional: true,
    description: 'Only in odd or even teaching weeks (单周, 双周), counted from the first week of each term.',
  })
  weeks?: 'odd' | 'even';
}

export class DateWindowDto {
  @Day() day: string;
  @TimeOfDay() from: string;
  @TimeOfDay() to: string;
}

export class DayRangeDto {
  @Day() from: string;
  @Day() to: string;
}

export class AvailabilityDto {
  @Bool({ description: 'Any time can be asked for; the lists of windows do not count.' }) anyTime: boolean;
  @ListOf(() => WeeklyWindowDto, 100) weekly: WeeklyWindowDto[] = [];
  @Words(20, 2000, {
    optional: true,
    description:
      'RFC 5545 as for needs; it may go on without UNTIL or COUNT. For the nth weekday of a month, every second week from a day on, weeks up to a day.',
  })
  recurrences?: string[];
  @ListOf(() => DateWindowDto, 400) dates: DateWindowDto[] = [];
  @ListOf(() => DayRangeDto, 100) daysOff: DayRangeDto[] = [];
  @OneOf(['same', 'off', 'only'], { description: 'School holidays: no difference, not then, or only then.' }) holidays:
    'same' | 'off' | 'only' = 'same';
}

export class OfferSkillDto {
  @Id() skillId: string;
  @Int(1, 3, { optional: true, description: '1 some, 2 good, 3 expert.' }) level?: number;
}

export class OfferDraftDto {
  @Text(80, { example: '葫芦丝教学' }) title: string;
  @Text(2000, { optional: true, empty: true }) description?: string;
  @Id() categoryId: string;
  @Id({ optional: true, nullable: true }) programmeId?: string | null;
  @SomeOf(FORMS, { least: 1 }) forms: string[];
  @Int(0, 8191, { optional: true }) grades?: number;
  @Int(5, 1440, { optional: true, nullable: true }) sessionMinutes?: number | null;
  @Nested(() => AvailabilityDto) availability: AvailabilityDto;
  @Bool({ optional: true }) onsite?: boolean;
  @Bool({ optional: true }) online?: boolean;
  @Int(0, 100, { optional: true, nullable: true }) maxConcurrent?: number | null;
  @Int(0, 44_640, { optional: true, nullable: true }) monthlyMinutes?: number | null;
  @Int(1, 200_000, {
    optional: true,
    nullable: true,
    description: 'Farthest way for this offer, metres one way; the nearer of it and the volunteer’s own counts.',
  })
  travelLimitMetres?: number | null;
  @Int(0, 100_000, { optional: true, description: 'Goods: pieces in stock.' }) stock?: number;
  @ListOf(() => OfferSkillDto, 20, { optional: true }) skills?: OfferSkillDto[];
  @Text(500, { optional: true, empty: true }) siteNeeds?: string;
  @Text(2000, { optional: true, empty: true }) notes?: string;
}

export class NewOfferDto extends OfferDraftDto {
  @Id() volunteerId: string;
}

export class ChangeOfferDto extends OfferDraftDto {
  @Version() version: number;
}

export class OfferDto {
  @Id() id: string;
  @Text(40) code: string;
  @OneOf(OFFER_STATES) state: OfferState;
  @Id() volunteerId: string;
  @Text(80) volunteerName: string;
  @OneOf(VOLUNTEER_KINDS) volunteerKind: VolunteerKind;
  @OneOf(VETERAN_GROUPS, { nullable: true }) veteranGroup: string | null;
  @Text(80) title: string;
  @Text(2000, { empty: true }) description: string;
  @Id() categoryId: string;
  @Text(60) categoryName: string;
  @Id({ nullable: true }) programmeId: string | null;
  @Text(60, { nullable: true }) programmeName: string | null;
  @ApiProperty({ enum: FORMS, isArray: true }) forms: string[];
  @Int(0, 8191) grades: number;
  @Int(5, 1440, { nullable: true }) sessionMinutes: number | null;
  @ApiProperty({ type: AvailabilityDto }) availability: AvailabilityDto;
  @Bool({
    optional: true,
    description:
      'It is free in odd or even weeks, and the district has no term yet: these weeks count once it has one. Not in lists.',
  })
  weeksWithoutTerm?: boolean;
  @Bool() onsite: boolean;
  @Bool() online: boolean;
  @Int(0, 100, { nullable: true }) maxConcurrent: number | null;
  @Int(0, 44_640, { nullable: true }) monthlyMinutes: number | null;
  @Int(1, 200_000, { nullable: true }) travelLimitMetres: number | null;
  @Int(0, 100_000) stock: number;
  @ApiProperty({ type: OfferSkillDto, isArray: true }) skills: (OfferSkillDto & { name: string })[];
  @Text(500, { empty: true }) siteNeeds: string;
  @Text(2000, { empty: true }) notes: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) staleSince: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) confirmedAt: Date;
  @Int(0, 40_000_000, {
    nullable: true,
    optional: true,
    description: 'Metres of way from `near`, in hundreds; null: not known. In lists that asked for it.',
  })
  distanceMetres?: number | null;
  @Int(1, 2_147_483_647) version: number;
}

/** What every list of the resources side understands about distances and counts. */
class NearQuery extends PageQuery {
  @Id({ optional: true, description: 'A school, an area or a volunteer from where distances are measured.' })
  near?: string;
  @Whole(100, 200_000, 'No farther than this many metres of way from `near`; an unknown home is not near.')
  within?: number;
  @Text(100, {
    optional: true,
    description:
      'Words that all occur; characters, pinyin or initials. If nothing has them, lines that differ by a typing error.',
  })
  search?: string;
  @Flag('Counts, too, how many lines each further choice would leave.') facets?: boolean;
}

export class VolunteersQuery extends NearQuery {
  @OneOf(VOLUNTEER_STATES, { optional: true }) state?: VolunteerState;
  @OneOf(VOLUNTEER_KINDS, { optional: true }) kind?: VolunteerKind;
  @OneOf(VETERAN_GROUPS, { optional: true }) veteranGroup?: string;
  @OneOf(GUEST_GROUPS, { optional: true }) guestGroup?: string;
  @OneOf(TIERS, { optional: true }) tier?: string;
  @OneOf(CLEARANCE_STATUSES, { optional: true }) clearance?: string;
  @Id({ optional: true, description: 'Home area.' }) areaId?: string;
  @Id({ optional: true, description: 'A skill of one of their listed offers.' }) skillId?: string;
  @OneOf(sortWords(VOLUNTEER_SORTS), {
    optional: true,
    description:
      'With a minus the other way round; newest first if not said. `clearance`: the one that runs out first comes first. `distance` takes `near`.',
  })
  sort?: string;
}

export class OffersQuery extends NearQuery {
  @OneOf(OFFER_STATES, { optional: true }) state?: OfferState;
  @Id({ optional: true }) volunteerId?: string;
  @Id({ optional: true }) programmeId?: string;
  @Id({ optional: true }) categoryId?: string;
  @Id({ optional: true }) skillId?: string;
  @OneOf(FORMS, { optional: true }) form?: string;
  @OneOf(VOLUNTEER_KINDS, { optional: true }) kind?: VolunteerKind;
  @OneOf(VETERAN_GROUPS, { optional: true }) veteranGroup?: string;
  @Whole(0, 12, 'A grade it suits: 0 kindergarten, 1–12.') grade?: number;
  @Whole(1, 7, 'A weekday with a window: 1 Monday … 7 Sunday.') weekday?: number;
  @Flag('Only offers that can be given online, or only those that cannot.') online?: boolean;
  @Flag('Only lines nobody has confirmed this term.') stale?: boolean;
  @Flag('Only listed offers that nobody has confirmed since the current term began.') unconfirmed?: boolean;
  @OneOf(sortWords(OFFER_SORTS), {
    optional: true,
    description: 'With a minus the other way round; newest first if not said. `distance` takes `near`.',
  })
  sort?: string;
}

/** One page of the resources menu. */
export class OffersPageDto extends listOf(OfferDto) {}

/** One page of volunteers. */
export class VolunteersPageDto extends listOf(VolunteerDto) {}

/** An offer like an earlier one ("as last term"). */
export class CopyOfferDto {
  @Day({ optional: true, description: 'Dates and days off before this day are left out; today if not said.' })
  from?: string;
}
