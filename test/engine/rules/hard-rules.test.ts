import { factsOf } from '../../../src/matching/engine/facts';
import type { Menus, NeedLine, OfferLine, VolunteerLine } from '../../../src/matching/engine/menus';
import { failures, HARD_RULES } from '../../../src/matching/engine/rules';
import { pairing } from '../../../src/matching/engine/pairing';
import { at, commitment, menus, need, offer, volunteer } from '../../support/menus-small';

/** A pair that respects every rule: 王老师 teaches the gourd flute on two Wednesday afternoons. */
interface Case {
  need?: Partial<NeedLine>;
  volunteer?: Partial<VolunteerLine>;
  offer?: Partial<OfferLine>;
  menus?: Partial<Omit<Menus, 'policy'>> & { policy?: Partial<Menus['policy']> };
}

const WEDNESDAYS = { occurrences: [at(2, '14:00', '15:30'), at(9, '14:00', '15:30')] };

function broken({ need: n, volunteer: v, offer: o, menus: m }: Case = {}) {
  const facts = factsOf(
    menus({
      needs: [
        need('葫芦丝', {
          skills: [{ skill: '葫芦丝', level: 2, required: true }],
          grades: 0b111000,
          languages: ['zh'],
          minors: true,
          alternatives: [WEDNESDAYS],
          weeklyMinutes: 0,
          ...n,
        }),
      ],
      volunteers: [
        volunteer('王老师', { clearedUntil: 9, travelLimitMetres: 5000, maxConcurrent: 1, monthlyMinutes: 400, ...v }),
      ],
      offers: [
        offer('教葫芦丝', '王老师', {
          skills: [{ skill: '葫芦丝', level: 2 }],
          grades: 0b111110,
          availability: {
            anyTime: false,
            weekly: [{ weekday: 3, from: 13 * 60, to: 17 * 60 }],
            dates: [],
            daysOff: [],
          },
          ...o,
        }),
      ],
      ...m,
    }),
  );
  const line = facts.need.get('葫芦丝')!;
  return failures(pairing(facts, line, line.whens[0], facts.offers[0])).map(({ code, params }) => ({ code, params }));
}

test('the pair the cases start from breaks no rule', () => {
  expect(broken()).toEqual([]);
});

const CASES: [string, Case, { code: string; params?: Record<string, unknown> }][] = [
  [
    'a session before the period begins',
    { need: { period: { from: 3, to: 27 } } },
    { code: 'period', params: { from: 3, to: 27 } },
  ],
  ['no guardian has consented yet', { need: { consentMissing: true } }, { code: 'consent' }],
  [
    'another category',
    { offer: { category: '心理谈心' } },
    { code: 'category', params: { asked: '传统文化', offered: '心理谈心' } },
  ],
  ['another form', { need: { form: 'lecture' } }, { code: 'form', params: { asked: 'lecture' } }],
  [
    'a lower level than asked',
    { offer: { skills: [{ skill: '葫芦丝', level: 1 }] } },
    { code: 'required_skills', params: { skill: '葫芦丝', asked: 2, offered: 1 } },
  ],
  [
    'the skill is not offered at all',
    { offer: { skills: [] } },
    { code: 'required_skills', params: { skill: '葫芦丝', asked: 2, offered: 0 } },
  ],
  [
    'one grade of the audience is not suited',
    { offer: { grades: 0b011110 } },
    { code: 'grades', params: { missing: 0b100000 } },
  ],
  ['a language is not spoken', { need: { languages: ['zh', 'en'] } }, { code: 'language', params: { asked: 'en' } }],
  [
    'not given on site',
    { offer: { onsite: false, online: true } },
    { code: 'onsite_or_online', params: { asked: 'site' } },
  ],
  [
    'not given online',
    { need: { place: { kind: 'online' } } },
    { code: 'onsite_or_online', params: { asked: 'online' } },
  ],
  [
    'too few pieces on the shelf',
    { need: { quantity: 3 }, offer: { stock: 2 } },
    { code: 'goods_stock', params: { asked: 3, left: 2 } },
  ],
  [
    'pieces promised already',
    {
      need: { quantity: 2 },
      offer: { stock: 3 },
      menus: { commitments: [commitment('x', { offer: '教葫芦丝', pieces: 2 })] },
    },
    { code: 'goods_stock', params: { asked: 2, left: 1 } },
  ],
  [
    'never cleared',
    { volunteer: { clearedUntil: null } },
    { code: 'clearance', params: { neededUntil: 9, cleared: false } },
  ],
  [
    'the clearance ends a day before the last session',
    { volunteer: { clearedUntil: 8 } },
    { code: 'clearance', params: { neededUntil: 9, cleared: true, validUntil: 8 } },
  ],
  [
    'declined before',
    { menus: { exclusions: [{ volunteer: '王老师', need: '葫芦丝', school: null, reason: 'declined' }] } },
    { code: 'excluded', params: { because: 'declined' } },
  ],
  [
    'blocked by the school',
    { menus: { exclusions: [{ volunteer: '王老师', need: null, school: '实验小学', reason: 'blocked' }] } },
    { code: 'excluded', params: { because: 'blocked' } },
  ],
  [
    'already has a seat of this need',
    { volunteer: { maxConcurrent: 2 }, menus: { commitments: [commitment('王老师', { need: '葫芦丝' })] } },
    { code: 'one_seat' },
  ],
  [
    'unknown distance, where the policy leaves those out',
    { volunteer: { home: null }, menus: { policy: { excludeUnknownDistance: true } } },
    { code: 'unknown_distance' },
  ],
  [
    'further than the volunteer goes',
    { volunteer: { travelLimitMetres: 2000 } },
    { code: 'travel_limit', params: { limit: 2000, metres: 2733 } },
  ],
  [
    'further than the volunteer goes for this offer',
    { volunteer: { travelLimitMetres: 9000 }, offer: { travelLimitMetres: 2500 } },
    { code: 'travel_limit', params: { limit: 2500, metres: 2733 } },
  ],
  [
    'not free at the end of a session',
    {
      offer: {
        availability: {
          anyTime: false,
          weekly: [{ weekday: 3, from: 13 * 60, to: 15 * 60 + 29 }],
          dates: [],
          daysOff: [],
        },
      },
    },
    { code: 'availability', params: { alternative: 0 } },
  ],
  [
    'a day off',
    { offer: { availability: { anyTime: true, weekly: [], dates: [], daysOff: [9] } } },
    { code: 'availability', params: { alternative: 0 } },
  ],
  [
    'an agreed session at the same time',
    {
      volunteer: { maxConcurrent: 2 },
      menus: { commitments: [commitment('王老师', { occurrences: [at(9, '15:00', '16:00')] })] },
    },
    { code: 'overlap' },
  ],
  [
    'an agreed session too near for the way between',
    {
      volunteer: { maxConcurrent: 2 },
      menus: {
        commitments: [
          commitment('王老师', { occurrences: [at(9, '15:35', '16:00')], at: { latitude: 36.75, longitude: 117.1 } }),
        ],
      },
    },
    { code: 'overlap' },
  ],
  [
    'one engagement at once, and one agreed',
    { menus: { commitments: [commitment('王老师')] } },
    { code: 'concurrent', params: { limit: 1, held: 1 } },
  ],
  [
    'the offer itself is taken',
    {
      volunteer: { maxConcurrent: 2 },
      offer: { maxConcurrent: 1 },
      menus: { commitments: [commitment('王老师', { offer: '教葫芦丝' })] },
    },
    { code: 'concurrent', params: { limit: 1, held: 1 } },
  ],
  // Two sessions of 90 minutes, and twice 21 minutes of way each: 264 minutes in September.
  [
    'more minutes in the month than are left',
    { volunteer: { monthlyMinutes: 263 } },
    { code: 'monthly_minutes', params: { month: 0, minutes: 264, left: 263 } },
  ],
  [
    'minutes agreed before count',
    { volunteer: { maxConcurrent: 2 }, menus: { commitments: [commitment('王老师', { monthlyMinutes: [200] })] } },
    { code: 'monthly_minutes', params: { month: 0, minutes: 264, left: 200 } },
  ],
  [
    'the offer has minutes of its own',
    { offer: { monthlyMinutes: 100 } },
    { code: 'monthly_minutes', params: { month: 0, minutes: 264, left: 100 } },
  ],
];

