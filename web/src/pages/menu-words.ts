/** The closed lists the lines of both menus are described by, in the order people are used to. */
export const FORMS = [
  'lecture',
  'class_series',
  'workshop',
  'talk_room_duty',
  'one_to_one',
  'visit',
  'mentoring',
  'contest',
  'goods',
] as const;
export const CARE_GROUPS = ['three_difficulties', 'five_losses', 'left_behind'] as const;
