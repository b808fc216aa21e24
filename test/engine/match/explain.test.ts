import { difference } from '../../../src/matching/engine/difference';
import { Explanations, relaxations, scarce, whyNot } from '../../../src/matching/engine/explain';
import { match } from '../../../src/matching/engine/match';
import type { Menus } from '../../../src/matching/engine/menus';
import { BruteForce, keyOf } from '../../support/menus-brute';
import { district } from '../../support/menus-generator';
import { at, commitment, menus, need, offer, randomMenus, volunteer } from '../../support/menus-small';

const solve = (given: Menus, iterations = 20) => match(given, { seed: 1, iterations });
const flute = { skill: '葫芦丝', level: 2, required: true };

describe('why is this pair not proposed', () => {
  const given = menus({
    needs: [
      need('葫芦丝班', {
        skills: [flute],
        minors: true,
        priority: 2,
        alternatives: [{ occurrences: [at(2, '14:00', '15:00')] }],
        weeklyMinutes: 0,
      }),
      need('书法班', { priority: 3, alternatives: [{ occurrences: [at(2, '14:30', '15:30')] }], weeklyMinutes: 0 }),
    ],
    volunteers: [volunteer('王老师', { clearedUntil: 50 }), volunteer('李老师', { clearedUntil: null })],
    offers: [
      offer('王', '王老师', { skills: [{ skill: '葫芦丝', level: 3 }] }),
      offer('李', '李老师', { skills: [{ skill: '葫芦丝', level: 1 }] }),
    ],
  });
  const plan = solve(given);

  test('every rule that forbids it is named, never a price', () => {
    const why = whyNot(given, plan, '葫芦丝班', '李')!;
    expect(why.proposed).toBe(false);
    expect(why.ways).toHaveLength(1);
    expect(why.ways[0].forbidden.map((r) => [r.code, r.overridable])).toEqual([
      ['required_skills', true],
      ['clearance', false],
    ]);
    expect(why.ways[0]).toMatchObject({ priceAtLeast: null, score: null, blockedBy: [] });
  });

  test('a candidate has a price that is proven, and the facts in its way are named', () => {
    const why = whyNot(given, plan, '书法班', '王')!;
    expect(why.ways[0].forbidden).toEqual([]);
    expect(why.ways[0].blockedBy.map((r) => r.code)).toEqual(['seat_taken', 'overlaps_proposed']);
    // 王老师 would have to leave the flute class, which nobody else can teach: 300,000 points.
    expect(why.ways[0].priceAtLeast).toBeGreaterThan(290_000);
  });

  test('what is proposed says so; what is unknown is null', () => {
    expect(whyNot(given, plan, '葫芦丝班', '王')!.proposed).toBe(true);
    expect(whyNot(given, plan, '葫芦丝班', '无')).toBeNull();
  });

  test('the exact price comes with those who would move', () => {
    const price = new Explanations(given, plan).price('书法班', '王', 0)!;
    expect(price.atMost).toBeGreaterThan(290_000);
    expect(price.atLeast).toBeLessThanOrEqual(price.atMost!);
    expect(price.comes.map((p) => [p.need, p.volunteer])).toEqual([['书法班', '王老师']]);
    expect(new Set(price.goes.map((p) => p.need))).toEqual(new Set(['书法班', '葫芦丝班']));
  });
});

test('what stands in the way: engagements, stock and minutes of the offer itself, and the minimum of the need', () => {
  const blocked = (more: Partial<Parameters<typeof menus>[0]>) => {
    const given = menus({
      needs: [need('一', { priority: 1, quantity: 0 }), need('二', { priority: 4 })],
      volunteers: [volunteer('甲')],
      ...more,
    });
    const why = whyNot(given, solve(given), '二', 'a')!;
    expect([why.proposed, why.ways[0].forbidden]).toEqual([false, []]);
    return why.ways[0].blockedBy;
  };
  expect(blocked({ offers: [offer('a', '甲', { maxConcurrent: 1 })] })).toEqual([
    { code: 'engagements_full', params: { limit: 1, agreed: 0, proposed: 1 } },
  ]);
  const online = { place: { kind: 'online' as const } };
  expect(
    blocked({
      needs: [need('一', { priority: 1, ...online }), need('二', { priority: 4, ...online })],
      offers: [offer('a', '甲', { online: true, monthlyMinutes: 300 })],
    }),
  ).toEqual([{ code: 'minutes_taken', params: { month: 0, minutes: 206, left: 94 } }]);
  const goods = { quantity: 3, weeklyMinutes: 0 };
  expect(
    blocked({
      needs: [need('一', { priority: 1, ...goods }), need('二', { priority: 4, ...goods })],
      offers: [offer('a', '甲', { stock: 5 })],
    }),
  ).toEqual([{ code: 'stock_taken', params: { asked: 3, left: 2 } }]);
  expect(blocked({ needs: [need('一'), need('二', { seats: 2, minimum: 2 })], offers: [offer('a', '甲')] })).toEqual([
    { code: 'needs_more_people', params: { minimum: 2 } },
  ]);
});

