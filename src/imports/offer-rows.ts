/** The resources menu of a workbook, judged row by row against what the district has. */
import { setImmediate } from 'node:timers/promises';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import type { ResourceKey } from '../resources/resources.columns';
import { readResource, type ResourceSheetDraft, writeResource } from '../resources/resources.sheet';
import { readVolunteer, type VolunteerSheetDraft } from '../resources/volunteers.sheet';
import { personKey, phoneKey } from '../resources/person-name';
import { type VolunteerGroup, VolunteerGroups } from '../resources/volunteer-groups';
import { byColumn, type CellFault, type TableRow } from '../sheets/columns';
import type { Setting } from '../sheets/expressions/types';
import { cellAddress } from '../sheets/grid';
import { RowReader } from '../sheets/row-reader';
import type { MenuTables } from '../sheets/read-menu';
import type { JudgedRow, OfferLine } from './import';
import { RowJudge } from './judge';
import { ownFaults } from './missing-columns';
import { nameKey } from './name-key';
import type { Names } from './names';
import { filled, JUDGED_AT_ONCE } from './need-rows';
import { offerDraft, volunteerDraft } from './offer-lines';
import type { Presets } from './presets';
import { SharedPhones } from './shared-phones';

/** Lines alike: same volunteer and title; volunteers by code, or by name and phone. */
export class OfferTwins {
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly tx: Tx,
    private readonly districtId: string,
  ) {}

  async load(volunteerIds: string[]): Promise<void> {
    if (volunteerIds.length === 0) return;
    const rows: { id: string; volunteer_id: string; title: string }[] = await this.tx.query(
      `SELECT id, volunteer_id, title FROM offer WHERE district_id = $1 AND volunteer_id = ANY($2) AND state <> 'retired'`,
      [this.districtId, [...new Set(volunteerIds)]],
    );
    for (const { id, volunteer_id, title } of rows) this.ids.set(`${volunteer_id}|${nameKey(title)}`, id);
  }

  find(volunteerId: string, title: string): string | undefined {
    return this.ids.get(`${volunteerId}|${nameKey(title)}`);
  }
}

interface Known {
  id: string;
  code: string;
  name: string;
  phone: string | null;
}

/** The volunteers of a district that some rows may mean. */
export async function volunteersNamed(
  tx: Tx,
  districtId: string,
  sheets: { name: string; code: string | null }[],
): Promise<Known[]> {
  return tx.query(
    `SELECT id, code, name, phone FROM volunteer WHERE district_id = $1 AND state <> 'left' AND (person_key(name) = ANY($2) OR code = ANY($3))`,
    [
      districtId,
      [...new Set(sheets.map(({ name }) => personKey(name)))],
      [...new Set(sheets.flatMap(({ code }) => code ?? []))],
    ],
  );
}

/** The volunteer a row means, null for a new one, or `unclear` when several could be meant. */
export function whoIs(
  { code, name, phone }: { code: string | null; name: string; phone: string | null },
  known: Known[],
): Known | null | 'unclear' {
  const byCode = code ? known.find((one) => one.code === code) : undefined;
  if (byCode) return byCode;
  const same = known.filter((one) => personKey(one.name) === personKey(name));
  const exact = same.filter((one) => phoneKey(one.phone) === phoneKey(phone));
  if (exact.length === 1) return exact[0];
  // Two people of one name are told apart by their phones, if both have one.
  return exact.length > 1 || same.some((one) => !one.phone || !phone) ? 'unclear' : null;
}

/**
 * Judges every row. What the rows say of people is read first, because the rows of one volunteer speak for each other; then
 * all of a row, a batch at a time: 50,000 drafts at once would be the better part of the memory.
 */
