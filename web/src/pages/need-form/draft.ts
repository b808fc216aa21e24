import type { Schema } from '@/api/client';
import { typedWords } from '@/app/typed';
import { addDays, today } from '@/i18n/format';
import type { Need } from '@/i18n/words';
import { isDay } from '@/ui/date-field';
import { alternativeOf, choiceFault, choiceOf, newRule } from './times';
import type { Choice } from './times';

export type Programme = Schema<'ProgrammeDto'>;
export type NeedDraft = Schema<'NewNeedDto'>;

/** What the form holds while it is filled in; texts stay texts until they are sent. */
export interface Filled {
  schoolId: string;
  programmeId: string | null;
  categoryId: string;
  title: string;
  description: string;
  audience: string;
  grades: number;
  headCount: string;
  seats: string;
  minimum: string;
  careGroups: string[];
  urgent: boolean;
  form: string;
  quantity: string;
  skills: { skillId: string; level: number; required: boolean }[];
  /** As typed, with 、 between. */
  languages: string;
  periodFrom: string;
  periodTo: string;
  timeKind: 'weekly' | 'dates' | 'agreed';
  /** Times of which one is chosen; with `dates` their single days alone count. */
  choices: Choice[];
  weeklyMinutes: string;
  placeKind: string;
  placeName: string;
  areaId: string;
  minors: boolean;
  oneToOne: boolean;
  under14: boolean;
  guardianConsentOn: string;
  contact: string;
  notes: string;
  answerBy: string;
  wishedOfferId: string | null;
}

/** What the fields of a step are given. */
export interface StepProps {
  filled: Filled;
  set: (change: Partial<Filled>) => void;
}

