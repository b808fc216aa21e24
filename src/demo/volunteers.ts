import { addDays } from '../districts/local-time';
import type { Area, MakeAccount, School } from './district';
import { GIVEN, SURNAMES } from './items/names';
import { found, Maker } from './maker';

export interface Person {
  id: string;
  name: string;
  groups: string[];
  cleared: boolean;
  /** Has an engagement already, or cannot take one. */
  busy: boolean;
}

const GUESTS = { judge: '区法院宣讲团', firefighter: '消防救援站', artisan: '工匠协会' } as const;
const VETERANS = [
  ...['teacher', 'teacher', 'teacher', 'teacher', 'official', 'soldier', 'expert', 'expert', 'model_worker'],
] as const;

/** Volunteers, most of them active and cleared; some new, paused, uncleared, of unknown home, teams or guest organisations. */
export function makeVolunteers(
  maker: Maker,
  count: number,
  areas: Area[],
  schools: School[],
  account: MakeAccount,
): Person[] {
  const volunteers = Array.from({ length: count }, (_, i) => makeVolunteer(maker, i, areas, schools));
  volunteers.slice(0, 2).forEach(({ id, name }, i) => {
    account(`volunteer${i === 0 ? '' : i + 1}`, name, 'volunteer', { volunteer_id: id, elder: true });
  });
  return volunteers;
}

function makeVolunteer(maker: Maker, i: number, areas: Area[], schools: School[]): Person {
  const { random, year } = maker;
  // The first one is the persona `volunteer`: a retired teacher who teaches the gourd flute.
  const shown = i === 0;
  const guest = i % 12 === 11 ? random.pick(['judge', 'firefighter', 'artisan'] as const) : null;
  const group = guest ?? (shown ? 'teacher' : random.pick(VETERANS));
  const team = !shown && (guest !== null || random.chance(0.04));
  const size = team ? 2 : 1;
  const area = random.pick(areas);
  const known = !random.chance(0.06);
  const id = maker.id();
  const state = i % 40 === 39 ? 'applied' : i % 25 === 24 ? 'paused' : 'active';
  const person = random.pick(SURNAMES) + random.pick(GIVEN);
  const name = guest
    ? `${GUESTS[guest]}${Math.floor(i / 12) + 1}队`
    : team
      ? `${random.pick(SURNAMES)}老师助教团`
      : person;
  const code = maker.code('志', 'volunteer');
  const phone = `139${String(random.whole(0, 99_999_999)).padStart(8, '0')}`;
  const retiredFrom = guest ? null : random.pick(schools).name;
  maker.add('volunteer', {
    id,
    code,
    state,
    kind: guest ? 'guest' : team ? 'team' : 'person',
    name,
    phone,
    retired_from: retiredFrom,
    veteran_group: guest ? null : group,
    guest_group: guest,
    tier: random.pick(['core', 'backbone', 'backbone', 'participating', 'participating']),
    people: team ? random.whole(2, 6) : 1,
    birth_year: guest ? null : year - random.whole(60, 82),
    languages: random.chance(0.3) ? ['zh', '武汉话'] : ['zh'],
    area_id: known ? area.id : null,
    latitude: known ? maker.near(area.latitude, 0.015) : null,
    longitude: known ? maker.near(area.longitude, 0.015) : null,
    travel_mode: random.pick(['walk', 'bicycle', 'bus', 'bus', 'bus', 'car']),
    travel_limit_metres: random.chance(0.8) ? random.whole(7, 25) * 1000 : null,
    buffer_minutes: random.pick([0, 0, 15, 30]),
    max_concurrent: random.pick([1, 2, 2, 3, 3, 3, 4]) * size,
    monthly_minutes: random.whole(12, 32) * 60 * size,
    wished_school_ids: random.chance(0.25) ? [random.pick(schools).id] : [],
    preferred_contact: random.pick(['app', 'phone', 'phone', 'coordinator']),
    consented_on: state === 'applied' ? null : maker.day(-random.whole(30, 300)),
    training: i % 3 === 0 ? '岗前培训' : i % 7 === 2 ? '岗前培训、心理辅导' : '',
    trained_on: i % 3 === 0 || i % 7 === 2 ? maker.day(-20 - ((i * 37) % 300)) : null,
    version: 1,
    created_at: maker.ago(random.whole(60, 390)),
    updated_at: maker.ago(random.whole(1, 50)),
    ...found(name, code, phone, retiredFrom),
  });
  const cleared = (random.chance(0.85) || shown) && state !== 'applied';
  if (cleared) makeClearance(maker, id, maker.day(i % 17 === 3 ? random.whole(5, 55) : random.whole(130, 360)));
  else if (random.chance(0.4)) makeClearance(maker, id, maker.day(-random.whole(5, 90)));
  return { id, name, groups: [group], cleared, busy: state !== 'active' };
}

/** The yearly check; some run out soon, some have run out. */
function makeClearance(maker: Maker, volunteerId: string, expires: string): void {
  maker.add('clearance', {
    id: maker.id(),
    volunteer_id: volunteerId,
    number: `查${maker.year}${maker.random.whole(10000, 99999)}`,
    authority: '区公安分局',
    checked_on: addDays(expires, -365),
    expires_on: expires,
    created_at: maker.ago(30),
  });
}
