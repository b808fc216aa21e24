import { DEFAULT_SETTINGS } from '../districts/settings';
import { accountMaker, makeAreas, makeDistrict, makeHolidays, makeSchools, makeTerms, makeWords } from './district';
import { makeApart, makeDecline, makeEngagement, makeInvitation } from './history';
import { Maker, Rows } from './maker';
import { Asked, needMakers } from './needs';
import { makeOffers, Offered } from './offers';
import { makeVolunteers } from './volunteers';

export type { Rows } from './maker';

export interface DemoSize {
  slug: string;
  name: string;
  schools: number;
  volunteers: number;
  offers: number;
  needs: number;
}

export const EAST_LAKE: DemoSize = {
  slug: 'east-lake',
  name: '东湖区教育局关工委',
  schools: 60,
  volunteers: 200,
  offers: 350,
  needs: 300,
};
/** A second district, so that a missing filter shows. */
export const WEST_HILL: DemoSize = {
  slug: 'west-hill',
  name: '西山区教育局关工委',
  schools: 5,
  volunteers: 12,
  offers: 18,
  needs: 15,
};

/** What logins of the two districts begin with; those of others begin with the slug. */
const LOGINS: Record<string, string> = { [EAST_LAKE.slug]: '', [WEST_HILL.slug]: 'west-' };

/**
 * One whole district as rows: the same seed and day make the same district. Names are invented; the lines of both menus
 * come from real ones. Includes past and running engagements, declined invitations, pairs kept apart, overdue check-ins,
 * clearances about to expire and stale lines.
 */
export function generateDistrict(size: DemoSize, seed: number, now: Date, passwordHash: string): Rows {
  const maker = new Maker(seed, now);
  makeDistrict(maker, size.slug, size.name);
  makeTerms(maker);
  const areas = makeAreas(maker);
  const words = makeWords(maker);
  const account = accountMaker(maker, LOGINS[size.slug] ?? `${size.slug}-`, passwordHash);
  const admin = account('admin', '陈老师', 'admin');
  account('auditor', '审计员', 'auditor');
  const schools = makeSchools(maker, size.schools, areas, account);
  const teacher = account('teacher', '小林老师', 'young_teacher', { school_id: schools[0].id });
  const volunteers = makeVolunteers(maker, size.volunteers, areas, schools, account);
  const offers = makeOffers(maker, size.offers, volunteers, words);

  const givers = bySkill(offers);
  let first: Asked | null = null;
  let served = 0;
  let i = -1;
  for (const { item, make } of needMakers(maker, size.needs, schools, words, teacher)) {
    i++;
    const able = (givers.get(item.skills[0]) ?? []).filter(
      (offer) => offer.forms.includes(item.form) && item.skills.every((skill) => offer.skills.includes(skill)),
    );
    // Every eighth line has found somebody, one half of them in the past; goods leave no meetings behind.
    const giver =
      i % 8 === 5 && !item.minimum && item.form !== 'goods'
        ? able.find(({ volunteer }) => !volunteer.busy && volunteer.cleared)
        : undefined;
    const need = make(giver ? (served++ % 2 === 0 ? 'past' : 'serving') : null);
    first ??= need;
    if (giver) {
      giver.volunteer.busy = true;
      makeEngagement(maker, admin, need, giver);
    } else if (need.state === 'open' && able.length > 0 && i > 0) {
      const other = maker.random.pick(able);
      if (i % 15 === 7) makeDecline(maker, admin, need, other);
      else if (i % 40 === 11) makeApart(maker, admin, need, other, (i - 11) / 40);
    }
  }
  if (first && offers.length > 0) makeInvitation(maker, admin, first, offers[0]);
  // Last, so that the ids of the lines stay what they were.
  makeHolidays(maker);
  maker.closeCodes();
  return maker.rows;
}

function bySkill(offers: Offered[]): Map<string, Offered[]> {
  const found = new Map<string, Offered[]>();
  for (const offer of offers) {
    for (const skill of offer.skills) {
      const list = found.get(skill);
      if (list) list.push(offer);
      else found.set(skill, [offer]);
    }
  }
  return found;
}

/** An empty district for real work: the default policy, and the words of both menus to begin with. */
export function emptyDistrict(slug: string, name: string, seed: number, now: Date): { id: string; rows: Rows } {
  const maker = new Maker(seed, now);
  makeDistrict(maker, slug, name, DEFAULT_SETTINGS, 0);
  makeWords(maker);
  return { id: maker.districtId, rows: maker.rows };
}