export const STEPS = ['programme', 'what', 'who', 'how', 'when', 'where', 'contact', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** Which step asks for a field, so that a refusal of the server leads back to the right page. */
const FIELDS: Record<Exclude<Step, 'check'>, readonly string[]> = {
  programme: ['schoolId', 'programmeId'],
  what: ['title', 'categoryId', 'description', 'wishedOfferId'],
  who: ['audience', 'grades', 'headCount', 'seats', 'minimum', 'careGroups', 'urgent'],
  how: ['form', 'quantity', 'skills', 'languages'],
  when: ['periodFrom', 'periodTo', 'alternatives', 'weeklyMinutes', 'timeKind'],
  where: ['placeKind', 'placeName', 'areaId', 'minors', 'oneToOne', 'under14', 'guardianConsentOn'],
  contact: ['contact', 'notes', 'answerBy'],
};
export const stepOf = (field: string): Step =>
  STEPS.find((step) => step !== 'check' && FIELDS[step].includes(field)) ?? 'check';

export function emptyDraft(schoolId: string, term?: { startsOn: string; endsOn: string }): Filled {
  const from = term && term.startsOn > today() ? term.startsOn : addDays(today(), 14);
  return {
    schoolId,
    programmeId: null,
    categoryId: '',
    title: '',
    description: '',
    audience: 'pupils',
    grades: 0,
    headCount: '',
    seats: '1',
    minimum: '1',
    careGroups: [],
    urgent: false,
    form: '',
    quantity: '',
    skills: [],
    languages: '',
    periodFrom: from,
    periodTo: term && term.endsOn > from ? term.endsOn : addDays(from, 112),
    timeKind: 'weekly',
    choices: [{ rules: [newRule()], dates: [] }],
    weeklyMinutes: '',
    placeKind: 'school',
    placeName: '',
    areaId: '',
    minors: true,
    oneToOne: false,
    under14: false,
    guardianConsentOn: '',
    contact: '',
    notes: '',
    answerBy: '',
    wishedOfferId: null,
  };
}

/** What a programme presets: everything it names, and nothing else. All of it stays changeable. */
export function presetOf({ categoryId, template }: Programme): Partial<Filled> {
  const { form, audience, minors, oneToOne, under14, careGroups, urgent, seats, minimum, timing, weeklyMinutes } =
    template;
  return {
    ...(categoryId && { categoryId, skills: [] }),
    ...(form && { form }),
    ...(audience && { audience }),
    ...(minors !== undefined && { minors }),
    ...(oneToOne !== undefined && { oneToOne }),
    ...(under14 !== undefined && { under14 }),
    ...(careGroups && { careGroups }),
    ...(urgent !== undefined && { urgent }),
    ...(seats && { seats: String(seats), minimum: String(minimum ?? 1) }),
    ...(timing && { timeKind: timing }),
    ...(weeklyMinutes && { weeklyMinutes: String(weeklyMinutes), timeKind: 'agreed' as const }),
  };
}

/** What another programme had preset and nobody has touched, as an empty form has it. */
export function unsetOf(programme: Programme, filled: Filled): Partial<Filled> {
  const blank = emptyDraft(filled.schoolId);
  const keys = Object.entries(presetOf(programme)) as [keyof Filled, unknown][];
  return Object.fromEntries(
    keys
      .filter(([key, value]) => JSON.stringify(filled[key]) === JSON.stringify(value))
      .map(([key]) => [key, blank[key]]),
  );
}

/** An existing need as the form holds it. `again`: a copy for a new period, so its dates are left out. */
export function filledFrom(need: Need, again: boolean, languageName: (code: string) => string): Filled {
  const base = emptyDraft(need.schoolId);
  const choices = need.alternatives
    .map((alternative) => choiceOf(alternative, need, again))
    .filter(({ rules, dates }) => rules.length + dates.length > 0);
  return {
    ...base,
    programmeId: need.programmeId,
    categoryId: need.categoryId,
    title: need.title,
    description: need.description,
    audience: need.audience,
    grades: need.grades,
    headCount: need.headCount ? String(need.headCount) : '',
    seats: String(need.seats),
    minimum: String(need.minimum),
    careGroups: need.careGroups,
    urgent: need.urgent,
    form: need.form,
    quantity: need.quantity ? String(need.quantity) : '',
    skills: need.skills.map(({ skillId, level, required }) => ({
      skillId,
      level: level ?? 1,
      required: required !== false,
    })),
    languages: need.languages.map(languageName).join('、'),
    ...(again
      ? {}
      : {
          periodFrom: need.periodFrom,
          periodTo: need.periodTo,
          answerBy: need.answerBy ?? '',
          guardianConsentOn: need.guardianConsentOn ?? '',
        }),
    timeKind:
      need.alternatives.length === 0
        ? 'agreed'
        : again || choices.some(({ rules }) => rules.length > 0)
          ? 'weekly'
          : 'dates',
    choices: choices.length ? choices : base.choices,
    weeklyMinutes: need.weeklyMinutes ? String(need.weeklyMinutes) : '',
    placeKind: need.placeKind,
    placeName: need.placeName ?? '',
    areaId: need.areaId ?? '',
    minors: need.minors,
    oneToOne: need.oneToOne,
    under14: need.under14,
    contact: need.contact,
    notes: need.notes,
    wishedOfferId: need.wishedOfferId,
  };
}

/** What is wrong on one step, as field → key of the sentence. */
export function faultsOf(step: Step, filled: Filled): Record<string, string> {
  const faults: Record<string, string> = {};
  const bad = (field: string, key: string) => {
    faults[field] ??= key;
  };
  const whole = (text: string, least: number, most: number) =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  if (step === 'programme' && !filled.schoolId) bad('schoolId', 'needform.fault_school');
  if (step === 'what') {
    if (!filled.title.trim()) bad('title', 'needform.fault_title');
    if (!filled.categoryId) bad('categoryId', 'needform.fault_category');
  }
  if (step === 'who') {
    if (filled.headCount && !whole(filled.headCount, 1, 100_000)) bad('headCount', 'needform.fault_number');
    if (!whole(filled.seats, 1, 200)) bad('seats', 'needform.fault_seats');
    else if (!whole(filled.minimum, 1, Number(filled.seats))) bad('minimum', 'needform.fault_minimum');
  }
  if (step === 'how') {
    if (!filled.form) bad('form', 'needform.fault_form');
    if (typedWords(filled.languages).length > 10) bad('languages', 'needform.fault_languages');
    if (filled.form === 'goods' && !whole(filled.quantity, 1, 100_000)) bad('quantity', 'needform.fault_number');
  }
  if (step === 'when') {
    if (!isDay(filled.periodFrom)) bad('periodFrom', 'needform.fault_day');
    if (!isDay(filled.periodTo)) bad('periodTo', 'needform.fault_day');
    else if (filled.periodTo < filled.periodFrom) bad('periodTo', 'needform.fault_order');
    if (filled.form !== 'goods') {
      const fault = timesOf(filled)
        .map((choice) => choiceFault(choice, filled))
        .find(Boolean);
      if (fault && Object.keys(faults).length === 0) bad('alternatives', fault);
      if (filled.timeKind === 'agreed' && !whole(filled.weeklyMinutes, 5, 10_080))
        bad('weeklyMinutes', 'needform.fault_minutes');
    }
  }
  if (step === 'where') {
    if (filled.placeKind === 'other' && !filled.placeName.trim() && !filled.areaId)
      bad('placeName', 'needform.fault_place');
    if (filled.guardianConsentOn && !isDay(filled.guardianConsentOn)) bad('guardianConsentOn', 'needform.fault_day');
  }
  if (step === 'contact' && filled.answerBy && (!isDay(filled.answerBy) || filled.answerBy > filled.periodTo))
    bad('answerBy', 'needform.fault_answer');
  return faults;
}

/** The times that count, by how the need is timed. */
export const timesOf = ({ timeKind, choices }: Filled): Choice[] =>
  timeKind === 'agreed' ? [] : timeKind === 'weekly' ? choices : choices.map(({ dates }) => ({ rules: [], dates }));

/** As the API takes it. */
export function toDto(filled: Filled): NeedDraft {
  const goods = filled.form === 'goods';
  return {
    schoolId: filled.schoolId,
    title: filled.title.trim(),
    description: filled.description.trim(),
    categoryId: filled.categoryId,
    programmeId: filled.programmeId,
    audience: filled.audience as NeedDraft['audience'],
    grades: filled.grades,
    headCount: filled.headCount ? Number(filled.headCount) : null,
    form: filled.form as NeedDraft['form'],
    seats: Number(filled.seats),
    minimum: Number(filled.minimum),
    alternatives: goods ? [] : timesOf(filled).map((choice) => alternativeOf(choice, filled)),
    weeklyMinutes: !goods && filled.timeKind === 'agreed' ? Number(filled.weeklyMinutes) : null,
    periodFrom: filled.periodFrom,
    periodTo: filled.periodTo,
    placeKind: filled.placeKind as NeedDraft['placeKind'],
    placeName: filled.placeKind === 'other' ? filled.placeName.trim() || null : null,
    areaId: (filled.placeKind === 'other' && filled.areaId) || null,
    skills: filled.skills,
    languages: typedWords(filled.languages),
    minors: filled.minors,
    oneToOne: filled.oneToOne,
    under14: filled.oneToOne && filled.under14,
    guardianConsentOn: filled.oneToOne && filled.under14 && filled.guardianConsentOn ? filled.guardianConsentOn : null,
    careGroups: filled.careGroups as NeedDraft['careGroups'],
    urgent: filled.urgent,
    quantity: goods ? Number(filled.quantity) : 0,
    wishedOfferId: filled.wishedOfferId,
    contact: filled.contact.trim(),
    notes: filled.notes.trim(),
    answerBy: filled.answerBy || null,
  };
}
