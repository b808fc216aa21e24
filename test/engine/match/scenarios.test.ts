import { match, verifyPlan } from '../../../src/matching/engine/match';
import { factsOf } from '../../../src/matching/engine/facts';
import type { Menus } from '../../../src/matching/engine/menus';
import { objectiveOf } from '../../../src/matching/engine/objective';
import { district } from '../../support/menus-generator';
import { at, commitment, menus, need, offer, volunteer } from '../../support/menus-small';

function plan(given: Menus) {
  const made = match(given, { seed: 1, iterations: 20 });
  expect(verifyPlan(given, made).problems).toEqual([]);
  return { ...made, who: made.pairs.map((p) => `${p.need}←${p.volunteer}`).sort() };
}

const flute = (level: number, required = true) => ({ skill: '葫芦丝', level, required });

test('葫芦丝: the only teacher of the gourd flute goes where it is more urgent', () => {
  const made = plan(
    menus({
      needs: [
        need('一小葫芦丝班', { priority: 3, skills: [flute(1)] }),
        need('二小葫芦丝班', { priority: 2, skills: [flute(1)] }),
      ],
      volunteers: [volunteer('王老师', { maxConcurrent: 1 }), volunteer('李老师')],
      offers: [
        offer('葫芦丝', '王老师', { skills: [{ skill: '葫芦丝', level: 3 }] }),
        offer('书法', '李老师', { skills: [{ skill: '书法', level: 3 }] }),
      ],
    }),
  );
  expect(made.who).toEqual(['二小葫芦丝班←王老师']);
  expect(made.provenOptimal).toBe(true);
  expect(made.unfilled).toEqual([
    {
      need: '一小葫芦丝班',
      open: 1,
      eligible: 1,
      eliminated: { required_skills: 1 },
      cause: { code: 'taken', params: { eligible: 1, elsewhere: 1 } },
    },
  ]);
  expect(made.levels.map((l) => [l.priority, l.seats, l.filled, l.filledAtMost])).toEqual([
    [1, 0, 0, 0],
    [2, 1, 1, 1],
    [3, 1, 0, 1],
    [4, 0, 0, 0],
  ]);
});

test('谈心屋: two adults or nobody, and the second one comes from far away rather than not at all', () => {
  const room = need('谈心屋周三', {
    category: '心理谈心',
    form: 'duty',
    seats: 2,
    minimum: 2,
    minors: true,
    alternatives: [{ occurrences: [at(2, '14:00', '16:00'), at(9, '14:00', '16:00')] }],
    weeklyMinutes: 0,
  });
  const duty = { category: '心理谈心', forms: ['duty'] };
  const near = [
    volunteer('张阿姨', { clearedUntil: 100 }),
    volunteer('刘校长', { clearedUntil: 100, home: { latitude: 36.9, longitude: 117.4 } }),
  ];
  const offers = [offer('谈心一', '张阿姨', duty), offer('谈心二', '刘校长', duty)];
  expect(plan(menus({ needs: [room], volunteers: near, offers })).who).toEqual(
    ['谈心屋周三←刘校长', '谈心屋周三←张阿姨'].sort(),
  );
  const alone = plan(menus({ needs: [room], volunteers: [near[0], { ...near[1], clearedUntil: 8 }], offers }));
  expect(alone.who).toEqual([]);
  expect(alone.unfilled[0]).toMatchObject({
    open: 2,
    eligible: 1,
    eliminated: { clearance: 1 },
    cause: { code: 'below_minimum', params: { eligible: 1, minimum: 2 } },
  });
});

test('青蓝工程: the young teacher keeps the mentor of last year, all else being equal', () => {
  const made = plan(
    menus({
      needs: [
        need('青年教师小陈', {
          category: '青年教师',
          form: 'mentoring',
          skills: [{ skill: '数学教学', level: 2, required: true }],
          previousVolunteers: ['赵老师'],
        }),
      ],
      volunteers: ['钱老师', '赵老师', '孙老师'].map((id) => volunteer(id)),
      offers: ['钱老师', '赵老师', '孙老师'].map((id) =>
        offer(`${id}带教`, id, {
          category: '青年教师',
          forms: ['mentoring'],
          skills: [{ skill: '数学教学', level: 2 }],
        }),
      ),
    }),
  );
  expect(made.who).toEqual(['青年教师小陈←赵老师']);
  expect(made.pairs[0].reasons.map((r) => r.code)).toContain('served_before');
  expect(made.pairs[0].alternatives.map((a) => a.priceAtLeast)).toEqual([100, 100]);
});

