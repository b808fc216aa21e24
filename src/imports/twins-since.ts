/** Accepted rows whose line has come into the menu since their preview: from now on they are likely duplicates, as in a preview of today. */
import type { Tx } from '../platform/database/database';
import { personKey } from '../resources/person-name';
import { NeedTwins, needKey } from './need-rows';
import { OfferTwins, volunteersNamed, whoIs } from './offer-rows';
import { countRows, type ImportRun, markOvertaken, moveRun, type Overtaken } from './run.queries';

/** Marks them, in the counts too. Returns how many there are. */
export async function markTwins(tx: Tx, run: ImportRun, now: Date): Promise<number> {
  const found = await (run.menu === 'needs' ? needsSince(tx, run) : offersSince(tx, run));
  if (found.length === 0) return 0;
  await markOvertaken(tx, run, found);
  const counts = JSON.stringify({ ...(await countRows(tx, run)), written: 0 });
  await moveRun(tx, run.id, [run.state], { counts, updated_at: now });
  return found.length;
}

const ACCEPTED = `FROM import_row WHERE import_id = $1 AND attempt = $2 AND state = 'accepted' ORDER BY number`;

async function needsSince(tx: Tx, run: ImportRun): Promise<Overtaken[]> {
  const rows: { number: number; schoolId: string; title: string; periodFrom: string; periodTo: string }[] =
    await tx.query(
      `SELECT number, line ->> 'schoolId' AS "schoolId", line #>> '{draft,title}' AS title,
              line #>> '{draft,periodFrom}' AS "periodFrom", line #>> '{draft,periodTo}' AS "periodTo" ${ACCEPTED}`,
      [run.id, run.attempt],
    );
  const twins = new NeedTwins(tx, run.districtId);
  await twins.load(rows.map(({ schoolId }) => schoolId));
  return rows.flatMap(({ number, schoolId, ...draft }) => twinOf(number, twins.find(needKey(schoolId, draft))));
}

async function offersSince(tx: Tx, run: ImportRun): Promise<Overtaken[]> {
  const rows: { number: number; id: string | null; name: string | null; phone: string | null; title: string }[] =
    await tx.query(
      `SELECT number, line #>> '{volunteer,id}' AS id, line #>> '{volunteer,draft,name}' AS name,
              line #>> '{volunteer,draft,phone}' AS phone, line #>> '{draft,title}' AS title ${ACCEPTED}`,
      [run.id, run.attempt],
    );
  const fresh = rows.flatMap(({ name }) => (name === null ? [] : [{ name, code: null }]));
  type Known = Awaited<ReturnType<typeof volunteersNamed>>;
  const known = new Map<string, Known>();
  for (const one of await volunteersNamed(tx, run.districtId, fresh))
    known.set(personKey(one.name), [...(known.get(personKey(one.name)) ?? []), one]);
  const idOf = ({ id, name, phone }: (typeof rows)[number]): string | null => {
    if (id !== null || name === null) return id;
    const who = whoIs({ code: null, name, phone }, known.get(personKey(name)) ?? []);
    return who === null || who === 'unclear' ? null : who.id;
  };
  const whose = rows.map(idOf);
  const twins = new OfferTwins(tx, run.districtId);
  await twins.load(whose.filter((id) => id !== null));
  return rows.flatMap(({ number, title }, i) => (whose[i] ? twinOf(number, twins.find(whose[i], title)) : []));
}

const twinOf = (number: number, duplicateOf: string | undefined): Overtaken[] =>
  duplicateOf === undefined ? [] : [{ number, duplicateOf }];
