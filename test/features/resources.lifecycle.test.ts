import type { OfferDto, VolunteerDto } from '../../src/resources/resources.dto';
import { createTestApp, TestApp } from '../support/app';
import { listOffer, needDraft, offerDraft } from '../support/lines';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

type Refused = { errors: { pointer: string; code: string }[] };
const faultsOf = ({ errors }: Refused): string[] => errors.map(({ pointer, code }) => `${pointer} ${code}`);

describe('a slip of the hand is refused with its place', () => {
  it.each([
    [{ phone: 'call my son' }, ['/phone not_a_phone']],
    [{ birthYear: 2013 }, ['/birthYear too_young']],
    [{ consentedOn: '2026-09-08', trainedOn: '2026-09-08' }, ['/consentedOn in_future', '/trainedOn in_future']],
  ])('of a volunteer: %j', async (slip, faults) => {
    const { status, body } = await world
      .as('coordinator')
      .post<Refused>('/api/volunteers', { name: '吴师傅', ...slip });
    expect([status, faultsOf(body)]).toEqual([422, faults]);
  });

  it('and what is just within the bounds is taken; a number that stood there before may stay', async () => {
    const fine = { name: '吴师傅', phone: '0731-88886666-803', birthYear: 2012, consentedOn: '2026-09-07' };
    const { status, body } = await world.as('coordinator').post<VolunteerDto>('/api/volunteers', fine);
    expect([status, body.birthYear]).toEqual([201, 2012]);
    const path = `/api/volunteers/${body.id}`;
    await house.database.reader.query(`UPDATE volunteer SET phone = '88886666转803' WHERE id = $1`, [body.id]);
    const kept = { ...fine, phone: '88886666转803', version: body.version };
    expect((await world.as('coordinator').put(path, kept)).status).toBe(200);
    const other = await world
      .as('coordinator')
      .put<Refused>(path, { ...kept, phone: '88886666转804', version: body.version + 1 });
    expect(faultsOf(other.body)).toEqual(['/phone not_a_phone']);
  });

  it.each([
    ['2026-09-08', '2027-09-07', ['/checkedOn in_future']],
    ['2026-09-01', '2026-08-31', ['/expiresOn before_start']],
    ['2026-09-01', '2206-08-31', ['/expiresOn period_too_long']],
  ])('of a check done on %s that lasts until %s', async (checkedOn, expiresOn, faults) => {
    const check = { number: '查1', authority: '区公安分局', checkedOn, expiresOn };
    const { status, body } = await world
      .as('admin')
      .post<Refused>(`/api/volunteers/${world.volunteers.sun}/clearances`, check);
    expect([status, faultsOf(body)]).toEqual([422, faults]);
  });

  it('of a guardian’s consent', async () => {
    const draft = (guardianConsentOn: string) =>
      needDraft(world, { minors: true, oneToOne: true, under14: true, guardianConsentOn });
    const early = await world.as('coordinator').post<Refused>('/api/needs', draft('2026-09-08'));
    expect([early.status, faultsOf(early.body)]).toEqual([422, ['/guardianConsentOn in_future']]);
    expect((await world.as('coordinator').post('/api/needs', draft('2026-09-07'))).status).toBe(201);
  });
});

