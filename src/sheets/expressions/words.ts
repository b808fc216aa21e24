/** Cells that hold one of a few words: yes and no, priority, care groups, forms, tiers, veteran groups. */
import { isBlank, number, squeeze, tidy } from './text';
import { splitList } from './skills';
import { type Understood, refused, understood } from './types';

/** Codes and the words people use for them; the first Chinese word is the one written on export. */
export interface Vocabulary<Code extends string> {
  expected: string;
  words: Record<Code, string[]>;
}

function find<Code extends string>(vocabulary: Vocabulary<Code>, text: string): Code | null {
  const bare = squeeze(text).replace(/[\s()"'“”·]/g, '');
  for (const code of Object.keys(vocabulary.words) as Code[]) {
    if (code === bare || code.replaceAll('_', '') === bare.replace(/[_-]/g, '')) return code;
    if (vocabulary.words[code].some((word) => squeeze(word) === bare)) return code;
  }
  return null;
}

export function parseWord<Code extends string>(
  vocabulary: Vocabulary<Code>,
  input: string | number | boolean,
): Understood<Code> {
  const code = find(vocabulary, String(input));
  return code ? understood(code) : refused('unknown_word', vocabulary.expected, { value: String(input).slice(0, 40) });
}

/** Several words; a set in the order of the vocabulary. */
export function parseWords<Code extends string>(
  vocabulary: Vocabulary<Code>,
  input: string | number,
): Understood<Code[]> {
  const whole = find(vocabulary, String(input));
  if (whole) return understood([whole]);
  const found = new Set<Code>();
  for (const part of splitList(String(input))) {
    const code = find(vocabulary, part);
    if (!code) return refused('unknown_word', vocabulary.expected, { value: part.slice(0, 40) });
    found.add(code);
  }
  return understood((Object.keys(vocabulary.words) as Code[]).filter((code) => found.has(code)));
}

export function formatWord<Code extends string>(vocabulary: Vocabulary<Code>, code: Code): string {
  return vocabulary.words[code][0];
}

export const YES_NO: Vocabulary<'yes' | 'no'> = {
  expected: 'expected_yes_no',
  words: {
    yes: [
      '是',
      '有',
      '对',
      '√',
      '✓',
      '✔',
      '☑',
      '■',
      '●',
      'y',
      'yes',
      'true',
      't',
      '1',
      '需要',
      '需',
      '要',
      '可以',
      '可',
      '能',
      '同意',
      '已同意',
      '愿意',
      '已',
      '已有',
      '已签',
      '已签署',
      '已取得',
      '已办',
      '接触',
      '涉及',
      '具备',
      '支持',
      '是的',
      'ok',
    ],
    no: [
      '否',
      '无',
      '没有',
      '不',
      '×',
      '✗',
      '✘',
      'x',
      '☐',
      '□',
      '○',
      'n',
      'no',
      'false',
      'f',
      '0',
      '不需要',
      '不需',
      '不要',
      '不可以',
      '不可',
      '不能',
      '不同意',
      '不愿意',
      '未',
      '未有',
      '未签',
      '未取得',
      '未办',
      '不接触',
      '不涉及',
      '不具备',
      '不支持',
      '不是',
    ],
  },
};

/** 是/否, 有/无, √/×, Y/N, 1/0. */
export function parseYesNo(input: string | number | boolean): Understood<boolean> {
  if (typeof input === 'boolean') return understood(input);
  const word = parseWord(YES_NO, input);
  return word.ok ? understood(word.value === 'yes') : word;
}

export type Form =
  'lecture' | 'series' | 'workshop' | 'duty' | 'one_to_one' | 'visit' | 'mentoring' | 'contest' | 'goods';
export const FORMS: Vocabulary<Form> = {
  expected: 'expected_form',
  words: {
    lecture: [
      '讲座',
      '报告',
      '宣讲',
      '报告会',
      '专题讲座',
      '主题讲座',
      '演讲',
      '故事会',
      '单次讲座',
      '讲座报告',
      '培训',
      'talk',
    ],
    series: [
      '系列课',
      '系列课程',
      '课程',
      '社团课',
      '兴趣课',
      '课后服务',
      '课后服务课程',
      '选修课',
      '社团',
      '系列',
      '延时课',
      '授课',
      '拓展课',
      '社团活动',
      '班课',
      'class series',
      'course',
      'classes',
    ],
    workshop: ['工作坊', '体验', '体验活动', '实践', '实践活动', '动手课', '沙龙', '参观', '研学', '活动'],
    duty: [
      '值守',
      '值班',
      '轮值',
      '坐班',
      '谈心',
      '谈心屋',
      '谈心屋值守',
      '看护',
      '执勤',
      '志愿服务',
      '志愿岗',
      'duty roster',
      'roster',
      'talk room',
    ],
    one_to_one: [
      '一对一',
      '一对一辅导',
      '结对',
      '一对一帮扶',
      '结对帮扶',
      '辅导',
      '个别辅导',
      '1对1',
      '1v1',
      'one-to-one',
      'one to one',
      '1:1',
      'tutoring',
    ],
    visit: ['走访', '家访', '探访', '慰问', '上门', '上门走访', '入户', 'home visit'],
    mentoring: [
      '师徒结对',
      '带教',
      '导师',
      '传帮带',
      '指导',
      '听课指导',
      '听课评课',
      '听评课',
      '青蓝结对',
      '师带徒',
      '教研指导',
      'mentor',
    ],
    contest: [
      '评委',
      '竞赛评委',
      '比赛',
      '竞赛',
      '赛事',
      '同台',
      '同台演出',
      '展演',
      '评审',
      '演出',
      'jury',
      'contest jury',
      'stage partner',
    ],
    goods: ['物资', '捐赠', '物品', '微心愿', '爱心物资', '捐助', '礼物', 'donation', 'wish'],
  },
};

export type CareGroup =
  | 'learning_difficulty'
  | 'family_difficulty'
  | 'alone'
  | 'astray'
  | 'unsupervised'
  | 'out_of_school'
  | 'uneducated'
  | 'bereaved'
  | 'left_behind'
  | 'in_need';
export const CARE_GROUPS: Vocabulary<CareGroup> = {
  expected: 'expected_care_group',
  words: {
    learning_difficulty: ['学困', '学困生', '学习困难', '学习有困难', '学业困难', '后进生', '学困学生'],
    family_difficulty: [
      '家困',
      '家困生',
      '家庭困难',
      '贫困',
      '贫困生',
      '困难家庭',
      '特困',
      '特困生',
      '低保',
      '家庭经济困难',
      '特困家庭',
      '贫困家庭',
    ],
    alone: ['孤困', '孤困生', '孤独', '心困', '心困生', '心理困难', '孤僻', '独居'],
    astray: ['失足', '失足青少年', '有不良行为', '行为偏差', '问题学生'],
    unsupervised: ['失管', '失管青少年', '无人监管', '缺乏监管'],
    out_of_school: ['失学', '失学青少年', '辍学', '失业', '失学失业'],
    uneducated: ['失教', '失教青少年', '缺乏教育'],
    bereaved: ['失亲', '失亲青少年', '孤儿', '丧亲', '父母双亡', '事实孤儿', '事实无人抚养'],
    left_behind: ['留守', '留守儿童', '留守学生', 'left-behind', 'left behind children'],
    in_need: [
      '困境',
      '困境儿童',
      '困境学生',
      '三困',
      '三困生',
      '五失',
      '五失青少年',
      '特殊群体',
      '单亲',
      '单亲家庭',
      '离异',
      '离异家庭',
      '重组家庭',
      '随迁',
      '随迁子女',
      '残疾',
      '残疾儿童',
      '流动儿童',
      'children in need',
    ],
  },
};

/** Care groups of a need; 无 and 普通 are none. */
export function parseCareGroups(input: string | number): Understood<CareGroup[]> {
  if (/^(无|没有|普通|普通学生|一般|否|不涉及|none|no)$/i.test(squeeze(String(input)))) return understood([]);
  return parseWords(CARE_GROUPS, input);
}

export type Tier = 'core' | 'backbone' | 'participating';
export const TIERS: Vocabulary<Tier> = {
  expected: 'expected_tier',
  words: {
    core: ['核心', '核心层', '核心成员', '核心队伍'],
    backbone: ['骨干', '骨干层', '骨干成员', '骨干队伍'],
    participating: ['参与', '参与层', '普通', '一般', '志愿参与', '参与队伍'],
  },
};

export type VeteranGroup = 'official' | 'soldier' | 'expert' | 'teacher' | 'model_worker';
export const VETERAN_GROUPS: Vocabulary<VeteranGroup> = {
  expected: 'expected_veteran_group',
  words: {
    official: ['老干部', '退休干部', '离休干部', '离退休干部', 'retired official'],
    soldier: ['老战士', '老兵', '退役军人', '老军人', '抗战老兵', 'old soldier', 'veteran soldier'],
    expert: ['老专家', '专家', '老科技工作者', '老医生', '老律师', '老工程师', '退休医生'],
    teacher: ['老教师', '退休教师', '老校长', '退休校长', 'retired teacher'],
    model_worker: ['老模范', '老劳模', '老英模', '全国劳模', 'model worker'],
  },
};

export type GuestGroup =
  | 'judge'
  | 'prosecutor'
  | 'police'
  | 'firefighter'
  | 'artisan'
  | 'labour_model'
  | 'deputy'
  | 'academician'
  | 'alumnus'
  | 'parent'
  | 'doctor'
  | 'student'
  | 'other';
export const GUEST_GROUPS: Vocabulary<GuestGroup> = {
  expected: 'expected_guest_group',
  words: {
    judge: ['法官', '法院'],
    prosecutor: ['检察官', '检察院'],
    police: ['警察', '民警', '公安', '交警'],
    firefighter: ['消防', '消防员', '消防队'],
    artisan: ['工匠', '非遗传承人', '传承人', '匠人'],
    labour_model: ['劳模', '劳动模范', '英模'],
    deputy: ['代表', '人大代表', '政协委员', '党代表'],
    academician: ['院士', '科学家', '教授'],
    alumnus: ['校友'],
    parent: ['家长', '家长志愿者'],
    doctor: ['医生', '医护', '抗疫英雄'],
    student: ['大学生', '大学生志愿者'],
    other: ['其他', '其他嘉宾', '嘉宾'],
  },
};

export type ContactWay = 'app' | 'phone' | 'coordinator';
export const CONTACT_WAYS: Vocabulary<ContactWay> = {
  expected: 'expected_contact_way',
  words: {
    phone: ['电话', '手机', '短信', '打电话'],
    app: ['软件', '微信', '小程序', '网上', 'app', '手机应用'],
    coordinator: ['联络员', '由联络员转达', '联络员转达', '转告', '代办', '学校联络员'],
  },
};

export type TravelMode = 'walk' | 'bicycle' | 'bus' | 'car';
export const TRAVEL_MODES: Vocabulary<TravelMode> = {
  expected: 'expected_travel_mode',
  words: {
    walk: ['步行', '走路'],
    bicycle: ['骑车', '自行车', '电动车', '电瓶车', '骑行', 'bike', 'cycling'],
    bus: ['公交', '公交车', '地铁', '公共交通', '班车', 'public transport'],
    car: ['开车', '自驾', '汽车', '私家车', '打车', '驾车', 'driving'],
  },
};

export type HolidayRule = 'also' | 'only' | 'never';
export const HOLIDAY_RULES: Vocabulary<HolidayRule> = {
  expected: 'expected_holiday_rule',
  words: {
    also: ['假期也可', '可以', '可', '是', '均可', '都可以', '寒暑假均可', '假期可以'],
    only: ['仅假期', '只在假期', '仅寒暑假', '寒暑假', '假期'],
    never: ['假期不服务', '假期不可', '不可以', '否', '不可', '仅学期内', '学期内'],
  },
};

/** 1 most urgent … 4: 特急, 紧急, P1, 一级 … */
export function parsePriority(input: string | number): Understood<1 | 2 | 3 | 4> {
  const bad = refused('unknown_word', 'expected_priority', { value: String(input).slice(0, 40) });
  if (typeof input === 'number')
    return input === 1 || input === 2 || input === 3 || input === 4 ? understood(input) : bad;
  const text = squeeze(input).replace(/[()!。]/g, '');
  const words: [RegExp, 1 | 2 | 3 | 4][] = [
    [/^(特急|紧急|急|加急|非常紧急|十分紧急|最高|最优先|急需|urgent|critical|highest)$/, 1],
    [/^(高|较急|较高|优先|重要|重点|较紧急|high)$/, 2],
    [/^(中|普通|一般|正常|常规|中等|normal|medium)$/, 3],
    [/^(低|不急|可缓|较低|最低|low|lowest)$/, 4],
  ];
  const word = words.find(([pattern]) => pattern.test(text));
  if (word) return understood(word[1]);
  const level = /^(?:p|优先级?|第|priority)?([1-4一二三四])(?:级|等|类|星)?(?:优先)?$/.exec(text);
  return level ? understood(number(level[1]) as 1 | 2 | 3 | 4) : bad;
}

export function formatPriority(priority: 1 | 2 | 3 | 4): string {
  return ['特急', '高', '普通', '低'][priority - 1];
}

/** One telephone number as digits: 11 for a mobile, area code and number for a landline; the extension after `-`. */
export function parsePhone(input: string | number): Understood<string> {
  const text = tidy(String(input)).replace(/^(电话|手机|tel|联系电话|mobile)[:.]?\s*/i, '');
  const bad = (code: string, more: Record<string, string | number> = {}): ReturnType<typeof refused> =>
    refused(code, 'expected_phone', { value: text.slice(0, 40), ...more });
  if (/[、,;/]|\d{11} +1\d{10}/.test(text)) return bad('several_phones');
  const extension = /^(.*?)(?:转|-|ext\.?|分机) ?(\d{1,5})$/i.exec(text);
  const whole = text.replace(/^(\+|00)86[- ]?/, '').replace(/[ ()-]/g, '');
  if (/^1[3-9]\d{9}$/.test(whole)) return understood(whole);
  if (/^0\d{9,11}$/.test(whole) && !/转|ext|分机/i.test(text)) return understood(whole);
  if (extension) {
    const main = extension[1].replace(/^(\+|00)86[- ]?/, '').replace(/[ ()-]/g, '');
    if (/^0\d{9,11}$/.test(main)) return understood(`${main}-${extension[2]}`);
  }
  if (/^[2-9]\d{6,7}$/.test(whole)) return understood(whole);
  const digits = whole.replace(/\D/g, '').length;
  return /^\d+$/.test(whole) ? bad('phone_digits', { digits }) : bad('not_a_phone');
}

/** A limit of distance in metres: 5公里, 3000米, 8里, 5km以内; 不限 is null. A bare number takes the column's unit. */
export function parseDistance(input: string | number, unit: 'km' | 'm' | undefined): Understood<number | null> {
  const bad = (code: string): ReturnType<typeof refused> =>
    refused(code, 'expected_distance', { value: String(input).slice(0, 40) });
  const text = squeeze(String(input))
    .replace(/^(约|最多|不超过|方圆|半径|周边|within|upto)/, '')
    .replace(/(以内|之内|内|左右|范围|范围内|方圆)$/, '')
    .replace(/(以内|之内|内|范围)$/, '');
  if (/^(不限|无限制?|全区|全市|unlimited|nolimit|any)$/.test(text)) return understood(null);
  const m = /^(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(公里|千米|km|米|m|华里|里)?$/.exec(text);
  if (!m) return bad('not_a_distance');
  const scale =
    { 公里: 1000, 千米: 1000, km: 1000, 米: 1, m: 1, 华里: 500, 里: 500 }[m[2] ?? ''] ??
    (unit ? { km: 1000, m: 1 }[unit] : null);
  if (scale === null) return bad('unit_missing');
  const metres = Math.round(number(m[1]) * scale);
  return metres > 0 && metres <= 500_000 ? understood(metres) : bad('out_of_range');
}

/** 114.5149,38.0428 or 38.0428, 114.5149 within China: the larger is the longitude. */
export function parsePoint(input: string | number): Understood<{ latitude: number; longitude: number }> {
  const m = /^(?:经度|东经|e)?[:]?(\d{1,3}(?:\.\d+)?)°?[,;/ ](?:纬度|北纬|n)?[:]?(\d{1,3}(?:\.\d+)?)°?$/i.exec(
    tidy(String(input)).replace(/, /g, ','),
  );
  const [a, b] = m ? [Number(m[1]), Number(m[2])] : [NaN, NaN];
  const longitude = Math.max(a, b);
  const latitude = Math.min(a, b);
  if (!(longitude >= 70 && longitude <= 140 && latitude >= 0 && latitude <= 56))
    return refused('not_a_point', 'expected_point', { value: String(input).slice(0, 40) });
  return understood({ latitude, longitude });
}

export { isBlank };
