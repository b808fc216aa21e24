import type { Schema } from '@/api/client';
import { LIMIT_NAMES } from '@/app/rows';
import { isAmount, isWhole, shown, typedNumber } from '@/app/typed';
import type { Offer } from '@/i18n/words';
import { isDay } from '@/ui/date-field';
import { recurrencesOf, rowsOf, weeklyOf } from './window-rows';
import type { WindowRow } from './window-rows';
import { FORMS } from '../menu-words';

export const HOLIDAYS = ['same', 'off', 'only'] as const;
const GRADES = Array.from({ length: 13 }, (_, grade) => grade);

/** The form as it is filled in: everything a text as typed, or what is ticked. */
export interface Filled {
  title: string;
  description: string;
  categoryId: string;
  programmeId: string;
  forms: string[];
  /** Pieces of goods. */
  stock: string;
  skills: Schema<'OfferSkillDto'>[];
  grades: string[];
  places: string[];
  siteNeeds: string;
  when: string;
  windows: WindowRow[];
  /** Single days, besides the weekly times. */
  dates: Offer['availability']['dates'];
  daysOff: Offer['availability']['daysOff'];
  holidays: (typeof HOLIDAYS)[number];
  notes: string;
  minutes: string;
  atOnce: string;
  /** The farthest way. */
  km: string;
  /** A month. */
  hours: string;
}

/** The form for an offer on record, or for a new one. */
export const filledFrom = (offer: Offer | null): Filled => ({
  title: offer?.title ?? '',
  description: offer?.description ?? '',
  categoryId: offer?.categoryId ?? '',
  programmeId: offer?.programmeId ?? '',
  forms: offer?.forms ?? [],
  stock: shown(offer?.stock || null),
  skills: offer?.skills.map(({ skillId, level }) => ({ skillId, level })) ?? [],
  grades: GRADES.filter((grade) => (offer?.grades ?? 0) & (1 << grade)).map(String),
  places: offer ? [offer.onsite && 'onsite', offer.online && 'online'].filter((place) => place !== false) : ['onsite'],
  siteNeeds: offer?.siteNeeds ?? '',
  when: offer && !offer.availability.anyTime ? 'weekly' : 'any',
  windows: offer ? rowsOf(offer.availability) : [],
  dates: offer?.availability.dates ?? [],
  daysOff: offer?.availability.daysOff ?? [],
  holidays: offer?.availability.holidays ?? 'same',
  notes: offer?.notes ?? '',
  minutes: shown(offer?.sessionMinutes),
  atOnce: shown(offer?.maxConcurrent),
  km: shown(offer?.travelLimitMetres, 1 / 1000),
  hours: shown(offer?.monthlyMinutes, 1 / 60),
});

/** What must be mended, by field: the key of its sentence. */
export function faultsOf(filled: Filled): Record<string, string> {
  const found: Record<string, string> = {};
  const weekly = filled.when === 'weekly';
  if (!filled.title.trim()) found.title = 'offerform.fault_title';
  if (!filled.categoryId) found.categoryId = 'offerform.fault_category';
  if (filled.forms.length === 0) found.forms = 'offerform.fault_forms';
  if (filled.places.length === 0) found.places = 'offerform.fault_places';
  if (filled.minutes && !isWhole(filled.minutes, 5, 1440)) found.minutes = 'offerform.fault_minutes';
  if (filled.atOnce && !isWhole(filled.atOnce, 0, 100)) found.atOnce = 'offerform.fault_number';
  if (filled.stock && !isWhole(filled.stock, 0, 100_000)) found.stock = 'offerform.fault_number';
  if (filled.km && !isAmount(filled.km, 200)) found.km = 'offerform.fault_km';
  if (filled.hours && !isAmount(filled.hours, 744)) found.hours = 'offerform.fault_hours';
  if (weekly && filled.windows.length + filled.dates.length === 0) found.windows = 'offerform.fault_windows';
  else if (weekly && filled.windows.some(({ sealed, from, to }) => !sealed && (!from || !to || from >= to)))
    found.windows = 'offerform.fault_window';
  if (weekly && filled.dates.some(({ day, from, to }) => !isDay(day) || !from || !to || from >= to))
    found.dates = 'needform.fault_dates';
  if (filled.daysOff.some(({ from, to }) => !isDay(from) || !isDay(to) || to < from))
    found.daysOff = 'offerform.fault_off';
  return found;
}

/** The fields as the API takes them. */
export function bodyOf(filled: Filled, offer: Offer | null): Omit<Schema<'ChangeOfferDto'>, 'version'> {
  const weekly = filled.when === 'weekly';
  return {
    title: filled.title.trim(),
    description: filled.description.trim(),
    categoryId: filled.categoryId,
    programmeId: filled.programmeId || null,
    forms: FORMS.filter((form) => filled.forms.includes(form)),
    grades: filled.grades.reduce((mask, grade) => mask | (1 << Number(grade)), 0),
    sessionMinutes: typedNumber(filled.minutes),
    availability: {
      // What this form has no field for stays as it is.
      ...offer?.availability,
      anyTime: !weekly,
      weekly: weekly ? weeklyOf(filled.windows) : [],
      recurrences: weekly ? recurrencesOf(filled.windows) : [],
      dates: weekly ? filled.dates : [],
      daysOff: filled.daysOff,
      holidays: filled.holidays,
    },
    onsite: filled.places.includes('onsite'),
    online: filled.places.includes('online'),
    maxConcurrent: typedNumber(filled.atOnce),
    travelLimitMetres: typedNumber(filled.km, 1000),
    monthlyMinutes: typedNumber(filled.hours, 60),
    stock: filled.forms.includes('goods') ? (typedNumber(filled.stock) ?? 0) : 0,
    skills: filled.skills,
    siteNeeds: filled.siteNeeds.trim(),
    notes: filled.notes.trim(),
  };
}

/** What the form calls the fields of the API that have other names there. */
export const NAMES = {
  ...LIMIT_NAMES,
  volunteerId: 'volunteer',
  sessionMinutes: 'minutes',
  'availability/weekly': 'windows',
  'availability/recurrences': 'windows',
  'availability/dates': 'dates',
  'availability/daysOff': 'daysOff',
  'availability/holidays': 'holidays',
  stock: 'forms',
  onsite: 'places',
  online: 'places',
};
