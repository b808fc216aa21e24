/** Which sentence says what would be right, for the faults of a draft. */
const EXPECTED: Record<string, string> = {
  before_start: 'expected_range',
  period_too_long: 'expected_range',
  outside_period: 'expected_range',
  weekday_outside_period: 'expected_range_with_day',
  after_period: 'expected_date',
  ends_before_start: 'expected_times',
  session_too_long: 'expected_times',
  no_times: 'expected_times',
  time_missing: 'expected_workload',
  more_than_seats: 'expected_minimum',
  quantity_missing: 'expected_count',
  only_for_goods: 'expected_blank',
  only_for_teams: 'expected_blank',
  place_missing: 'expected_place',
  neither_onsite_nor_online: 'expected_mode',
  needs_both: 'expected_point',
  twice: 'expected_skills',
  not_a_phone: 'expected_phone',
  too_young: 'expected_year',
  in_future: 'expected_past_day',
};

export function faultCell(code: string): { expected: string; more: Record<string, number> } {
  return { expected: EXPECTED[code] ?? 'expected_text', more: code === 'quantity_missing' ? { most: 100_000 } : {} };
}
