import { DEFAULT_POLICY } from '../../src/matching/engine/menus';
import { unitOf } from '../../src/matching/engine/geo';
import { Asking, Busy, fit, Limits, Meeting, OpenTime } from '../../src/proposals/fit';

const ZONE = 'Asia/Shanghai';
const at = (day: string, from: string, to: string): Meeting => ({
  startsAt: new Date(`${day}T${from}:00+08:00`),
  endsAt: new Date(`${day}T${to}:00+08:00`),
});
const school = { online: false, school: 'a', unit: unitOf({ latitude: 30.55, longitude: 114.4 }) };
/** Ten kilometres north: 13 km of way, 52 minutes by bus and ten for the trip. */
const museum = { online: false, school: 'b', unit: unitOf({ latitude: 30.64, longitude: 114.4 }) };
const online = { online: true, school: 'c', unit: null };
const unknown = { online: false, school: 'd', unit: null };
const person: Limits = { people: 1, travelMode: 'bus', monthlyMinutes: null, offerMonthlyMinutes: null };
const busy = (meeting: Meeting, change: Partial<Busy> = {}): Busy => ({
  ...meeting,
  engagementId: 'other',
  offerId: 'o2',
  lane: 0,
  place: school,
  metres: 1000,
  ...change,
});
const asking = (meetings: Meeting[], change: Partial<Asking> = {}): Asking => ({
  engagementId: null,
  offerId: 'o1',
  lane: null,
  place: school,
  metres: 1000,
  meetings,
  weekly: null,
  ...change,
});
const code = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const ask = (question: Asking, held: Busy[], limits = person, open: OpenTime[] = []): unknown =>
  code(() => fit(question, limits, { busy: held, open }, DEFAULT_POLICY, ZONE));

const afternoon = at('2026-09-15', '14:00', '15:00');

describe('one person', () => {
  const cases: [string, Asking, Busy[], unknown][] = [
    ['is free', asking([afternoon]), [], 0],
    [
      'cannot be in two places at once',
      asking([at('2026-09-15', '14:30', '15:30')]),
      [busy(afternoon)],
      'overlapping_session',
    ],
    ['may go on at the same place without a break', asking([at('2026-09-15', '15:00', '16:00')]), [busy(afternoon)], 0],
    [
      'needs the way to another place',
      asking([at('2026-09-15', '15:30', '16:30')], { place: museum }),
      [busy(afternoon)],
      'overlapping_session',
    ],
    [
      'needs the way before it, too',
      asking([at('2026-09-15', '12:30', '13:30')], { place: museum }),
      [busy(afternoon)],
      'overlapping_session',
    ],
    ['has time for the way', asking([at('2026-09-15', '16:30', '17:30')], { place: museum }), [busy(afternoon)], 0],
    ['needs no way online', asking([at('2026-09-15', '15:00', '16:00')], { place: online }), [busy(afternoon)], 0],
    [
      'needs the fixed minutes of a trip to a place nobody knows',
      asking([at('2026-09-15', '15:05', '16:00')], { place: unknown, metres: null }),
      [busy(afternoon)],
      'overlapping_session',
    ],
    [
      'moves a session next to another of the same engagement',
      asking([at('2026-09-15', '15:00', '16:00')], { engagementId: 'other', place: museum, lane: 0 }),
      [busy(afternoon)],
      0,
    ],
  ];
  it.each(cases)('%s', (_, question, held, expected) => expect(ask(question, held)).toBe(expected));
});

describe('a team', () => {
  const team = { ...person, people: 2 };
  it('sends somebody who is free for all the meetings', () => {
    const held = [busy(afternoon), busy(at('2026-09-22', '14:00', '15:00'), { lane: 1, engagementId: 'third' })];
    expect(ask(asking([at('2026-09-15', '14:30', '15:30')]), held, team)).toBe(1);
    expect(ask(asking([at('2026-09-22', '14:30', '15:30')]), held, team)).toBe(0);
    expect(ask(asking([at('2026-09-15', '14:30', '15:30'), at('2026-09-22', '14:30', '15:30')]), held, team)).toBe(
      'overlapping_session',
    );
  });
  it('keeps to whoever serves already', () => {
    expect(ask(asking([at('2026-09-15', '14:30', '15:30')], { lane: 0 }), [busy(afternoon)], team)).toBe(
      'overlapping_session',
    );
  });
});

