/** What a journey needs, made by itself through the API, so that no test leans on what another one left. */
import { expect, type APIRequestContext } from '@playwright/test';
import { as } from './support';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are looked into, not kept

export async function get(api: APIRequestContext, path: string): Promise<Json> {
  const answer = await api.get(path);
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  return answer.json();
}

export async function post(api: APIRequestContext, path: string, data: Json = {}): Promise<Json> {
  const answer = await api.post(path, { data });
  expect(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return answer.status() === 204 ? {} : answer.json();
}

export const day = (fromToday: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(Date.now() + fromToday * 86_400_000);
let made = 0;
export const unique = (title: string): string => `${title} ${(Date.now() % 1_000_000) * 10 + (made++ % 10)}`;

/** A need of the coordinator's school, submitted. `change` goes over what is usual. */
export async function submittedNeed(change: Json = {}): Promise<Json> {
  const school = await as('coordinator');
  const me = await get(school, '/api/me');
  const { categories } = await get(school, '/api/taxonomy');
  const need = await post(school, '/api/needs', {
    schoolId: me.grants[0].schoolId,
    title: unique('剪纸课'),
    categoryId: categories[0].id,
    audience: 'pupils',
    form: 'class_series',
    minors: false,
    weeklyMinutes: 40,
    periodFrom: day(7),
    periodTo: day(60),
    ...change,
  });
  return post(school, `/api/needs/${need.id}/submit`, { version: need.version });
}

export async function openNeed(change: Json = {}): Promise<Json> {
  const need = await submittedNeed(change);
  return post(await as('admin'), `/api/needs/${need.id}/open`, { version: need.version });
}

/** The fields of a volunteer that a change carries. */
export const VOLUNTEER =
  'version name kind retiredFrom veteranGroup guestGroup tier people birthYear languages areaId bufferMinutes wishedSchoolIds consentedOn phone preferredContact travelMode';
/** The fields of a row that a change of it carries. */
export const pick = (row: Json, fields: string): Json =>
  Object.fromEntries(fields.split(' ').map((field) => [field, row[field]]));

/** A pair of a new need with an offer of the demo volunteer; whatever rule stands in the way is set aside. */
export async function madePair(): Promise<Json> {
  const volunteer = await as('volunteer');
  const { items: offers } = await get(volunteer, '/api/offers?state=listed&limit=1');
  const { items: people } = await get(volunteer, '/api/volunteers?limit=1');
  const offer = offers[0];
  // As many hours and engagements as tests ask for.
  const { id, ...person } = people[0];
  const limits = await volunteer.put(`/api/volunteers/${id}`, {
    data: { ...pick(person, VOLUNTEER), monthlyMinutes: null, maxConcurrent: null, travelLimitMetres: null },
  });
  expect(limits.status(), await limits.text()).toBe(200);
  const need = await openNeed({
    categoryId: offer.categoryId,
    form: offer.forms[0],
    title: unique(offer.title),
    weeklyMinutes: 15,
    placeKind: offer.online ? 'online' : 'school',
  });
  const office = await as('admin');
  const pair = { needId: need.id, offerId: offer.id };
  let answer = await office.post('/api/proposals', { data: pair });
  if (answer.status() === 409 || answer.status() === 422) {
    const { errors } = (await answer.json()) as { errors: { code: string }[] };
    const overrides = errors.map(({ code }) => ({ rule: code, reason: '浏览器测试' }));
    answer = await office.post('/api/proposals', { data: { ...pair, overrides } });
  }
  expect(answer.status(), await answer.text()).toBe(201);
  return { ...((await answer.json()) as Json), title: need.title };
}

/** An invitation of the demo volunteer that waits for an answer. */
export async function openInvitation(): Promise<Json> {
  const office = await as('admin');
  let proposal = await madePair();
  const { title } = proposal;
  if (proposal.state === 'proposed')
    proposal = await post(office, `/api/proposals/${proposal.id}/approve`, { version: proposal.version });
  const { invited, refused } = await post(office, '/api/proposals/invite', { ids: [proposal.id] });
  expect(refused).toEqual([]);
  expect(invited).toEqual([proposal.id]);
  return { ...proposal, title };
}

/** A round over the whole district that has been worked out, with proposals nobody has decided on. */
export async function newRound(): Promise<Json> {
  const office = await as('admin');
  let asked: Json = {};
  // One round at a time: another test's may still be running.
  await expect
    .poll(
      async () => {
        const answer = await office.post('/api/rounds', { data: { seconds: 3 } });
        asked = await answer.json();
        return answer.status();
      },
      { timeout: 60_000 },
    )
    .toBe(202);
  let round: Json = asked;
  await expect
    .poll(async () => (round = await get(office, `/api/rounds/${asked.id}`)).state, { timeout: 60_000 })
    .toBe('solved');
  return round;
}

/** Any round that has been worked out. */
export async function solvedRound(): Promise<Json> {
  const { items } = await get(await as('admin'), '/api/rounds?state=solved&draft=false&limit=1');
  return items[0] ?? newRound();
}