test.each(CASES)('%s', (_, change, reason) => {
  expect(broken(change)).toEqual([{ params: undefined, ...reason }]);
});

test('every hard rule has a case', () => {
  expect(new Set(CASES.map(([, , reason]) => reason.code))).toEqual(new Set(HARD_RULES.map((rule) => rule.code)));
});

test("what law and a person's word decide, no human may override", () => {
  const never = HARD_RULES.filter((rule) => !rule.overridable).map((rule) => rule.code);
  expect(never).toEqual(
    expect.arrayContaining([
      'consent',
      'clearance',
      'excluded',
      'one_seat',
      'overlap',
      'monthly_minutes',
      'goods_stock',
    ]),
  );
});

test('what is not known forbids nothing: unknown home, no limits, no grades', () => {
  expect(broken({ volunteer: { home: null } })).toEqual([]);
  expect(broken({ need: { place: { kind: 'site', at: null } } })).toEqual([]);
  expect(broken({ offer: { grades: 0 } })).toEqual([]);
  expect(broken({ volunteer: { maxConcurrent: null, monthlyMinutes: null, travelLimitMetres: null } })).toEqual([]);
});

test('a session across midnight needs both evenings and both days', () => {
  const night = { alternatives: [{ occurrences: [at(2, '23:30', '24:30')] }], minors: false };
  const weekly = (to: number) => [
    { weekday: 3, from: 20 * 60, to: 1440 },
    { weekday: 4, from: 0, to },
  ];
  const free = (to: number) => ({ availability: { anyTime: false, weekly: weekly(to), dates: [], daysOff: [] } });
  expect(broken({ need: night, offer: free(30) })).toEqual([]);
  expect(broken({ need: night, offer: free(29) })).toEqual([{ code: 'availability', params: { alternative: 0 } }]);
});

test('a time to be agreed needs enough free minutes a week, days off taken away', () => {
  const agreed = { alternatives: [], weeklyMinutes: 240, minors: false };
  const week = {
    anyTime: false,
    weekly: [{ weekday: 3, from: 13 * 60, to: 17 * 60 }],
    dates: [],
    daysOff: [] as number[],
  };
  const generous = { volunteer: { monthlyMinutes: null } };
  expect(broken({ ...generous, need: agreed, offer: { availability: week } })).toEqual([]);
  expect(broken({ ...generous, need: agreed, offer: { availability: { ...week, daysOff: [2] } } })).toEqual([
    { code: 'availability', params: { asked: 240, free: 180 } },
  ]);
});

test('a team of two holds two sessions at once, not three', () => {
  const busy = (n: number) =>
    Array.from({ length: n }, () => commitment('王老师', { occurrences: [at(2, '14:00', '15:00')] }));
  const team = { people: 2, maxConcurrent: null };
  expect(broken({ volunteer: team, menus: { commitments: busy(1) } })).toEqual([]);
  expect(broken({ volunteer: team, menus: { commitments: busy(2) } })).toEqual([
    { code: 'overlap', params: { people: 2 } },
  ]);
});
