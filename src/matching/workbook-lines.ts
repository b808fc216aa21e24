/** Drafts of a workbook → the lines of the engine: names become ids, times become minutes of the horizon. */
import { type CellFault } from '../sheets/columns';
import { dayNumber } from '../sheets/expressions/days';
import { expandAlternatives, toAvailability } from '../sheets/expressions/expand';
import { squeeze } from '../sheets/expressions/text';
import type { Setting, TimeRule } from '../sheets/expressions/types';
import { FORMS } from '../sheets/expressions/vocabularies';
import { cellAddress } from '../sheets/grid';
import { priorityOf } from '../needs/need';
import type { NeedSheetDraft } from '../needs/needs.sheet';
import type { ResourceSheetDraft } from '../resources/resources.sheet';
import type { VolunteerSheetDraft } from '../resources/volunteers.sheet';
import { VolunteerGroups } from '../resources/volunteer-groups';
import type { Horizon, NeedLine, OfferLine, Point, VolunteerLine } from './engine/menus';
import type { Judged, ReadLine } from './workbook-rows';

export interface OfferRead {
  id: string;
  volunteer: string;
  cell: string;
  draft: ResourceSheetDraft;
}

/** A name as an id: 传统文化·艺术 and 传统文化/艺术 are one. */
export function nameKey(name: string): string {
  return squeeze(name).replace(/[^\p{L}\p{N}]/gu, '') || name;
}

export interface Round {
  horizon: Horizon;
  setting: Setting;
  rules: Judged;
  named: (name: string) => string;
  schools: Map<string, Point>;
}

/** A school that gives its coordinates once has them in every row. */
export function knownPlaces(drafts: NeedSheetDraft[]): Map<string, Point> {
  const known = new Map<string, Point>();
  for (const { school, placeKind, latitude, longitude } of drafts)
    if (placeKind === 'school' && latitude !== null && longitude !== null)
      known.set(nameKey(school), { latitude, longitude });
  return known;
}

const ANY = 'any';

export function needLine(
  { id, draft }: ReadLine<NeedSheetDraft>,
  round: Round,
  byName: (name: string) => string | null,
): NeedLine | string {
  const { horizon, setting, rules, named, schools } = round;
  const { times, period } = draft;
  const start = dayNumber(horizon.start);
  const within = {
    from: period?.from ? dayNumber(period.from) - start : 0,
    to: period?.to ? dayNumber(period.to) - start : horizon.days - 1,
  };
  const bounded = (rule: TimeRule): TimeRule =>
    rule.kind === 'dates' || !period || rule.range ? rule : { ...rule, range: period };
  const spec = { ...times, alternatives: times.alternatives.map((rules) => rules.map(bounded)) };
  const alternatives = expandAlternatives(spec, setting.calendar, horizon, draft.sessionMinutes)
    .map((occurrences) => occurrences.filter(({ from }) => from >= within.from * 1440 && from < (within.to + 1) * 1440))
    .filter((occurrences) => occurrences.length > 0)
    .map((occurrences) => ({ occurrences }));
  if (times.kind === 'fixed' && alternatives.length === 0) return 'no_occurrence';
  if (alternatives.some(({ occurrences }) => occurrences.some((one, i) => i > 0 && one.from < occurrences[i - 1].to)))
    return 'overlapping_times';
  const pupils = draft.audience === 'pupils' || draft.audience === 'whole_school';
  const young = draft.under14 ?? (draft.grades & 0xff) !== 0;
  const ownPoint =
    draft.latitude !== null && draft.longitude !== null
      ? { latitude: draft.latitude, longitude: draft.longitude }
      : null;
  const asked = setting.today;
  const waited = draft.submittedOn ? Math.max(0, dayNumber(asked) - dayNumber(draft.submittedOn)) : 0;
  return {
    id,
    school: named(draft.school),
    programme: draft.programme ? named(draft.programme) : null,
    category: rules.category ? named(draft.category!) : ANY,
    form: rules.form ? draft.form! : ANY,
    skills: draft.skills.map(({ skill, level, required }) => ({ skill: named(skill), level, required })),
    grades: draft.grades,
    seats: draft.seats,
    minimum: draft.minimum,
    priority: draft.priority ?? priorityOf(draft),
    waitingDays: draft.waitingDays ?? waited,
    alternatives,
    weeklyMinutes:
      times.kind === 'fixed' || draft.form === 'goods'
        ? 0
        : (draft.weeklyMinutes ?? draft.sessionMinutes ?? setting.habits.meetingMinutes),
    period: within,
    place:
      draft.placeKind === 'online'
        ? { kind: 'online' }
        : {
            kind: 'site',
            at: ownPoint ?? (draft.placeKind === 'school' ? (schools.get(nameKey(draft.school)) ?? null) : null),
          },
    languages: draft.languages.map(named).filter((language) => !COMMON.has(language)),
    minors: rules.clearance && (draft.minors ?? (pupils && draft.form !== 'goods')),
    oneToOne: draft.oneToOne,
    consentMissing: rules.consent && draft.oneToOne && young && draft.guardianConsent !== true,
    wishedOffer: null,
    previousVolunteers: draft.previousVolunteers.map(byName).filter((found) => found !== null),
    quantity: draft.quantity,
  };
}

