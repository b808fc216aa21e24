/** The closed lists a person is described by, in the order people are used to. */
export const KINDS = ['person', 'studio', 'team', 'guest'] as const;
export const GROUPS = ['official', 'soldier', 'expert', 'teacher', 'model_worker'] as const;
export const GUESTS = [
  'judge',
  'firefighter',
  'artisan',
  'model_worker',
  'deputy',
  'alumnus',
  'parent',
  'other',
] as const;
export const TIERS = ['core', 'backbone', 'participating'] as const;
