import { freeWeekdays } from '../resources/availability';
import type { OfferAvailability } from '../resources/resource';
import { GRADES, Words } from './district';
import { NEED_ITEMS } from './items/need-items';
import { OFFER_ITEMS, OfferItem } from './items/offer-items';
import { found, Maker } from './maker';
import type { Random } from './random';
import type { Person } from './volunteers';

export interface Offered {
  id: string;
  volunteer: Person;
  skills: string[];
  forms: string[];
}

/** The resources menu; some lines wait for review, are paused or stale. Returns those that can be matched. */
export function makeOffers(maker: Maker, count: number, volunteers: Person[], words: Words): Offered[] {
  const { random } = maker;
  const supply = new Map<string, number>();
  const offers: Offered[] = [];
  for (let i = 0; i < count; i++) {
    const volunteer = volunteers[i < volunteers.length ? i : random.whole(0, volunteers.length - 1)];
    const fitting = OFFER_ITEMS.filter(({ by }) => by.some((group) => volunteer.groups.includes(group)));
    const item = i === 0 ? OFFER_ITEMS[0] : wanted(random, fitting.length > 0 ? fitting : OFFER_ITEMS, supply);
    supply.set(item.title, (supply.get(item.title) ?? 0) + 1);
    const offer = makeOffer(maker, i, item, volunteer, words);
    if (offer) offers.push(offer);
  }
  return offers;
}

function makeOffer(maker: Maker, i: number, item: OfferItem, volunteer: Person, words: Words): Offered | null {
  const { random } = maker;
  const state = i % 30 === 29 ? 'submitted' : i % 45 === 44 ? 'paused' : 'listed';
  const stale = state === 'listed' && i % 23 === 22;
  const id = maker.id();
  const code = maker.code('资', 'offer');
  const availability = freeTime(random);
  maker.add('offer', {
    id,
    code,
    state,
    volunteer_id: volunteer.id,
    programme_id: null,
    category_id: words.categories.get(item.category),
    topic_ids: [words.categories.get(item.category), ...item.skills.map((name) => words.skills.get(name))],
    title: item.title,
    description: '',
    forms: item.forms,
    grades: random.chance(0.7) ? 0 : random.pick([GRADES.小学, GRADES.初中]),
    session_minutes: 60,
    availability,
    weekdays: freeWeekdays(availability),
    onsite: true,
    online: item.forms.includes('lecture') && random.chance(0.15),
    max_concurrent: null,
    monthly_minutes: null,
    // A visit near by, where the volunteer would go farther for a lecture.
    travel_limit_metres: item.forms.includes('visit') && i % 4 === 1 ? 12_000 : null,
    stock: item.forms.includes('goods') ? random.whole(10, 120) : 0,
    site_needs: random.chance(0.2) ? '投影仪' : '',
    notes: '',
    confirmed_at: maker.ago(stale ? 200 : random.whole(1, 60)),
    stale_since: stale ? maker.ago(10) : null,
    version: 1,
    created_at: maker.ago(random.whole(30, 380)),
    updated_at: maker.ago(random.whole(1, 30)),
    ...found(item.title, code, volunteer.name),
  });
  item.skills.forEach((name, position) =>
    maker.add('offer_skill', {
      offer_id: id,
      skill_id: words.skills.get(name),
      level: position === 0 ? random.whole(2, 3) : random.whole(1, 3),
    }),
  );
  return state === 'listed' && !stale ? { id, volunteer, skills: item.skills, forms: item.forms } : null;
}

/** Of some items the one that is offered least for how often it is asked for, mostly; an office looks for what it lacks. */
function wanted(random: Random, items: OfferItem[], supply: ReadonlyMap<string, number>): OfferItem {
  if (random.chance(0.25)) return random.pick(items);
  const scarcity = ({ title, skills }: OfferItem): number =>
    (1 + (supply.get(title) ?? 0)) / (DEMAND.get(skills[0]) ?? 0.5);
  return items.reduce((best, item) => (scarcity(item) < scarcity(best) ? item : best));
}

/** How often each skill is asked for in the list of need items, seats and repetitions counted. */
const DEMAND = new Map<string, number>();
for (const { skills, seats, time } of NEED_ITEMS) {
  for (const skill of skills)
    DEMAND.set(skill, (DEMAND.get(skill) ?? 0) + (seats?.[1] ?? 1) * (time === 'dated' || time === 'either' ? 1 : 2));
}

function freeTime(random: Random): OfferAvailability {
  if (random.chance(0.12)) return { anyTime: true, weekly: [], dates: [], daysOff: [], holidays: 'same' };
  const weekly = [1, 2, 3, 4, 5].flatMap((weekday) => [
    ...(random.chance(0.6) ? [{ weekday, from: 8 * 60, to: 12 * 60 }] : []),
    ...(random.chance(0.75) ? [{ weekday, from: 13 * 60 + 30, to: 18 * 60 }] : []),
  ]);
  return {
    anyTime: false,
    weekly: weekly.length > 0 ? weekly : [{ weekday: 3, from: 13 * 60 + 30, to: 18 * 60 }],
    dates: [],
    daysOff: [],
    holidays: 'same',
  };
}