test('on random tiny menus the price of a forced pair is bracketed: proven ≤ true ≤ found', () => {
  let asked = 0;
  let exact = 0;
  for (let seed = 0; seed < 700; seed++) {
    const given = { ...randomMenus(seed, 4, 4), pins: [] };
    const plan = match(given, { seed, iterations: 20 });
    const explanations = new Explanations(given, plan);
    const brute = new BruteForce(given);
    for (const line of given.needs.slice(0, 2)) {
      for (const from of given.offers.slice(0, 2)) {
        for (const way of explanations.whyNot(line.id, from.id)!.ways) {
          if (way.forbidden.length > 0) continue;
          const forced = brute.best([], keyOf(line.id, from.id, way.alternative));
          if (forced === null) continue;
          const price = explanations.price(line.id, from.id, way.alternative)!;
          const real = forced.objective - plan.objective;
          expect(way.priceAtLeast ?? -Infinity).toBeLessThanOrEqual(real);
          // A pin may stand alone below the minimum of its need; then it can be cheaper than a plan without pins.
          if (price.atMost !== null && line.minimum === 1) expect(price.atMost).toBeGreaterThanOrEqual(real);
          asked++;
          if (price.atMost === real) exact++;
        }
      }
    }
  }
  expect(asked).toBeGreaterThan(100);
  expect(exact / asked).toBeGreaterThan(0.8);
});

describe('relaxations of a need that stays unfilled', () => {
  const session = {
    alternatives: [{ occurrences: [at(2, '14:00', '15:00'), at(9, '14:00', '15:00')] }],
    weeklyMinutes: 0,
  };
  const free = (weekday: number, from: number, to: number) => ({
    availability: { anyTime: false, weekly: [{ weekday, from: from * 60, to: to * 60 }], dates: [], daysOff: [] },
  });

  test('another time, verified: the volunteer is free an hour later', () => {
    const given = menus({
      needs: [need('葫芦丝班', session)],
      volunteers: [volunteer('王老师')],
      offers: [offer('王', '王老师', free(3, 15, 18))],
    });
    const [first] = relaxations(given, solve(given), '葫芦丝班');
    expect(first).toMatchObject({
      change: { code: 'relax_other_time', params: { days: 0, minutes: 60 } },
      before: 0,
      after: 1,
      othersLost: 0,
    });
    expect(first.serves).toEqual([{ offer: '王', volunteer: '王老师', alternative: 1 }]);
  });

  test('the smallest change comes first: a preferred skill before a longer way', () => {
    const given = menus({
      needs: [need('葫芦丝班', { skills: [flute] })],
      volunteers: [volunteer('王老师', { travelLimitMetres: 2000 }), volunteer('李老师')],
      offers: [offer('王', '王老师', { skills: [{ skill: '葫芦丝', level: 3 }] }), offer('李', '李老师')],
    });
    const found = relaxations(given, solve(given), '葫芦丝班');
    expect(found.map((r) => r.change.code)).toEqual(['relax_preferred_instead_of_required', 'relax_longer_way']);
    expect(found[1].change.params).toEqual({ volunteer: '王老师', from: 2000, to: 2733 });
  });

  test('fewer volunteers, a renewed clearance, online', () => {
    const given = menus({
      needs: [need('谈心屋', { seats: 2, minimum: 2, minors: true })],
      volunteers: [volunteer('甲', { clearedUntil: 100 }), volunteer('乙'), volunteer('丙', { clearedUntil: 100 })],
      offers: [offer('a', '甲'), offer('b', '乙'), offer('c', '丙', { onsite: false, online: true })],
    });
    const found = relaxations(given, solve(given), '谈心屋');
    expect(found.map((r) => [r.change.code, r.after])).toEqual([
      ['relax_minimum', 1],
      ['relax_clearance_renewed', 2],
    ]);
  });

  test('a change that would only take the volunteer from another need is not offered', () => {
    const given = menus({
      needs: [need('一', { priority: 1 }), need('二', { priority: 3, skills: [flute] })],
      volunteers: [volunteer('王老师', { maxConcurrent: 1 })],
      offers: [offer('王', '王老师')],
    });
    expect(relaxations(given, solve(given), '二')).toEqual([]);
  });

  test('every relaxation found on a district holds when the whole district is solved with it', () => {
    const given = district({ needs: 60, volunteers: 60, seed: 4 });
    const plan = solve(given);
    const explanations = new Explanations(given, plan);
    let verified = 0;
    for (const { need: id } of plan.unfilled.slice(0, 8)) {
      for (const found of explanations.relaxations(id, 3)) {
        if (found.change.code !== 'relax_preferred_instead_of_required') continue;
        const { skill } = found.change.params as { skill: string };
        const changed: Menus = {
          ...given,
          needs: given.needs.map((n) =>
            n.id === id
              ? { ...n, skills: n.skills.map((s) => (s.skill === skill ? { ...s, required: false } : s)) }
              : n,
          ),
        };
        const better = match(changed, { seed: 1, iterations: 60 });
        expect(better.pairs.length).toBeGreaterThan(plan.pairs.length - 1);
        expect(better.objective).toBeLessThan(plan.objective);
        verified++;
      }
    }
    expect(verified).toBeGreaterThan(0);
  });
});

