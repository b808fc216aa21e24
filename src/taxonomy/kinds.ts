/** Closed lists of words that both menus and the programmes share. */

export const AUDIENCES = ['pupils', 'young_teachers', 'parents', 'whole_school'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** How a service is given; needs name one, offers one or more. */
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
export type Form = (typeof FORMS)[number];

/** Circumstances that raise priority; sensitive facts about minors, never names. */
export const CARE_GROUPS = ['three_difficulties', 'five_losses', 'left_behind'] as const;
export type CareGroup = (typeof CARE_GROUPS)[number];
