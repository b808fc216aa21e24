/** The words of the two menus and how people write them; codes are those of the features. */
import { squeeze } from './text';
import { type Understood, understood } from './types';
import { type Vocabulary, parseWords } from './words';

export type Form =
  | 'lecture'
  | 'class_series'
  | 'workshop'
  | 'talk_room_duty'
  | 'one_to_one'
  | 'visit'
  | 'mentoring'
  | 'contest'
  | 'goods';
export const FORMS: Vocabulary<Form> = {
  expected: 'expected_form',
  words: {
    lecture: [
      '讲座',
      '报告',
      '宣讲',
      '报告会',
      '专题讲座',
      '专题报告会',
      '主题讲座',
      '演讲',
      '故事会',
      '单次讲座',
      '讲座报告',
      '培训',
      'talk',
    ],
    class_series: [
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
      '班级系列课',
      '班级课',
      '小班课',
      'class series',
      'course',
      'classes',
    ],
    workshop: ['工作坊', '体验', '体验活动', '实践', '实践活动', '实践课', '动手课', '沙龙', '参观', '研学', '活动'],
    talk_room_duty: [
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
      '个案辅导',
      '1对1',
      '1v1',
      'one-to-one',
      'one to one',
      '1:1',
      'tutoring',
    ],
    visit: [
      '走访',
      '家访',
      '探访',
      '慰问',
      '上门',
      '上门走访',
      '上门家访',
      '入户',
      '入户走访',
      '走访慰问',
      'home visit',
    ],
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

export type CareGroup = 'three_difficulties' | 'five_losses' | 'left_behind';
export const CARE_GROUPS: Vocabulary<CareGroup> = {
  expected: 'expected_care_group',
  words: {
    three_difficulties: [
      '三困',
      '三困生',
      '学困',
      '学困生',
      '学习困难',
      '学习有困难',
      '学业困难',
      '后进生',
      '家困',
      '家困生',
      '家庭困难',
      '家庭困难学生',
      '学习困难学生',
      '困难家庭',
      '贫困',
      '贫困生',
      '贫困家庭',
      '特困',
      '特困生',
      '特困家庭',
      '低保',
      '家庭经济困难',
      '孤困',
      '孤困生',
      '孤独',
      '心困',
      '心困生',
      '心理困难',
      '困境',
      '困境儿童',
      '困境学生',
      'three difficulties',
      'in difficulty',
    ],
    five_losses: [
      '五失',
      '五失青少年',
      '失足',
      '失足青少年',
      '失管',
      '失管青少年',
      '失学',
      '失学青少年',
      '失学失业',
      '失教',
      '失教青少年',
      '失亲',
      '失亲青少年',
      '辍学',
      '孤儿',
      '丧亲',
      '父母双亡',
      '事实孤儿',
      '事实无人抚养',
      'five losses',
    ],
    left_behind: ['留守', '留守儿童', '留守学生', 'left-behind', 'left behind children', 'left-behind children'],
  },
};

/** Care groups of a need; 无 and 普通 are none. */
export function parseCareGroups(input: string | number): Understood<CareGroup[]> {
  if (/^(无|没有|普通|普通学生|一般|否|不涉及|不属于|none|no)$/i.test(squeeze(String(input)))) return understood([]);
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
    model_worker: ['老模范', '老劳模', '劳模', '劳动模范', '老英模', '全国劳模', 'model worker'],
  },
};

export type GuestGroup =
  'judge' | 'firefighter' | 'artisan' | 'model_worker' | 'deputy' | 'alumnus' | 'parent' | 'other';
export const GUEST_GROUPS: Vocabulary<GuestGroup> = {
  expected: 'expected_guest_group',
  words: {
    judge: ['法官', '法院', '检察官', '检察院'],
    firefighter: ['消防', '消防员', '消防队', '消防救援'],
    artisan: ['工匠', '大国工匠', '非遗传承人', '传承人', '匠人'],
    model_worker: ['劳模', '劳动模范', '英模', '先进工作者'],
    deputy: ['代表', '人大代表', '政协委员', '党代表', '代表委员'],
    alumnus: ['校友'],
    parent: ['家长', '家长志愿者'],
    other: [
      '其他',
      '嘉宾',
      '其他嘉宾',
      '院士',
      '科学家',
      '教授',
      '医生',
      '医护',
      '抗疫英雄',
      '警察',
      '民警',
      '公安',
      '交警',
      '大学生',
      '大学生志愿者',
    ],
  },
};

export type ContactWay = 'app' | 'phone' | 'coordinator';
export const CONTACT_WAYS: Vocabulary<ContactWay> = {
  expected: 'expected_contact_way',
  words: {
    phone: ['电话', '手机', '座机', '固定电话', '短信', '打电话', '打手机', '电话联系', '手机联系'],
    app: ['软件', '微信', '微信联系', '小程序', '网上', 'app', 'wechat', '手机应用'],
    coordinator: ['联络员', '由联络员转达', '联络员转达', '转告', '代办', '学校联络员'],
  },
};

export type TravelMode = 'walk' | 'bicycle' | 'bus' | 'car';
export const TRAVEL_MODES: Vocabulary<TravelMode> = {
  expected: 'expected_travel_mode',
  words: {
    walk: ['步行', '走路'],
    bicycle: ['骑车', '自行车', '骑自行车', '电动车', '骑电动车', '电瓶车', '骑电瓶车', '骑行', 'bike', 'cycling'],
    bus: ['公交', '公交车', '坐公交', '乘公交', '坐公交车', '地铁', '坐地铁', '公共交通', '班车', 'public transport'],
    car: ['开车', '自驾', '自己开车', '汽车', '私家车', '打车', '驾车', 'driving'],
  },
};

export type HolidayRule = 'same' | 'off' | 'only';
export const HOLIDAY_RULES: Vocabulary<HolidayRule> = {
  expected: 'expected_holiday_rule',
  words: {
    same: ['假期照常', '照常', '假期也可', '假期可以', '寒暑假均可', '均可', '都可以', '可以', '可', '是', '不变'],
    off: [
      '假期不服务',
      '不服务',
      '假期休息',
      '假期不可',
      '不可以',
      '不可',
      '否',
      '仅学期内',
      '学期内',
      '放假不服务',
      '寒暑假不行',
      '假期不行',
      '寒暑假不服务',
      '寒暑假除外',
    ],
    only: ['仅假期', '只有假期', '只有寒暑假', '只在假期', '仅寒暑假', '寒暑假', '假期', '假期服务'],
  },
};

export type VolunteerKind = 'person' | 'studio' | 'team' | 'guest';
export const VOLUNTEER_KINDS: Vocabulary<VolunteerKind> = {
  expected: 'expected_volunteer_kind',
  words: {
    person: ['个人', '本人', '志愿者', '单人', 'individual'],
    studio: ['工作室', '名师工作室', '名校长工作室'],
    team: [
      '团队',
      '队伍',
      '小组',
      '宣讲团',
      '报告团',
      '讲师团',
      '艺术团',
      '合唱团',
      '舞蹈队',
      '文艺队',
      '志愿队',
      '服务队',
      '志愿服务队',
      '集体',
    ],
    guest: ['嘉宾', '单位', '机构', '嘉宾单位', '外请', 'organisation', 'organization'],
  },
};
