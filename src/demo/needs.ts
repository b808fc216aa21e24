import { addDays, weekdayOf } from '../districts/local-time';
import { priorityOf } from '../needs/need';
import { NeedTimes, weekdaysOf } from '../needs/times';
import { GRADES, School, Words } from './district';
import { NEED_ITEMS, NeedItem } from './items/need-items';
import { found, Maker } from './maker';
import type { Random } from './random';

/** A need as far as its history has to know it. */
export interface Asked {
  id: string;
  school: School;
  item: NeedItem;
  state: string;
  from: string;
  to: string;
  times: NeedTimes;
}

/** What has become of a need, said before it is made. */
export type Fate = 'past' | 'serving' | null;

export interface NeedMaker {
  item: NeedItem;
  school: School;
  make(fate: Fate): Asked;
}

/**
 * The needs menu line by line: every item once, then at random. The caller says what becomes of a line, for only it knows
 * who could have served. `teacher` is the young teacher of the first school, who asks for mentors.
 */
export function* needMakers(
  maker: Maker,
  count: number,
  schools: School[],
  words: Words,
  teacher: string,
): Generator<NeedMaker> {
  const { random } = maker;
  const byItem = new Map(NEED_ITEMS.map((item) => [item, schoolsFor(item, schools)]));
  for (let i = 0; i < count; i++) {
    const item = i < NEED_ITEMS.length ? NEED_ITEMS[i] : random.pick(NEED_ITEMS);
    const school = random.pick(byItem.get(item)!);
    const aboutMe = school === schools[0] && item.form === 'mentoring' ? teacher : null;
    yield { item, school, make: (fate) => makeNeed(maker, i, item, school, words, aboutMe, fate) };
  }
}

function schoolsFor({ stages }: NeedItem, schools: School[]): School[] {
  const fitting = schools.filter(
    ({ stage }) => stages.length === 0 || stages.includes(stage) || stage === '九年一贯制',
  );
  return fitting.length > 0 ? fitting : schools;
}

function makeNeed(
  maker: Maker,
  i: number,
  item: NeedItem,
  school: School,
  words: Words,
  aboutMe: string | null,
  fate: Fate,
): Asked {
  const { random } = maker;
  const plain = i % 20 === 19 ? 'submitted' : i % 50 === 48 ? 'returned' : i % 33 === 32 ? 'draft' : 'open';
  const state = fate === 'past' ? 'evaluated' : fate === 'serving' ? 'serving' : plain;
  const [least, most] = fate === 'past' ? [-150, -120] : fate === 'serving' ? [-45, -28] : [7, 21];
  const from = maker.day(random.whole(least, most));
  const to = addDays(from, fate === 'past' ? 80 : random.whole(60, 110));
  const times = needTimes(random, item, from, to);
  const seats = fate === null && item.seats ? random.whole(...item.seats) : 1;
  const careGroups = item.care ? [item.care] : [];
  const urgent = item.urgent ?? false;
  const oneToOne = item.oneToOne ?? item.programme === 'caring_pair';
  const under14 = oneToOne && school.stage === '小学';
  const stale = state === 'open' && i % 29 === 28;
  const alone = item.form === 'one_to_one' || item.form === 'mentoring';
  const headCount = alone ? 1 : random.whole(2, 24) * 10;
  // Every item as it is first; schools that ask for the same say it each in their way.
  const title = i < NEED_ITEMS.length ? item.title : `${random.pick(BEFORE)}${item.title}${random.pick(AFTER)}`;
  const description = random.chance(0.6) ? `${random.pick(WISHES)}约${headCount}人。${random.pick(REMARKS)}` : '';
  // What somebody said yes to (ten days before it begins) was asked for before that.
  const submitted = (waited: number): string =>
    fate === null ? maker.ago(waited) : maker.moment(addDays(from, -10 - Math.ceil(waited / 2)), 540);
  const id = maker.id();
  const code = maker.code('需', 'need');
  maker.add('need', {
    id,
    code,
    state,
    school_id: school.id,
    about_account_id: aboutMe,
    programme_id: item.programme ? words.programmes.get(item.programme) : null,
    category_id: words.categories.get(item.category),
    topic_ids: [
      words.categories.get(item.category),
      ...(item.programme ? [words.programmes.get(item.programme)] : []),
      ...[...item.skills, ...(item.preferred ?? [])].map((name) => words.skills.get(name)),
    ],
    title,
    description,
    audience: item.audience,
    grades: item.audience === 'pupils' ? GRADES[school.stage] : 0,
    head_count: headCount,
    form: item.form,
    seats,
    minimum: Math.min(seats, item.minimum ?? 1),
    times,
    weekdays: weekdaysOf(
      times.alternatives.flatMap(({ weekly }) => weekly),
      times.alternatives.flatMap(({ dates }) => dates),
    ),
    weekly_minutes: times.alternatives.length === 0 && item.form !== 'goods' ? 60 : null,
    period_from: from,
    period_to: to,
    place_kind: 'school',
    place_name: null,
    languages: [],
    minors: item.audience === 'pupils' && item.form !== 'goods',
    one_to_one: oneToOne,
    under14,
    guardian_consent_on: under14 && random.chance(0.75) ? maker.day(-20) : null,
    care_groups: careGroups,
    urgent,
    priority: priorityOf({ careGroups, urgent, audience: item.audience }),
    quantity: item.form === 'goods' ? random.whole(5, 30) : 0,
    wished_offer_id: null,
    contact: '关工委联络员',
    answer_by: null,
    notes: '',
    return_reason: state === 'returned' ? '请写明每周所需的时间。' : null,
    submitted_at: submitted(random.whole(1, 50)),
    confirmed_at: maker.ago(stale ? 200 : random.whole(1, 50)),
    stale_since: stale ? maker.ago(10) : null,
    version: 1,
    created_by: school.coordinator,
    created_at: maker.ago(random.whole(50, 60)),
    updated_at: maker.ago(random.whole(1, 20)),
    ...found(title, description, code, school.name),
  });
  const skill = (name: string, required: boolean): void =>
    maker.add('need_skill', { need_id: id, skill_id: words.skills.get(name), level: 1, required });
  for (const name of item.skills) skill(name, true);
  for (const name of item.preferred ?? []) skill(name, false);
  return { id, school, item, state, from, to, times };
}

