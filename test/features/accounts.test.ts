import { hashPassword, NOBODY } from '../../src/accounts/password';
import { eventually } from '../jobs/eventually';
import { createTestApp, TestApp } from '../support/app';
import { buildWorld, World } from '../support/world';

let house: TestApp;
let world: World;
beforeAll(async () => {
  house = await createTestApp();
  world = await buildWorld(house);
});
afterAll(() => house.close());

describe('signing in', () => {
  it('takes as long for an account that does not exist', async () => {
    const cost = (hash: string): string[] => hash.split('$').slice(0, 4);
    expect(cost(NOBODY)).toEqual(cost(await hashPassword('correct horse')));
  });

  it('sets a cookie that scripts cannot read and tells who one is', async () => {
    const browser = world.stranger();
    const answer = await browser.post('/api/sign-in', { login: 'ADMIN', password: 'correct horse' });
    expect(answer.status).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(/^liangdan=[\w-]{43};.*HttpOnly; SameSite=Lax/);
    const me = await browser.get<{ grants: unknown[]; permissions: string[]; districtName: string }>('/api/me');
    expect(me.body).toMatchObject({ districtName: '东湖区', grants: [{ role: 'admin', schoolId: null }] });
    expect(me.body.permissions).toContain('round.request');
  });

  it('says the same for a wrong password and an unknown account', async () => {
    for (const login of ['admin', 'nobody']) {
      const answer = await world.stranger().post('/api/sign-in', { login, password: 'wrong' });
      expect(answer).toMatchObject({ status: 401, body: { code: 'wrong_credentials', title: '账号或密码不正确。' } });
    }
  });

  it('rests after ten wrong passwords and works again a quarter of an hour later', async () => {
    for (let i = 0; i < 10; i++) await world.stranger().post('/api/sign-in', { login: 'auditor', password: 'wrong' });
    expect(await world.stranger().post('/api/sign-in', { login: 'auditor', password: 'correct horse' })).toMatchObject({
      status: 429,
      body: { code: 'too_many_requests' },
    });
    house.clock.advance({ minutes: 16 });
    expect((await world.stranger().post('/api/sign-in', { login: 'auditor', password: 'correct horse' })).status).toBe(
      204,
    );
  });

  it('ends when one signs out, after thirty idle days, and when the account is disabled', async () => {
    const out = await world.stranger().signIn('otherVolunteer', 'correct horse');
    await out.delete('/api/sign-in');
    expect((await out.get('/api/me')).status).toBe(401);
    const disabled = await world.stranger().signIn('otherVolunteer', 'correct horse');
    await house.database.reader.query('UPDATE account SET disabled_at = now() WHERE id = $1', [
      world.accounts.otherVolunteer,
    ]);
    await eventually(async () => (await disabled.get('/api/me')).status === 401);
    const idle = await world.stranger().signIn('teacher', 'correct horse');
    house.clock.advance({ days: 29 });
    expect((await idle.get('/api/me')).status).toBe(200);
    house.clock.advance({ days: 31 });
    expect((await idle.get('/api/me')).status).toBe(401);
  });

  it('with a new password signs every other browser out', async () => {
    const [here, elsewhere] = [
      await world.stranger().signIn('volunteer', 'correct horse'),
      await world.stranger().signIn('volunteer', 'correct horse'),
    ];
    expect((await here.post('/api/me/password', { current: 'wrong', next: 'a longer one' })).body).toMatchObject({
      errors: [{ pointer: '/current', code: 'wrong_password' }],
    });
    expect((await here.post('/api/me/password', { current: 'correct horse', next: 'short' })).body).toMatchObject({
      errors: [{ pointer: '/next', code: 'min_length' }],
    });
    expect((await here.post('/api/me/password', { current: 'correct horse', next: 'a longer one' })).status).toBe(204);
    expect((await here.get('/api/me')).status).toBe(200);
    expect((await elsewhere.get('/api/me')).status).toBe(401);
  });

  it('does not accept changes that another site causes', async () => {
    const browser = await world.stranger().signIn('coordinator', 'correct horse');
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect(await browser.send('PATCH', '/api/me', { elderMode: true }, headers)).toMatchObject({
        status: 403,
        body: { code: 'cross_site' },
      });
    }
    expect(
      (await browser.send('PATCH', '/api/me', { elderMode: true }, { 'sec-fetch-site': 'same-origin' })).body,
    ).toMatchObject({ elderMode: true });
  });
});

describe('answers', () => {
  it('come in the reader’s language, with the request’s id', async () => {
    const en = await world
      .stranger()
      .get('/api/me', { 'accept-language': 'en-GB,en;q=0.9', 'x-request-id': 'a-request-of-mine' });
    expect(en.body).toMatchObject({ title: 'Please sign in first.', requestId: 'a-request-of-mine' });
    expect(en.headers['x-request-id']).toBe('a-request-of-mine');
    expect(en.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const zh = await world.stranger().get('/api/me', { 'accept-language': 'fr' });
    expect(zh.body).toMatchObject({ title: '请先登录。' });
  });

  it('carry a strict content policy', async () => {
    expect((await world.stranger().get('/api/nowhere')).headers['content-security-policy']).toContain(
      "default-src 'self'",
    );
  });
});

describe('on a machine that many use', () => {
  it('no answer of the API is kept: data, files, errors, and what is not there', async () => {
    const admin = world.as('admin');
    for (const path of ['me', 'needs', 'needs/export.csv', 'volunteers/nonsense', 'nowhere']) {
      const { headers } = await admin.get(`/api/${path}`);
      expect([path, headers['cache-control']]).toEqual([path, 'no-store']);
    }
    const signIn = await world.stranger().post('/api/sign-in', { login: 'admin', password: 'wrong password' });
    expect([signIn.status, signIn.headers['cache-control']]).toEqual([401, 'no-store']);
  });

  it('files of the web client say themselves how long they are kept', async () => {
    expect((await world.stranger().get('/assets/index.js')).headers['cache-control']).toBeUndefined();
  });
});

describe('the trail', () => {
  it('is chained, and a change to it shows', async () => {
    house.clock.set('2026-09-08T09:00:00+08:00');
    const admin = await world.stranger().signIn('admin', 'correct horse');
    await admin.patch('/api/me', { elderMode: true });
    const trail = await admin.get<{ items: { action: string }[] }>('/api/audit?limit=1');
    expect(trail.body.items).toEqual([
      expect.objectContaining({ action: 'account.change', byName: 'admin', change: { elderMode: true } }),
    ]);
    expect((await admin.get('/api/audit/chain')).body).toMatchObject({ intact: true, unlinked: 0, brokenAt: null });
    await expect(house.database.reader.query("UPDATE audit_event SET action = 'nothing'")).rejects.toThrow(
      'append-only',
    );
    // Somebody with the keys of the database itself can still change it, but not without breaking the chain.
    await house.database.reader.query('ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only');
    await house.database.reader.query(`UPDATE audit_event SET change = '{}' WHERE action = 'account.change'`);
    expect((await admin.get('/api/audit/chain')).body).toMatchObject({ intact: false, brokenAt: expect.any(Number) });
  });

  it('is the district’s own', async () => {
    const outsider = await world.stranger().signIn('outsider', 'correct horse');
    const { body } = await outsider.get<{ items: { byName: string }[] }>('/api/audit');
    expect(new Set(body.items.map(({ byName }) => byName))).toEqual(new Set(['outsider']));
    const volunteer = await world.stranger().signIn('volunteer', 'a longer one');
    expect((await volunteer.get('/api/audit')).status).toBe(403);
  });
});
