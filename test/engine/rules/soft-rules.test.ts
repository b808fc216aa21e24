import * as fc from 'fast-check';
import { factsOf } from '../../../src/matching/engine/facts';
import type { NeedLine, OfferLine, VolunteerLine } from '../../../src/matching/engine/menus';
import { pairing } from '../../../src/matching/engine/pairing';
import { fitOf, partsOf, reasonsOf } from '../../../src/matching/engine/score';
import { loadPoints, seatPoints } from '../../../src/matching/engine/rules';
import { DEFAULT_POLICY } from '../../../src/matching/engine/menus';
import { at, commitment, menus, need, offer, randomMenus, volunteer } from '../../support/menus-small';

// The same cases every time; FC_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20260907) });

function scored(
  n: Partial<NeedLine>,
  v: Partial<VolunteerLine>,
  o: Partial<OfferLine>,
  commitments = [] as ReturnType<typeof commitment>[],
) {
  const facts = factsOf(
    menus({ needs: [need('n', n)], volunteers: [volunteer('v', v)], offers: [offer('o', 'v', o)], commitments }),
  );
  const pair = pairing(facts, facts.needs[0], facts.needs[0].whens[0], facts.offers[0]);
  return { parts: partsOf(pair), reasons: reasonsOf(pair), codes: reasonsOf(pair).map((r) => r.code) };
}

test('the level asked earns 70 % of the skill part, an expert all of it', () => {
  const asked = { skills: [{ skill: '书法', level: 1, required: true }] };
  expect(scored(asked, {}, { skills: [{ skill: '书法', level: 1 }] }).parts.skill).toBe(280);
  expect(scored(asked, {}, { skills: [{ skill: '书法', level: 3 }] }).parts.skill).toBe(400);
  expect(
    scored({ skills: [{ skill: '书法', level: 3, required: true }] }, {}, { skills: [{ skill: '书法', level: 3 }] })
      .parts.skill,
  ).toBe(400);
});

test('a preferred skill that is missing costs less than a required one is worth', () => {
  const asked = {
    skills: [
      { skill: '书法', level: 3, required: true },
      { skill: '国画', level: 2, required: false },
    ],
  };
  const without = scored(asked, {}, { skills: [{ skill: '书法', level: 3 }] }).parts.skill;
  expect(without).toBe(266);
  expect(
    scored(
      asked,
      {},
      {
        skills: [
          { skill: '书法', level: 3 },
          { skill: '国画', level: 1 },
        ],
      },
    ).parts.skill,
  ).toBeGreaterThan(without);
});

test('an unknown way earns nothing and is said to be unknown; online needs no way', () => {
  const unknown = scored({}, { home: null }, {});
  expect(unknown.parts.distance).toBe(0);
  expect(unknown.codes).toContain('distance_unknown');
  expect(unknown.codes).not.toContain('distance');
  const online = scored({ place: { kind: 'online' } }, { home: null }, { online: true });
  expect(online.parts.distance).toBe(200);
  expect(online.codes).toContain('online');
});

test('distance fades to about a third at the scale of the policy', () => {
  const near = scored({}, { home: { latitude: 36.65, longitude: 117.1 } }, {});
  expect(near.parts.distance).toBe(200);
  // 3.846 km on the ground are 5 km of way.
  const far = scored({}, { home: { latitude: 36.65 + 3846 / 111_195, longitude: 117.1 } }, {});
  expect(far.parts.distance).toBeGreaterThanOrEqual(73);
  expect(far.parts.distance).toBeLessThanOrEqual(74);
});