describe('minutes of the month', () => {
  // An hour, and twice the way of a kilometre by bus: 2 × (4 + 10).
  const limited = (monthlyMinutes: number | null, offerMonthlyMinutes: number | null = null): Limits => ({
    ...person,
    monthlyMinutes,
    offerMonthlyMinutes,
  });
  it('count service and the way there and back', () => {
    expect(ask(asking([afternoon]), [], limited(88))).toBe(0);
    expect(ask(asking([afternoon]), [], limited(87))).toBe('limit_reached');
  });
  it('count the way once a day', () => {
    const two = [afternoon, at('2026-09-15', '15:00', '16:00')];
    expect(ask(asking(two), [], limited(148))).toBe(0);
    expect(ask(asking(two), [], limited(147))).toBe('limit_reached');
  });
  it('count what is held already, in the same month of the district only', () => {
    expect(ask(asking([afternoon]), [busy(at('2026-09-01', '09:00', '10:00'))], limited(175))).toBe('limit_reached');
    expect(ask(asking([afternoon]), [busy(at('2026-10-01', '07:00', '08:00'))], limited(88))).toBe(0);
    // 23:30 UTC of the last of August is September in Shanghai.
    expect(
      ask(
        asking([afternoon]),
        [busy({ startsAt: new Date('2026-08-31T23:30:00Z'), endsAt: new Date('2026-09-01T00:30:00Z') })],
        limited(175),
      ),
    ).toBe('limit_reached');
  });
  it('of an offer count its own engagements', () => {
    expect(ask(asking([afternoon]), [busy(at('2026-09-01', '09:00', '10:00'))], limited(null, 88))).toBe(0);
    expect(
      ask(asking([afternoon]), [busy(at('2026-09-01', '09:00', '10:00'), { offerId: 'o1' })], limited(null, 175)),
    ).toBe('limit_reached');
  });
  describe('with times to be agreed', () => {
    /** 60 minutes a week and a trip of 28 there and back: five begun weeks of September are 258 + 140 minutes. */
    const september = { minutes: 60, from: '2026-09-01', to: '2026-09-30' };
    const open = (change: Partial<OpenTime> = {}): OpenTime => ({
      ...september,
      engagementId: 'open',
      offerId: 'o2',
      place: school,
      metres: 1000,
      ...change,
    });

    it('count the minutes a week and a trip for each week', () => {
      expect(ask(asking([], { weekly: september }), [], limited(398))).toBe(0);
      expect(ask(asking([], { weekly: september }), [], limited(397))).toBe('limit_reached');
      expect(ask(asking([], { weekly: september, place: online, metres: null }), [], limited(258))).toBe(0);
    });
    it('stand beside dated ones, whichever comes first', () => {
      expect(ask(asking([afternoon]), [], limited(486), [open()])).toBe(0);
      expect(ask(asking([afternoon]), [], limited(485), [open()])).toBe('limit_reached');
      expect(ask(asking([], { weekly: september }), [busy(afternoon)], limited(485))).toBe('limit_reached');
      expect(ask(asking([], { weekly: september }), [], limited(795), [open()])).toBe('limit_reached');
    });
    it('give way to sessions in the months that have some, and never count beside an engagement’s own', () => {
      const planned = busy(at('2026-09-01', '09:00', '10:00'), { engagementId: 'open' });
      expect(ask(asking([afternoon]), [planned], limited(176), [open({ to: '2026-12-31' })])).toBe(0);
      const october = asking([at('2026-10-15', '14:00', '15:00')]);
      expect(ask(october, [planned], limited(400), [open({ to: '2026-10-31' })])).toBe('limit_reached');
      expect(ask(asking([afternoon], { engagementId: 'open' }), [], limited(88), [open()])).toBe(0);
    });
    it('of an offer count the offer’s', () => {
      expect(ask(asking([afternoon]), [], limited(null, 88), [open()])).toBe(0);
      expect(ask(asking([afternoon]), [], limited(null, 485), [open({ offerId: 'o1' })])).toBe('limit_reached');
    });
  });
  it('of a month that the new meetings do not touch are nobody’s concern now', () => {
    expect(ask(asking([afternoon]), [busy(at('2026-10-01', '09:00', '17:00'))], limited(100))).toBe(0);
  });
});
