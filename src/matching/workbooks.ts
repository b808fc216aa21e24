/** Two workbooks → the engine's menus, without a server: what could not be read is listed, never guessed. */
import type { CellFault } from '../sheets/columns';
import { dayNumber } from '../sheets/expressions/days';
import type { Setting } from '../sheets/expressions/types';
import { cellAddress } from '../sheets/grid';
import type { Workbook } from '../sheets/read';
import { readMenu } from '../sheets/read-menu';
import { NEED_COLUMNS } from '../needs/needs.columns';
import type { NeedSheetDraft } from '../needs/needs.sheet';
import { RESOURCE_COLUMNS } from '../resources/resources.columns';
import type { VolunteerSheetDraft } from '../resources/volunteers.sheet';
import { DEFAULT_POLICY, type Horizon, type Menus, type NeedLine } from './engine/menus';
import {
  buildResources,
  knownPlaces,
  nameKey,
  needLine,
  type OfferRead,
  type Round,
  volunteerFinder,
  wishFinder,
} from './workbook-lines';
import { judged, readDrafts, type Unreadable } from './workbook-rows';

export interface NeedRead {
  id: string;
  cell: string;
  draft: NeedSheetDraft;
}

export interface WorkbookMenus {
  menus: Menus;
  needs: Map<string, NeedRead>;
  offers: Map<string, OfferRead>;
  volunteers: Map<string, VolunteerSheetDraft>;
  /** Names of categories, skills, schools and languages by the ids of the menus. */
  names: Map<string, string>;
  unreadable: Unreadable[];
  /** Sentence keys with parameters. */
  warnings: { key: string; params: Record<string, string | number> }[];
  /** Rows that hold a need or an offer, left-out ones included. */
  rows: { needs: number; offers: number };
}

const LONGEST_HORIZON = 366;
const DEFAULT_DAYS = 140;

/** Reads both workbooks and builds the menus of one round. `horizon` null: the span of the periods in the workbook. */
export function workbookMenus(
  needsBook: Workbook,
  resourcesBook: Workbook,
  setting: Setting,
  horizon: Horizon | null,
): WorkbookMenus {
  const needTables = readMenu(needsBook, NEED_COLUMNS);
  const offerTables = readMenu(resourcesBook, RESOURCE_COLUMNS);
  const unreadable: Unreadable[] = [];
  const say = (file: Unreadable['file'], faults: CellFault[], rowLeftOut: boolean): void =>
    void unreadable.push(...faults.map((fault) => ({ ...fault, file, rowLeftOut })));
  say('needs', needTables.faults, false);
  say('resources', offerTables.faults, false);
  const rules = judged(needTables, offerTables);
  const names = new Map<string, string>();
  const named = (name: string): string => {
    const key = nameKey(name);
    if (!names.has(key)) names.set(key, name);
    return key;
  };
  const drafts = readDrafts(needTables, offerTables, setting, rules, say);
  const span =
    horizon ??
    spanOf(
      drafts.needs.map(({ draft }) => draft),
      setting,
    );
  const warnings: WorkbookMenus['warnings'] = rules.warnings.map((key) => ({ key, params: {} }));
  if (span.days < 0) warnings.push({ key: 'match.warn.horizon_cut', params: { days: LONGEST_HORIZON } });
  const days = Math.abs(span.days);
  const round: Round = {
    horizon: { start: span.start, days },
    setting,
    rules,
    named,
    schools: knownPlaces(drafts.needs.map(({ draft }) => draft)),
  };

  const { volunteers, offers, volunteerLines, offerLines } = buildResources(drafts.offers, round, (faults) =>
    say('resources', faults, false),
  );
  const needs = new Map<string, NeedRead>();
  const needLines: NeedLine[] = [];
  const findOffer = wishFinder(offers);
  const byName = volunteerFinder(volunteers);
  for (const read of drafts.needs) {
    const line = needLine(read, round, byName);
    if (typeof line === 'string') {
      const { sheet, row } = read;
      say(
        'needs',
        [
          {
            sheet,
            cell: cellAddress(sheet, row, read.timesColumn),
            column: 'times',
            value: '',
            code: line,
            params: { value: '' },
            expected: line === 'no_occurrence' ? 'expected_range' : 'expected_times',
          },
        ],
        true,
      );
      continue;
    }
    if (read.draft.wishedOffer) {
      line.wishedOffer = findOffer(read.draft.wishedOffer);
      if (!line.wishedOffer)
        warnings.push({
          key: 'match.warn.wished_offer',
          params: { cell: cellAddress(read.sheet, read.row, 0), value: read.draft.wishedOffer },
        });
    }
    needs.set(read.id, { id: read.id, cell: cellAddress(read.sheet, read.row, 0), draft: read.draft });
    needLines.push(line);
  }
  const menus: Menus = {
    horizon: round.horizon,
    needs: needLines,
    volunteers: volunteerLines,
    offers: offerLines,
    commitments: [],
    pins: [],
    exclusions: [],
    published: [],
    policy: DEFAULT_POLICY,
  };
  return {
    menus,
    needs,
    offers,
    volunteers,
    names,
    unreadable,
    warnings,
    rows: { needs: drafts.rows.needs, offers: drafts.rows.offers },
  };
}

/** From the first to the last day any need names; without any, twenty weeks from today. Negative days: cut to a year. */
function spanOf(drafts: NeedSheetDraft[], setting: Setting): Horizon {
  let first: string | null = null;
  let last: string | null = null;
  const see = (date: string | null | undefined): void => {
    if (!date) return;
    if (first === null || date < first) first = date;
    if (last === null || date > last) last = date;
  };
  for (const { period, times } of drafts) {
    see(period?.from);
    see(period?.to);
    for (const rule of times.alternatives.flat()) {
      see(rule.range?.from);
      see(rule.range?.to);
      if (rule.kind === 'dates') rule.dates.forEach(see);
    }
  }
  const start: string = first ?? setting.today;
  const days = last === null || last === first ? DEFAULT_DAYS : dayNumber(last) - dayNumber(start) + 1;
  return { start, days: days > LONGEST_HORIZON ? -LONGEST_HORIZON : days };
}