export async function* judgeOffers(
  tx: Tx,
  actor: Actor,
  names: Names,
  presets: Presets,
  setting: Setting,
  { tables, faults: ofSheets }: MenuTables<ResourceKey>,
): AsyncGenerator<JudgedRow[]> {
  const { districtId } = actor;
  const scope = { names, presets, setting, admin: actor.grants.some(({ role }) => role === 'admin') };
  const { groupOf, faults } = await readPeople(tables, setting);
  const seen = new Map<string, string>();
  const brought = new Set<string>();
  const twins = new OfferTwins(tx, districtId);
  const phones = new SharedPhones(tx, districtId, groupOf);
  let at = 0;
  for (const batch of batches(tables)) {
    const first = at;
    at += batch.length;
    const rows = batch.map(({ sheet, line }) => {
      const { draft, reader } = readResource(line, setting);
      reader.faults.push(...(faults.get(cellAddress(sheet, line.row, 0)) ?? []));
      return { draft, judge: new RowJudge(reader), row: line.row, sheet };
    });
    const all = await volunteersNamed(
      tx,
      districtId,
      rows.map((_, i) => groupOf[first + i].volunteer),
    );
    const known = new Map<string, Known[]>();
    for (const one of all) known.set(personKey(one.name), [...(known.get(personKey(one.name)) ?? []), one]);
    const byCode = new Map(all.map((one) => [one.code, one]));
    await phones.load(batch.map((_, i) => groupOf[first + i].volunteer));
    await twins.load(all.map(({ id }) => id));
    const codes = await codesOf(
      tx,
      districtId,
      rows.flatMap(({ draft }) => draft.offer.code ?? []),
    );
    yield rows.map(({ draft, judge, row, sheet }, i): JudgedRow => {
      const { number, volunteer } = groupOf[first + i];
      const candidates = [
        ...(known.get(personKey(volunteer.name)) ?? []),
        ...(volunteer.code && byCode.has(volunteer.code) ? [byCode.get(volunteer.code)!] : []),
      ];
      const line = offerLine(draft, volunteer, String(number), whoIs(volunteer, candidates), judge, scope);
      if (line && 'key' in line.volunteer) phones.note(volunteer, judge);
      const who = line && ('id' in line.volunteer ? line.volunteer.id : line.volunteer.key);
      const duplicateOf =
        (draft.offer.code && codes.get(draft.offer.code)) ||
        (line && 'id' in line.volunteer && twins.find(line.volunteer.id, line.draft.title)) ||
        null;
      const twin = who && `${who}|${nameKey(line.draft.title)}`;
      const duplicateCell = (twin && !duplicateOf && seen.get(twin)) || null;
      if (twin && !seen.has(twin)) seen.set(twin, cellAddress(sheet, row, 0));
      const duplicate = Boolean(duplicateOf ?? duplicateCell);
      const brings = line && !duplicate && 'key' in line.volunteer && !brought.has(line.volunteer.key);
      if (brings) brought.add(who!);
      return {
        number: first + i + 1,
        sheet,
        row: row + 1,
        state: duplicate ? 'duplicate' : line ? 'accepted' : 'faulty',
        title: draft.offer.title,
        line,
        cells: duplicate ? filled(writeResource(draft)) : null,
        faults: byColumn(ownFaults(judge.faults, batch[i].line.table, ofSheets)),
        notes: byColumn(judge.notes),
        duplicateOf,
        duplicateCell,
        lineId: line && !duplicate ? newId() : null,
        volunteerId: brings ? newId() : null,
      };
    });
  }
}

function offerLine(
  draft: ResourceSheetDraft,
  volunteer: VolunteerSheetDraft,
  key: string,
  known: Known | null | 'unclear',
  judge: RowJudge<ResourceKey>,
  scope: Parameters<typeof volunteerDraft>[2],
): OfferLine | null {
  const offer = offerDraft(draft, judge, scope);
  if (known === 'unclear')
    judge.refuse('name', 'volunteer_unclear', 'expected_volunteer_code', { value: volunteer.name });
  if (known && known !== 'unclear') {
    judge.note('name', 'known_volunteer', `${known.name} ${known.code}`);
    return offer && judge.faults.length === 0 ? { volunteer: { id: known.id, name: known.name }, draft: offer } : null;
  }
  const fresh = volunteerDraft(volunteer, judge, scope);
  return offer && judge.faults.length === 0 ? { volunteer: { key, ...fresh }, draft: offer } : null;
}

/** The volunteer of every row, and by cell what contradicts between rows of one: a fault of the row that says it. */
async function readPeople(
  tables: MenuTables<ResourceKey>['tables'],
  setting: Setting,
): Promise<{ groupOf: VolunteerGroup[]; faults: Map<string, CellFault[]> }> {
  const groups = new VolunteerGroups();
  const groupOf: VolunteerGroup[] = [];
  for (const { sheet, rows } of tables)
    for (const line of rows) {
      groupOf.push(groups.add(readVolunteer(new RowReader(line), setting), line.row, sheet));
      if (groupOf.length % JUDGED_AT_ONCE === 0) await setImmediate();
    }
  const faults = new Map<string, CellFault[]>();
  for (const fault of groups.faults) faults.set(fault.cell, [...(faults.get(fault.cell) ?? []), fault]);
  return { groupOf, faults };
}

function* batches(
  tables: MenuTables<ResourceKey>['tables'],
): Generator<{ sheet: string; line: TableRow<ResourceKey> }[]> {
  for (const { sheet, rows } of tables)
    for (let at = 0; at < rows.length; at += JUDGED_AT_ONCE)
      yield rows.slice(at, at + JUDGED_AT_ONCE).map((line) => ({ sheet, line }));
}

async function codesOf(tx: Tx, districtId: string, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows: { id: string; code: string }[] = await tx.query(
    'SELECT id, code FROM offer WHERE district_id = $1 AND code = ANY($2)',
    [districtId, codes],
  );
  return new Map(rows.map(({ id, code }) => [code, id]));
}