test('scarce skills: one more gourd-flute teacher on Wednesday afternoon fills three seats', () => {
  const given = menus({
    needs: [
      ...['一小', '二小', '三小'].map((school, k) =>
        need(school, {
          school,
          skills: [flute],
          alternatives: [{ occurrences: [at(2 + 7 * k, '14:00', '15:00')] }],
          weeklyMinutes: 0,
        }),
      ),
      need('书法班', { skills: [{ skill: '书法', level: 1, required: true }] }),
    ],
    volunteers: [volunteer('李老师')],
    offers: [offer('李', '李老师', { skills: [{ skill: '书法', level: 2 }] })],
  });
  const found = scarce(given, solve(given));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    skill: '葫芦丝',
    weekday: 3,
    half: 'afternoon',
    seats: 3,
    seatsGained: 3,
    schools: ['一小', '二小', '三小'],
  });
  expect(found[0].gainAtLeast).toBeGreaterThan(590_000);
});

test('the gain of one more volunteer is never more than solving the whole with that volunteer gives', () => {
  const given = district({ needs: 50, volunteers: 40, seed: 8 });
  const plan = solve(given, 60);
  const found = scarce(given, plan, 4);
  expect(found.some((s) => s.gainAtLeast > 0)).toBe(true);
  for (const s of found)
    expect(s.gainAtLeast).toBeLessThanOrEqual(s.seats * 450_000 + (plan.objective - plan.bound) + 100_000);
});

describe('difference between two plans', () => {
  const base = menus({
    needs: [need('一'), need('二')],
    volunteers: [volunteer('甲', { maxConcurrent: 1 }), volunteer('乙', { maxConcurrent: 1 })],
    offers: [offer('a', '甲'), offer('b', '乙')],
    published: [],
  });
  const before = solve(base);
  const of = (id: string) => before.pairs.find((p) => p.need === id)!;

  test('the same menus: everything kept', () => {
    expect(difference(before, solve(base), base, base).counts).toEqual({ kept: 2, moved: 0, new: 0, gone: 0 });
  });

  test('a declined pair is gone by the rule, and who takes over is said', () => {
    const declined: Menus = {
      ...base,
      volunteers: [...base.volunteers, volunteer('丙')],
      offers: [...base.offers, offer('c', '丙')],
      exclusions: [{ volunteer: of('一').volunteer, need: '一', school: null, reason: 'declined' }],
      published: before.pairs.map(({ need: n, offer: o, alternative }) => ({ need: n, offer: o, alternative })),
    };
    const changes = difference(before, solve(declined), declined, base).changes.filter((c) => c.change !== 'kept');
    expect(changes.map((c) => [c.change, c.need, c.reasons.map((r) => r.code)])).toEqual([
      ['gone', '一', ['rule']],
      ['new', '一', ['offer_new', 'takes_over']],
    ]);
    expect(changes[0].reasons[0].params).toEqual({ rule: 'excluded', because: 'declined' });
  });

  test('a pair people have agreed on leaves the plan for the best of reasons', () => {
    const agreed: Menus = {
      ...base,
      needs: base.needs.filter((n) => n.id !== '一'),
      commitments: [commitment(of('一').volunteer, { need: '一', offer: of('一').offer })],
    };
    const gone = difference(before, solve(agreed), agreed, base).changes.find((c) => c.need === '一')!;
    expect(gone).toMatchObject({ change: 'gone', reasons: [{ code: 'agreed_since' }] });
  });

  test('a need withdrawn and a volunteer who left', () => {
    const fewer: Menus = {
      ...base,
      needs: [need('二')],
      volunteers: base.volunteers.filter((v) => v.id !== of('二').volunteer),
      offers: base.offers.filter((o) => o.volunteer !== of('二').volunteer),
    };
    const diff = difference(before, solve(fewer), fewer, base);
    const gone = diff.changes.filter((c) => c.change === 'gone');
    expect(gone.map((c) => [c.need, c.reasons.map((r) => r.code)])).toEqual(
      expect.arrayContaining([
        ['一', ['need_off_the_menu']],
        ['二', ['volunteer_off_the_menu']],
      ]),
    );
    expect(diff.seats).toBe(-1);
  });
});