// Everybody is taken to speak the common language.
const COMMON = new Set(['普通话', '国语', '汉语', '中文', 'mandarin', 'chinese', 'putonghua']);

export function buildResources(
  reads: ReadLine<ResourceSheetDraft>[],
  round: Round,
  say: (faults: CellFault[]) => void,
): {
  volunteers: Map<string, VolunteerSheetDraft>;
  offers: Map<string, OfferRead>;
  volunteerLines: VolunteerLine[];
  offerLines: OfferLine[];
} {
  const groups = new VolunteerGroups();
  for (const { draft, row, sheet } of reads) groups.add(draft.volunteer, row, sheet);
  say(groups.faults);
  const { horizon, setting, rules, named } = round;
  const start = dayNumber(horizon.start);
  const volunteers = new Map<string, VolunteerSheetDraft>();
  const offers = new Map<string, OfferRead>();
  const volunteerLines: VolunteerLine[] = [];
  const offerLines: OfferLine[] = [];
  groups.all.forEach(({ volunteer, rows }, index) => {
    const id = volunteer.code ?? `V${index + 1}`;
    volunteers.set(id, volunteer);
    const { latitude, longitude } = volunteer;
    volunteerLines.push({
      id,
      people: volunteer.people,
      maxConcurrent: volunteer.maxConcurrent,
      monthlyMinutes: volunteer.monthlyMinutes,
      home: latitude !== null && longitude !== null ? { latitude, longitude } : null,
      travelMode: volunteer.travelMode ?? 'bus',
      travelLimitMetres: volunteer.travelLimitMetres,
      bufferMinutes: volunteer.bufferMinutes,
      clearedUntil: volunteer.clearance?.until ? dayNumber(volunteer.clearance.until) - start : null,
      languages: volunteer.languages.map(named),
      wishedSchools: volunteer.wishedSchools.map(named),
    });
    for (const row of rows) {
      const read = reads[row];
      const { offer } = read.draft;
      const holidays = ({ same: 'also', off: 'never', only: 'only' } as const)[offer.holidays];
      offers.set(read.id, {
        id: read.id,
        volunteer: id,
        cell: cellAddress(read.sheet, read.row, 0),
        draft: read.draft,
      });
      offerLines.push({
        id: read.id,
        volunteer: id,
        programme: offer.programme ? named(offer.programme) : null,
        category: rules.category ? named(offer.category!) : ANY,
        forms: rules.form ? (offer.forms.length > 0 ? offer.forms : Object.keys(FORMS.words)) : [ANY],
        skills: offer.skills.map(({ skill, level }) => ({ skill: named(skill), level })),
        grades: offer.grades,
        availability: toAvailability(offer.times, setting.calendar, horizon, { daysOff: offer.daysOff, holidays }),
        maxConcurrent: offer.maxConcurrent,
        monthlyMinutes: offer.monthlyMinutes,
        travelLimitMetres: offer.travelLimitMetres,
        onsite: offer.onsite,
        online: offer.online,
        stock: offer.stock,
      });
    }
  });
  return { volunteers, offers, volunteerLines, offerLines };
}

export function wishFinder(offers: Map<string, OfferRead>): (wish: string) => string | null {
  const byTitle = new Map<string, string | null>();
  for (const { id, draft } of offers.values()) {
    const key = nameKey(draft.offer.title);
    byTitle.set(key, byTitle.has(key) ? null : id);
  }
  return (wish) => (offers.has(wish) ? wish : (byTitle.get(nameKey(wish)) ?? null));
}

export function volunteerFinder(volunteers: Map<string, VolunteerSheetDraft>): (name: string) => string | null {
  const byName = new Map<string, string | null>();
  for (const [id, { name }] of volunteers) byName.set(nameKey(name), byName.has(nameKey(name)) ? null : id);
  return (name) => (volunteers.has(name) ? name : (byName.get(nameKey(name)) ?? null));
}
