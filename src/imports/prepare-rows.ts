/** Accepted rows of an import → what is written of them. */
import { toMoment } from '../districts/local-time';
import { type NewNeed, type Prepared, prepareRows, rowsOfNeeds } from '../needs/bulk';
import type { Ctx } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { type NewOffer, type NewVolunteer, rowsOfOffers, rowsOfVolunteers } from '../resources/bulk';
import type { NeedLine, OfferLine } from './import';
import { needKey, NeedTwins } from './need-rows';
import { OfferTwins, volunteersNamed, whoIs } from './offer-rows';
import type { AcceptedRow, Overtaken } from './run.queries';

/** What is the same for all rows of an import that is being written. */
export interface Writing {
  ctx: Ctx;
  now: Date;
  admin: boolean;
  timezone: string;
  codes: { line: string[]; volunteer: string[] };
  /** Categories and skills that were merged into others since the preview. */
  merged: ReadonlyMap<string, string>;
  source: { import: string };
}

/** Accepted rows on their way into a menu: their statement, and those that something has overtaken since the preview. */
interface Batch {
  insert: Prepared;
  overtaken: Overtaken[];
}

/** Looks up what the menu has of some accepted rows; what comes back prepares them, in their order. */
export type Look = (rows: AcceptedRow[]) => Promise<() => Batch>;

/** Rows whose twin has come into the menu since the preview are passed over. */
export function prepareNeeds(reader: Tx, { ctx, now, admin, timezone, codes, merged, source }: Writing): Look {
  const twins = new NeedTwins(reader, ctx.actor.districtId);
  return async (rows) => {
    const lines = rows as (AcceptedRow & { line: NeedLine })[];
    await twins.load(lines.map(({ line }) => line.schoolId));
    return () => {
      const needs: NewNeed[] = [];
      const overtaken: Overtaken[] = [];
      for (const { number, lineId, line } of lines) {
        const { schoolId, schoolName, draft, submittedOn } = line;
        const duplicateOf = twins.find(needKey(schoolId, draft));
        if (duplicateOf) overtaken.push({ number, duplicateOf });
        else
          needs.push({
            id: lineId,
            code: codes.line.pop()!,
            schoolId,
            schoolName,
            draft: inUse(draft, merged),
            state: admin ? 'open' : 'submitted',
            submittedAt: submittedOn ? toMoment(submittedOn, 0, timezone) : now,
          });
      }
      return { insert: prepareRows(ctx, now, rowsOfNeeds(ctx, now, needs, source)), overtaken };
    };
  };
}

/** The same for offers, with the volunteers they bring: one who has come into the menu since the preview is taken for theirs. */
export function prepareOffers(reader: Tx, { ctx, now, admin, codes, merged, source }: Writing): Look {
  const { districtId } = ctx.actor;
  const made = new Map<string, { id: string; name: string; active: boolean }>();
  return async (rows) => {
    const lines = rows as (AcceptedRow & { line: OfferLine })[];
    const fresh = lines.flatMap(({ line: { volunteer } }) =>
      'key' in volunteer && !made.has(volunteer.key) ? [{ name: volunteer.draft.name, code: null }] : [],
    );
    const known = await volunteersNamed(reader, districtId, fresh);
    const twins = new OfferTwins(reader, districtId);
    const whose = lines.flatMap(({ line: { volunteer } }) =>
      'id' in volunteer ? volunteer.id : (made.get(volunteer.key)?.id ?? []),
    );
    await twins.load([...known.map(({ id }) => id), ...whose]);
    return () => {
      const volunteers: NewVolunteer[] = [];
      const offers: NewOffer[] = [];
      const overtaken: Overtaken[] = [];
      for (const { number, lineId, volunteerId, line } of lines) {
        const { volunteer, draft } = line;
        let who = 'id' in volunteer ? { ...volunteer, active: true } : made.get(volunteer.key);
        if (!who && 'key' in volunteer) {
          const { name, phone } = volunteer.draft;
          const same = whoIs({ code: null, name, phone: phone ?? null }, known);
          if (same && same !== 'unclear') who = { id: same.id, name: same.name, active: true };
          else {
            // Without consent on record nobody is put on the menu.
            const active = admin && Boolean(volunteer.draft.consentedOn);
            who = { id: volunteerId!, name, active };
            volunteers.push({
              id: who.id,
              code: codes.volunteer.pop()!,
              state: active ? 'active' : 'applied',
              draft: volunteer.draft,
              // The preview was the sender's; whoever confirms it records no clearance of their own.
              clearance: admin ? volunteer.clearance : null,
            });
          }
          made.set(volunteer.key, who);
        }
        const duplicateOf = twins.find(who!.id, draft.title) ?? null;
        if (duplicateOf || (volunteerId && volunteerId !== who!.id)) overtaken.push({ number, duplicateOf });
        if (duplicateOf) continue;
        offers.push({
          id: lineId,
          code: codes.line.pop()!,
          state: admin && who!.active ? 'listed' : 'submitted',
          volunteerId: who!.id,
          volunteerName: who!.name,
          draft: inUse(draft, merged),
        });
      }
      const people = rowsOfVolunteers(ctx, now, volunteers, source);
      const menu = rowsOfOffers(ctx, now, offers, source);
      return { insert: prepareRows(ctx, now, people, menu), overtaken };
    };
  };
}

/** A draft with the words that are in use: what the preview read may have been merged into others meanwhile. */
function inUse<T extends { categoryId: string; skills?: { skillId: string }[] }>(
  draft: T,
  merged: ReadonlyMap<string, string>,
): T {
  if (merged.size === 0) return draft;
  const now = (id: string): string => merged.get(id) ?? id;
  const skills = new Map(
    (draft.skills ?? []).map((skill) => [now(skill.skillId), { ...skill, skillId: now(skill.skillId) }]),
  );
  return { ...draft, categoryId: now(draft.categoryId), skills: [...skills.values()] };
}