test('one volunteer is not asked to be in two schools at once, nor without time for the way', () => {
  const school = (id: string, longitude: number, from: string, to: string) =>
    need(id, {
      school: id,
      place: { kind: 'site', at: { latitude: 36.65, longitude } },
      alternatives: [{ occurrences: [at(2, from, to)] }],
      weeklyMinutes: 0,
    });
  const one = { volunteers: [volunteer('王老师', { travelMode: 'walk' })], offers: [offer('书法', '王老师')] };
  const both = (second: string) =>
    plan(menus({ needs: [school('一小', 117.1, '14:00', '15:00'), school('二小', 117.12, second, '17:00')], ...one }))
      .pairs.length;
  // 1.785 km on the ground are 2,320 m of way: 35 minutes on foot and 10 for the trip.
  expect(both('14:30')).toBe(1);
  expect(both('15:44')).toBe(1);
  expect(both('15:45')).toBe(2);
});

test('a need with two possible afternoons takes the one on which both volunteers are free', () => {
  const weekday = (day: number) => ({
    availability: { anyTime: false, weekly: [{ weekday: day, from: 12 * 60, to: 18 * 60 }], dates: [], daysOff: [] },
  });
  const both = (days: number[]) => ({
    availability: {
      anyTime: false,
      weekly: days.map((day) => ({ weekday: day, from: 12 * 60, to: 18 * 60 })),
      dates: [],
      daysOff: [],
    },
  });
  const made = plan(
    menus({
      needs: [
        need('运动会裁判', {
          seats: 2,
          minimum: 2,
          alternatives: [{ occurrences: [at(1, '14:00', '16:00')] }, { occurrences: [at(3, '14:00', '16:00')] }],
          weeklyMinutes: 0,
        }),
      ],
      volunteers: ['甲', '乙', '丙'].map((id) => volunteer(id)),
      offers: [offer('a', '甲', both([2, 4])), offer('b', '乙', weekday(4)), offer('c', '丙', weekday(5))],
    }),
  );
  expect(made.pairs.map((p) => [p.volunteer, p.alternative])).toEqual(
    expect.arrayContaining([
      ['甲', 1],
      ['乙', 1],
    ]),
  );
});

test('关爱超市: twenty sports shoes are given out to the most urgent wishes first', () => {
  const wish = (id: string, priority: 1 | 2 | 3 | 4, quantity: number) =>
    need(id, { category: '关爱超市', form: 'goods', priority, quantity, weeklyMinutes: 0 });
  const made = plan(
    menus({
      needs: [wish('一小', 4, 10), wish('二小', 1, 12), wish('三小', 3, 8)],
      volunteers: [volunteer('爱心企业')],
      offers: [offer('运动鞋', '爱心企业', { category: '关爱超市', forms: ['goods'], stock: 20 })],
    }),
  );
  expect(made.who).toEqual(['三小←爱心企业', '二小←爱心企业']);
});

test('名师工作室: a team of three serves three schools at the same hour, and not a fourth', () => {
  const same = (id: string) =>
    need(id, { school: id, alternatives: [{ occurrences: [at(4, '09:00', '10:00')] }], weeklyMinutes: 0 });
  const given = menus({
    needs: ['一小', '二小', '三小', '四小'].map(same),
    volunteers: [volunteer('名师工作室', { people: 3 })],
    offers: [offer('示范课', '名师工作室')],
  });
  expect(plan(given).pairs).toHaveLength(3);
  const busy = { ...given, commitments: [commitment('名师工作室', { occurrences: [at(4, '08:00', '12:00')] })] };
  expect(plan(busy).pairs).toHaveLength(2);
});

test('hours a month are counted month by month, with the way', () => {
  const weekly = (id: string) => need(id, { weeklyMinutes: 60, place: { kind: 'online' } });
  const serve = (monthlyMinutes: number) =>
    plan(
      menus({
        horizon: { start: '2026-09-07', days: 54 },
        needs: ['一', '二', '三'].map((id) => ({ ...weekly(id), period: { from: 0, to: 53 } })),
        volunteers: [volunteer('王老师', { monthlyMinutes })],
        offers: [offer('书法', '王老师', { online: true })],
      }),
    ).pairs.length;
  // October has 30 days of the horizon: 258 minutes each; September only 24.
  expect(serve(3 * 258)).toBe(3);
  expect(serve(3 * 258 - 1)).toBe(2);
  expect(serve(257)).toBe(0);
});

test('fair load: two needs go to two equal volunteers, not twice to the same', () => {
  const given = menus({
    needs: [need('一'), need('二')],
    volunteers: [volunteer('甲', { maxConcurrent: 2 }), volunteer('乙', { maxConcurrent: 2 })],
    offers: [offer('a', '甲'), offer('b', '乙')],
  });
  expect(new Set(plan(given).pairs.map((p) => p.volunteer)).size).toBe(2);
  expect(plan({ ...given, policy: { ...given.policy, fairness: 0 } }).pairs).toHaveLength(2);
});

test('what is published stays for a small difference, and goes for a large one', () => {
  const given = (keepBonus: number) =>
    menus({
      needs: [need('一', { previousVolunteers: ['乙'] })],
      volunteers: [volunteer('甲'), volunteer('乙')],
      offers: [offer('a', '甲'), offer('b', '乙')],
      published: [{ need: '一', offer: 'a', alternative: null }],
      policy: { keepBonus },
    });
  const kept = plan(given(101));
  expect(kept.who).toEqual(['一←甲']);
  expect(kept.pairs[0].reasons.map((r) => r.code)).toContain('kept_from_published');
  expect(plan(given(99)).who).toEqual(['一←乙']);
});