describe('a volunteer', () => {
  it('is put forward, verified with consent on record, cleared and active; acts for somebody else say so', async () => {
    const applied = await world
      .as('coordinator')
      .post<VolunteerDto>('/api/volunteers', { name: '周师傅', veteranGroup: 'model_worker', phone: '13900000009' });
    expect(applied.body).toMatchObject({ state: 'applied', clearanceStatus: 'missing', kind: 'person', people: 1 });
    const id = applied.body.id;
    const refused = await world.as('coordinator').post(`/api/volunteers/${id}/verify`, { version: 1 });
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/consentedOn', code: 'consent_missing' }] });
    const changed = await world.as('coordinator').put<VolunteerDto>(`/api/volunteers/${id}`, {
      name: '周师傅',
      veteranGroup: 'model_worker',
      consentedOn: '2026-09-01',
      version: 1,
    });
    const verified = await world
      .as('coordinator')
      .post<VolunteerDto>(`/api/volunteers/${id}/verify`, { version: changed.body.version });
    const active = await world
      .as('coordinator')
      .post<VolunteerDto>(`/api/volunteers/${id}/activate`, { version: verified.body.version });
    expect(active.body.state).toBe('active');
    expect(
      (
        await world.as('coordinator').post(`/api/volunteers/${id}/clearances`, {
          number: '1',
          authority: 'x',
          checkedOn: '2026-09-01',
          expiresOn: '2027-09-01',
        })
      ).status,
    ).toBe(403);
    const cleared = await world.as('admin').post<VolunteerDto>(`/api/volunteers/${id}/clearances`, {
      number: '查9',
      authority: '区公安分局',
      checkedOn: '2026-09-01',
      expiresOn: '2026-10-20',
    });
    expect(cleared.body).toMatchObject({
      clearanceStatus: 'expiring',
      clearance: { number: '查9', expiresOn: '2026-10-20' },
    });
    const { body } = await world
      .as('auditor')
      .get<{ items: { action: string; onBehalfOf: string }[] }>(`/api/audit?entity=volunteer&entityId=${id}`);
    expect(body.items.map(({ action, onBehalfOf }) => [action, onBehalfOf])).toEqual([
      ['clearance.record', null],
      ['volunteer.active', id],
      ['volunteer.verified', id],
      ['volunteer.change', id],
      ['volunteer.apply', id],
    ]);
  });

  it('changes the own profile and nobody else’s', async () => {
    const mine = await world.as('volunteer').get<VolunteerDto>(`/api/volunteers/${world.volunteers.zhao}`);
    expect(mine.status).toBe(200);
    expect(
      (
        await world
          .as('volunteer')
          .post<VolunteerDto>(`/api/volunteers/${world.volunteers.zhao}/pause`, { version: mine.body.version })
      ).body.state,
    ).toBe('paused');
    expect((await world.as('volunteer').get(`/api/volunteers/${world.volunteers.sun}`)).status).toBe(404);
    expect((await world.as('admin').get(`/api/volunteers/${world.volunteers.foreign}`)).status).toBe(404);
    expect((await world.as('volunteer').get<{ items: unknown[] }>('/api/volunteers')).body.items).toHaveLength(1);
    await world
      .as('admin')
      .post(`/api/volunteers/${world.volunteers.zhao}/activate`, { version: mine.body.version + 1 });
  });

  it('keeps the home when a change does not mention it', async () => {
    const before = await world.as('admin').get<VolunteerDto>(`/api/volunteers/${world.volunteers.sun}`);
    const home = () =>
      house.database.reader.query('SELECT latitude, longitude FROM volunteer WHERE id = $1', [world.volunteers.sun]);
    const draft = { name: '孙老师', veteranGroup: 'teacher', consentedOn: '2026-09-01', areaId: before.body.areaId };
    const changed = await world
      .as('admin')
      .put<VolunteerDto>(`/api/volunteers/${world.volunteers.sun}`, { ...draft, version: before.body.version });
    expect([changed.status, await home()]).toEqual([200, [{ latitude: 30.552, longitude: 114.402 }]]);
    await world.as('admin').put(`/api/volunteers/${world.volunteers.sun}`, {
      ...draft,
      latitude: null,
      longitude: null,
      version: changed.body.version,
    });
    expect(await home()).toEqual([{ latitude: null, longitude: null }]);
  });

  it('is found by how the clearance stands', async () => {
    const { body } = await world.as('admin').get<{ items: VolunteerDto[] }>('/api/volunteers?clearance=valid');
    expect(body.items.map(({ name }) => name).sort()).toEqual(['孙老师', '赵爷爷']);
    house.clock.set('2027-08-21T09:00:00+08:00');
    const later = await world.stranger().signIn('admin', 'correct horse');
    expect(
      (await later.get<{ items: VolunteerDto[] }>('/api/volunteers?clearance=expired')).body.items.length,
    ).toBeGreaterThanOrEqual(2);
    house.clock.set('2026-09-07T09:00:00+08:00');
  });
});

describe('an offer', () => {
  it('goes from draft to the menu, is paused, and retires for good', async () => {
    const listed = await listOffer(world);
    expect(listed).toMatchObject({ state: 'listed', volunteerName: '赵爷爷', skills: [{ name: '葫芦丝', level: 3 }] });
    expect(listed.code).toMatch(/^资-2026-\d{4}$/);
    const paused = await world
      .as('volunteer')
      .post<OfferDto>(`/api/offers/${listed.id}/pause`, { version: listed.version });
    expect(paused.body.state).toBe('paused');
    expect(
      (await world.as('volunteer').post(`/api/offers/${listed.id}/list`, { version: paused.body.version })).status,
    ).toBe(403);
    const retired = await world
      .as('volunteer')
      .post<OfferDto>(`/api/offers/${listed.id}/retire`, { version: paused.body.version });
    expect(retired.body.state).toBe('retired');
    expect(
      (await world.as('admin').post(`/api/offers/${listed.id}/list`, { version: retired.body.version })).body,
    ).toMatchObject({ code: 'illegal_transition' });
  });

  it('of oneself is written by oneself; not for somebody else, nor for another district', async () => {
    expect((await world.as('volunteer').post('/api/offers', offerDraft(world))).status).toBe(201);
    expect((await world.as('otherVolunteer').post('/api/offers', offerDraft(world))).status).toBe(404);
    expect(
      (await world.as('admin').post('/api/offers', offerDraft(world, { volunteerId: world.volunteers.foreign })))
        .status,
    ).toBe(404);
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['no way to serve', { onsite: false, online: false }, '/online', 'neither_onsite_nor_online'],
    [
      'no times',
      { availability: { anyTime: false, weekly: [], dates: [], daysOff: [], holidays: 'same' } },
      '/availability',
      'no_times',
    ],
    [
      'a window that ends before it starts',
      {
        availability: {
          anyTime: false,
          weekly: [{ weekday: 1, from: '10:00', to: '09:00' }],
          dates: [],
          daysOff: [],
          holidays: 'same',
        },
      },
      '/availability/weekly/0/to',
      'ends_before_start',
    ],
    ['stock without goods', { stock: 5 }, '/stock', 'only_for_goods'],
    ['no form', { forms: [] }, '/forms', 'array_min_size'],
    ['a form nobody knows', { forms: ['magic'] }, '/forms', 'is_in'],
  ])('with %s is refused with its place', async (_, change, pointer, code) => {
    const answer = await world.as('admin').post<{ errors: unknown[] }>('/api/offers', offerDraft(world, change));
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  it('lists page by page without a gap or a repetition', async () => {
    for (let i = 0; i < 5; i++) await listOffer(world, { title: `第 ${i} 条` });
    const all = (await world.as('admin').get<{ items: OfferDto[] }>('/api/offers?limit=200')).body.items.map(
      ({ id }) => id,
    );
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: { items: OfferDto[]; nextCursor: string | null } } = await world
        .as('admin')
        .get(`/api/offers?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(await world.as('admin').get('/api/offers?cursor=nonsense')).toMatchObject({
      status: 400,
      body: { code: 'bad_cursor' },
    });
  });
});