const BEFORE = ['', '', '', '本学期', '三年级', '五年级', '七年级', '低年级', '寄宿生', '课后延时', '周末', '暑期'];
const AFTER = ['', '', '', '（第一期）', '（第二期）', '专场', '公益课', '系列活动', '指导老师', '与家长同学'];
const WISHES = [
  '希望每周固定时间到校，',
  '请按教学进度安排，',
  '可与班主任商定内容，',
  '结合校本课程开展，',
  '面向报名学生，',
];
const REMARKS = ['教室有投影仪。', '学校提供材料。', '有专人接送。', '在多功能厅举行。', '请提前一周联系。', ''];

const HOURS: [number, number][] = [
  [8 * 60 + 30, 9 * 60 + 30],
  [10 * 60, 11 * 60],
  [14 * 60, 15 * 60],
  [15 * 60, 16 * 60],
  [16 * 60 + 30, 17 * 60 + 30],
];
const AFTER_SCHOOL: [number, number] = [16 * 60 + 30, 17 * 60 + 30];

function needTimes(random: Random, item: NeedItem, from: string, to: string): NeedTimes {
  const rule = (weekday: number, [start, end]: [number, number], everyWeeks: number) => ({
    weekday,
    from: start,
    to: end,
    everyWeeks,
    startWeek: 0,
  });
  const dated = (): { day: string; from: number; to: number } => {
    let day = addDays(from, random.whole(0, 24));
    while (weekdayOf(day) > 5 || day > to) day = addDays(day, day > to ? -9 : 1);
    const [start, end] = random.pick(HOURS);
    return { day, from: start, to: end };
  };
  const once = () => ({ dates: [dated()], weekly: [] });
  switch (item.time) {
    case 'agreed':
      return { alternatives: [] };
    case 'dated':
      return { alternatives: [once()] };
    case 'either':
      return { alternatives: [once(), once()] };
    case 'weekly': {
      const hours = random.chance(0.5) ? AFTER_SCHOOL : random.pick(HOURS);
      const weekly = [rule(random.whole(1, 5), hours, random.chance(0.15) ? 2 : 1)];
      return { alternatives: [{ dates: [], weekly }] };
    }
    case 'twice_weekly': {
      const weekdays = random.some([1, 2, 3, 4, 5], 2).sort();
      return { alternatives: [{ dates: [], weekly: weekdays.map((weekday) => rule(weekday, AFTER_SCHOOL, 1)) }] };
    }
  }
}
