import { AppError } from '../platform/errors/app-error';
import type { Recurrence } from '../sheets/expressions/recurrence';
import { StateTable } from '../platform/states';

/** The life of a volunteer's record. *Cleared* is a fact beside it, not a state. */
export const VOLUNTEER_STATES = ['applied', 'verified', 'active', 'paused', 'left'] as const;
export type VolunteerState = (typeof VOLUNTEER_STATES)[number];

export const volunteerStates = new StateTable<VolunteerState>('volunteer', ['applied'], {
  applied: ['verified', 'left'],
  verified: ['active', 'left'],
  active: ['paused', 'left'],
  paused: ['active', 'left'],
  left: [],
});

/** The life of a line of the resources menu. */
export const OFFER_STATES = ['draft', 'submitted', 'listed', 'paused', 'retired'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

export const offerStates = new StateTable<OfferState>('offer', ['draft'], {
  draft: ['submitted', 'retired'],
  submitted: ['listed', 'draft', 'retired'],
  listed: ['paused', 'retired'],
  paused: ['listed', 'retired'],
  retired: [],
});

/** What is retired is of the past: it is neither changed nor confirmed. @throws `illegal_transition` */
export function refuseRetired({ state }: { state: OfferState }): void {
  if (state === 'retired')
    throw new AppError('illegal_transition', { entity: 'offer', from: state, to: state, allowed: '' });
}

export const VOLUNTEER_KINDS = ['person', 'studio', 'team', 'guest'] as const;
export type VolunteerKind = (typeof VOLUNTEER_KINDS)[number];

/** The five veterans (五老). */
export const VETERAN_GROUPS = ['official', 'soldier', 'expert', 'teacher', 'model_worker'] as const;
export const GUEST_GROUPS = [
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
export const TRAVEL_MODES = ['walk', 'bicycle', 'bus', 'car'] as const;
/** How a clearance stands today. */
export const CLEARANCE_STATUSES = ['valid', 'expiring', 'expired', 'missing'] as const;
export const CONTACTS = ['app', 'phone', 'coordinator'] as const;

/** `weeks`: only in odd or even teaching weeks (单周, 双周), counted anew in every term. */
export interface WeeklyWindow {
  weekday: number;
  from: number;
  to: number;
  weeks?: 'odd' | 'even';
}

/** When an offer can be given: weekly windows, recurrences and single dates, minus days off. Minutes from midnight. */
export interface OfferAvailability {
  /** No windows given: any time can be asked for. */
  anyTime: boolean;
  weekly: WeeklyWindow[];
  /** The nth weekday of a month, every second week from a day on, weeks up to a day. */
  recurrences?: Recurrence[];
  dates: { day: string; from: number; to: number }[];
  daysOff: { from: string; to: string }[];
  /** What school holidays change: nothing, not then, or only then. */
  holidays: 'same' | 'off' | 'only';
}

/** True if the clearance covers the day. Missing means not cleared. */
export const clearedOn = (clearedUntil: string | null, day: string): boolean =>
  clearedUntil !== null && day <= clearedUntil;
