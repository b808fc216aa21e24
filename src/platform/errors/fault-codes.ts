/**
 * What can be wrong with a field of the input. Whoever fills in a form of the client may meet each of these, so each has
 * its own sentence there (`fault.<code>`); one without fails a test.
 */
export const FAULT_CODES = [
  // What a single field tells (`platform/http/fields.ts`).
  'min',
  'max',
  'min_length',
  'max_length',
  'array_min_size',
  'array_max_size',
  'array_unique',
  'is_int',
  'is_number',
  'is_iso8601',
  'matches',
  'strange_characters',
  'required',
  // Days and times.
  'before_start',
  'ends_before_start',
  'in_future',
  'in_the_past',
  'period_too_long',
  'session_too_long',
  'too_long',
  'too_early',
  'after_period',
  'outside_period',
  'weekday_outside_period',
  'outside_engagement',
  'overlapping',
  'overlaps',
  'overlaps_lesson',
  'worked_day',
  'inside_holiday',
  'no_times',
  'time_missing',
  'recurrence_start',
  'recurrence_part',
  'recurrence_twice',
  'recurrence_without_end',
  'recurrence_end',
  'recurrence_zone',
  'recurrence_first_day',
  'recurrence_exdate',
  'recurrence_empty',
  'no_such_date',
  'no_such_time',
  'out_of_range',
  // What stands in the books.
  'unknown_id',
  'unknown_programme',
  'days_by_programme',
  'taken',
  'twice',
  'retired',
  'already_merged',
  'same_row',
  'school_closed',
  'changed',
  // People and accounts.
  'not_a_phone',
  'too_young',
  'consent_missing',
  'only_for_teams',
  'not_a_login',
  'wrong_password',
  'school_missing',
  'only_for_schools',
  'volunteer_missing',
  'only_for_volunteers',
  // Needs, offers, programmes.
  'more_than_seats',
  'needs_both',
  'place_missing',
  'quantity_missing',
  'only_for_goods',
  'not_for_goods',
  'only_for_agreed',
  'only_one_to_one',
  'neither_onsite_nor_online',
  'not_a_code',
  // The district's numbers and the rules of matching.
  'must_rise',
  'must_end_at',
  'must_fall',
  'must_be_positive',
  'sum_too_large',
  'not_a_weight',
  'not_weights',
] as const;

/**
 * What only a program can get wrong: a value of another kind, a field that does not exist, fields that do not go together.
 * One sentence in the client says so for all of them.
 */
export const SHAPE_CODES = [
  'is_string',
  'is_boolean',
  'is_in',
  'is_array',
  'is_object',
  'is_uuid',
  'nested_validation',
  'whitelist_validation',
  'invalid',
  'too_deep',
  'missing',
  'one_of',
  'unknown',
  'unknown_weight',
  'unknown_column',
  'not_a_column',
  'only_for_drafts',
  'brings_horizon_and_scope',
  'has_no_input',
] as const;

export type FaultCode = (typeof FAULT_CODES)[number] | (typeof SHAPE_CODES)[number];

const ALL: ReadonlySet<string> = new Set([...FAULT_CODES, ...SHAPE_CODES]);
export const isFaultCode = (code: string): code is FaultCode => ALL.has(code);