test('a round that is ended as soon as it has a plan is no worse than to leave what is published', () => {
  const given = district({ needs: 150, volunteers: 80, seed: 3 });
  const before = match(given, { seed: 1, iterations: 30 });
  const published = before.pairs.map(({ need, offer, alternative }) => ({ need, offer, alternative }));
  const again = { ...given, published, policy: { ...given.policy, keepBonus: 0 } };
  let planned = false;
  const ended = match(again, {
    seed: 2,
    seconds: 60,
    cancelled: () => planned,
    onProgress: ({ objective }) => (planned = objective !== null),
  });
  expect(verifyPlan(again, ended).problems).toEqual([]);
  expect(ended.objective).toBeLessThanOrEqual(objectiveOf(factsOf(again, 2), before.pairs));
  expect(ended.pairs.length).toBe(before.pairs.length);
});

test('strict levels: one urgent seat is not traded for ten others; by default points decide', () => {
  // 王老师 can hold either the urgent need alone or the other three (hours).
  const small = Array.from({ length: 3 }, (_, k) =>
    need(`普通${k}`, { priority: 2, weeklyMinutes: 70, place: { kind: 'online' } }),
  );
  const urgent = need('帮教', { priority: 1, weeklyMinutes: 210, place: { kind: 'online' } });
  const given = (strictLevels: boolean) =>
    menus({
      horizon: { start: '2026-09-01', days: 30 },
      needs: [urgent, ...small].map((n) => ({ ...n, period: { from: 0, to: 29 } })),
      volunteers: [volunteer('王老师', { monthlyMinutes: 900 })],
      offers: [offer('陪伴', '王老师', { online: true })],
      policy: { strictLevels },
    });
  expect(plan(given(false)).who).toEqual(['普通0←王老师', '普通1←王老师', '普通2←王老师']);
  const strict = plan(given(true));
  expect(strict.who).toEqual(['帮教←王老师']);
  expect(strict.strictLevelsHeld).toBe(true);
});

test('pins stay though others would fit better, and may break what a human may override', () => {
  const given = menus({
    needs: [need('一', { previousVolunteers: ['乙'], form: 'lecture' })],
    volunteers: [volunteer('甲'), volunteer('乙')],
    offers: [offer('a', '甲'), offer('b', '乙', { forms: ['lecture'] })],
    pins: [{ need: '一', offer: 'a', alternative: null }],
  });
  const made = plan(given);
  expect(made.who).toEqual(['一←甲']);
  expect(made.pairs[0]).toMatchObject({ pinned: true, overrides: [{ code: 'form', params: { asked: 'lecture' } }] });
});

test('contradictory pins are named, not silently dropped', () => {
  const time = { alternatives: [{ occurrences: [at(2, '14:00', '15:00')] }], weeklyMinutes: 0 };
  const given = menus({
    needs: [need('一', time), need('二', time), need('三', { consentMissing: true }), need('四', { seats: 1 })],
    volunteers: [volunteer('甲'), volunteer('乙')],
    offers: [offer('a', '甲'), offer('b', '乙')],
    pins: [
      { need: '一', offer: 'a', alternative: 0 },
      { need: '二', offer: 'a', alternative: 0 },
      { need: '三', offer: 'b', alternative: null },
      { need: '四', offer: 'a', alternative: null },
      { need: '四', offer: 'b', alternative: null },
      { need: '五', offer: 'b', alternative: null },
    ],
  });
  const made = plan(given);
  const named = made.pinProblems!.map((r) => [r.code, r.params?.rule, r.params?.need]);
  expect(named).toEqual(
    expect.arrayContaining([
      ['pin_unknown', undefined, '五'],
      ['pin_breaks_rule', 'consent', '三'],
      ['pin_contradicts', 'seats', '四'],
    ]),
  );
  expect(named.filter(([code, rule]) => code === 'pin_contradicts' && rule === 'overlap')).toHaveLength(1);
  expect(made.pairs.filter((p) => p.pinned)).toHaveLength(2);
});

test("a volunteer's no is final: a declined pair is not proposed again, even pinned", () => {
  const given = menus({
    needs: [need('一')],
    volunteers: [volunteer('甲')],
    offers: [offer('a', '甲')],
    exclusions: [{ volunteer: '甲', need: '一', school: null, reason: 'declined' }],
    pins: [{ need: '一', offer: 'a', alternative: null }],
  });
  const made = plan(given);
  expect(made.pairs).toEqual([]);
  expect(made.pinProblems).toEqual([
    { code: 'pin_breaks_rule', params: { because: 'declined', rule: 'excluded', need: '一', offer: 'a' } },
  ]);
});