test('free time around the session counts up to half an hour on each side', () => {
  const when = { alternatives: [{ occurrences: [at(2, '14:00', '15:00')] }], weeklyMinutes: 0 };
  const free = (from: number, to: number) => ({
    availability: { anyTime: false, weekly: [{ weekday: 3, from, to }], dates: [], daysOff: [] },
  });
  expect(scored(when, {}, free(14 * 60, 15 * 60)).parts.time).toBe(0);
  expect(scored(when, {}, free(13 * 60 + 45, 15 * 60 + 15)).parts.time).toBe(75);
  expect(scored(when, {}, free(8 * 60, 18 * 60)).parts.time).toBe(150);
  const said = (from: number, to: number) => scored(when, {}, free(from, to)).reasons.find((r) => /^time/.test(r.code));
  expect(said(14 * 60, 15 * 60)).toEqual({ code: 'time_just' });
  expect(said(8 * 60, 18 * 60)).toEqual({ code: 'time', params: { margin: 60 } });
  expect(said(15 * 60, 18 * 60)).toEqual({ code: 'time_not_covered' });
});

test('a pause shorter than wished for halves the time part and is said', () => {
  const when = { alternatives: [{ occurrences: [at(2, '14:00', '15:00')] }], weeklyMinutes: 0 };
  const agreed = [
    commitment('v', { occurrences: [at(2, '15:30', '16:00')], at: { latitude: 36.65, longitude: 117.1 } }),
  ];
  expect(scored(when, { bufferMinutes: 30 }, {}, agreed).parts.time).toBe(150);
  const short = scored(when, { bufferMinutes: 31 }, {}, agreed);
  expect(short.parts.time).toBe(75);
  expect(short.codes).toContain('time_pause_short');
});

test('wishes of both sides and the partner of last year count', () => {
  expect(scored({ wishedOffer: 'o' }, {}, {}).parts.wish).toBe(60);
  expect(scored({}, { wishedSchools: ['实验小学'] }, {}).parts.wish).toBe(40);
  expect(scored({ previousVolunteers: ['v'] }, {}, {}).parts.continuity).toBe(100);
  expect(scored({ previousVolunteers: ['w'] }, {}, {}).parts.continuity).toBe(0);
});

test('nobody is planned to the brim: slack falls with the tightest month', () => {
  const weekly = { weeklyMinutes: 60, place: { kind: 'online' as const } };
  const slack = (monthlyMinutes: number | null) => scored(weekly, { monthlyMinutes }, { online: true }).parts.slack;
  expect(slack(null)).toBe(50);
  // 24 days of September are 206 minutes.
  expect(slack(206)).toBe(0);
  expect(slack(412)).toBe(25);
});

test('parts are whole numbers between 0 and their share, and add up to the fit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
      const facts = factsOf(randomMenus(seed, 5, 5), seed);
      const { fit } = facts.menus.policy;
      const wrong: unknown[] = [];
      for (const line of facts.needs) {
        for (const from of facts.offers) {
          for (const when of line.whens) {
            if (!when.insidePeriod) continue;
            const pair = pairing(facts, line, when, from);
            const parts = partsOf(pair);
            let sum = 0;
            let whole = true;
            for (const part of ['skill', 'time', 'distance', 'wish', 'continuity', 'slack'] as const) {
              whole &&= Number.isInteger(parts[part]) && parts[part] >= 0 && parts[part] <= fit[part];
              sum += parts[part];
            }
            if (!whole || fitOf(pair) !== sum) wrong.push({ line: line.line.id, from: from.line.id, parts, sum });
          }
        }
      }
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a seat is worth its priority and its waiting, a load grows with every engagement', () => {
  expect(seatPoints({ priority: 1, waitingDays: 0 }, DEFAULT_POLICY)).toBe(400_000);
  expect(seatPoints({ priority: 4, waitingDays: 30 }, DEFAULT_POLICY)).toBe(125_000);
  expect(seatPoints({ priority: 4, waitingDays: 600 }, DEFAULT_POLICY)).toBe(150_000);
  expect([0, 1, 2].map((q) => loadPoints(q, 4, DEFAULT_POLICY))).toEqual([0, 30, 60]);
  expect(loadPoints(1, null, DEFAULT_POLICY)).toBe(40);
});
