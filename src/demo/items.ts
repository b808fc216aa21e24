/** What the demo district is made of: items that real menus list, with invented people and schools. */
import type { DistrictSettings } from '../districts/settings';
import type { Audience, CareGroup, Form } from '../needs/need';

/** Category → its English name and its skills (name, English, synonyms). */
export const TAXONOMY: Record<string, { en: string; skills: [string, string, string[]][] }> = {
  '传统文化·艺术': {
    en: 'Traditional culture and arts',
    skills: [
      ['葫芦丝', 'Gourd flute', ['巴乌', '葫芦丝教学']],
      ['硬笔书法', 'Pen calligraphy', ['钢笔字', '写字']],
      ['毛笔书法', 'Brush calligraphy', ['书法', '软笔书法']],
      ['国画', 'Chinese painting', ['花鸟画', '墨竹', '山水画']],
      ['剪纸', 'Paper cutting', ['窗花']],
      ['围棋', 'Go', []],
      ['经典诵读', 'Reciting the classics', ['弟子规', '国学']],
      ['竹笛', 'Bamboo flute', ['笛子']],
      ['民族歌舞', 'Folk song and dance', ['山歌', '跳竹竿舞']],
      ['非遗手工', 'Heritage crafts', ['根雕', '拓印']],
      ['儿童画', 'Drawing for children', ['美术']],
    ],
  },
  '心理·谈心': {
    en: 'Counselling and listening',
    skills: [
      ['心理辅导', 'Counselling', ['心理咨询', '心理健康']],
      ['青春期教育', 'Adolescence', ['青春期心理辅导']],
      ['考前减压', 'Exam stress', ['赶走学习压力']],
      ['生命教育', 'Life education', ['情绪处理']],
      ['谈心陪伴', 'Listening', ['谈心', '陪伴']],
    ],
  },
  '看护·校园服务': {
    en: 'Care and campus service',
    skills: [
      ['作业辅导', 'Homework help', ['辅导作业']],
      ['校园安全巡查', 'Campus safety', ['安全督导', '实验室安全']],
      ['接送看护', 'Escort and care', ['放学看护', '护学']],
      ['食堂监督', 'Canteen supervision', ['饮食安全', '小餐桌']],
      ['活动组织', 'Organising activities', ['社会实践']],
    ],
  },
  结对帮扶: {
    en: 'Caring pairs',
    skills: [
      ['学习帮扶', 'Help with learning', ['学困生辅导']],
      ['家访', 'Home visits', ['上门走访']],
      ['留守儿童陪伴', 'Company for left-behind children', ['周末陪伴']],
      ['心愿物资', 'Goods and small wishes', ['微心愿', '学习用品']],
    ],
  },
  '青年教师·教研': {
    en: 'Young teachers and teaching research',
    skills: [
      ['听课评课', 'Lesson observation', ['听评课', '公开课']],
      ['班级管理', 'Class management', ['班主任']],
      ['课题研究', 'Research projects', ['教育科研', '课题论证']],
      ['大单元教学', 'Unit design', ['项目式学习', '跨学科']],
      ['信息技术融合', 'Technology in teaching', ['信息化教学']],
      ['语文教学', 'Teaching Chinese', ['语文']],
      ['数学教学', 'Teaching mathematics', ['数学']],
      ['英语教学', 'Teaching English', ['英语']],
      ['科学教学', 'Teaching science', ['物理', '化学']],
    ],
  },
  '劳动·工匠': {
    en: 'Work and craftsmanship',
    skills: [
      ['校园种植', 'School farm', ['农艺', '种植指导']],
      ['工匠精神', 'Craftsmanship', ['劳模', '工匠']],
      ['职业素养', 'Professional conduct', ['职业教育']],
    ],
  },
  '思想政治·红色传统': {
    en: 'Civic education and red tradition',
    skills: [
      ['红色宣讲', 'Red tradition talks', ['宣讲', '开学第一课']],
      ['党史国史', 'Party and national history', ['党史']],
      ['革命故事', 'Stories of the revolution', ['长征故事', '英模']],
      ['道德教育', 'Moral education', ['三热爱']],
    ],
  },
  主题竞赛: {
    en: 'Contests',
    skills: [
      ['演讲指导', 'Public speaking', ['老少同台', '演讲比赛']],
      ['征文评审', 'Essay juries', ['征文', '读懂中国']],
    ],
  },
  '法治·安全': {
    en: 'Law and safety',
    skills: [
      ['法治讲座', 'Law talks', ['普法', '知法懂法']],
      ['防欺凌', 'Against bullying', ['校园欺凌']],
      ['禁毒防诈', 'Drugs and fraud', ['防诈骗', '禁毒']],
      ['防溺水', 'Drowning prevention', ['防溺水六不准']],
      ['交通安全', 'Road safety', []],
    ],
  },
  家庭教育: {
    en: 'Family education',
    skills: [
      ['隔代教育', 'Grandparenting', ['隔代家庭教育']],
      ['家庭教育讲座', 'Parenting talks', ['家长课堂']],
    ],
  },
  '科普·科学家精神': {
    en: 'Science',
    skills: [
      ['航天航空', 'Space and flight', ['月球探测', '航空']],
      ['机器人', 'Robots', ['人工智能']],
      ['科学家故事', 'Stories of scientists', ['科学家精神', '南北极']],
      ['航模', 'Model aircraft', []],
    ],
  },
  卫生健康: {
    en: 'Health',
    skills: [
      ['近视防控', 'Eyesight', ['视力']],
      ['中医常识', 'Chinese medicine', ['中医']],
    ],
  },
  国防: {
    en: 'National defence',
    skills: [
      ['军史', 'Military history', ['老兵讲军史']],
      ['国防教育', 'Defence education', ['空中作战']],
    ],
  },
};

/** Programmes of the district plan, as templates. */
export const PROGRAMMES: { code: string; name: string; en: string; template: Record<string, unknown> }[] = [
  {
    code: 'talk_room',
    name: '谈心屋',
    en: 'Talk room',
    template: {
      categoryName: '心理·谈心',
      form: 'talk_room_duty',
      minors: true,
      seats: 2,
      minimum: 2,
      rules: ['two_adults', 'confidential_notes'],
    },
  },
  {
    code: 'caring_pair',
    name: '爱心结对',
    en: 'Caring pair',
    template: {
      categoryName: '结对帮扶',
      form: 'one_to_one',
      oneToOne: true,
      minors: true,
      weeklyMinutes: 60,
      rules: ['clearance', 'guardian_consent', 'check_in_14_days'],
    },
  },
  {
    code: 'difficulty_help',
    name: '三困生帮教',
    en: 'Help for pupils in difficulty',
    template: {
      categoryName: '结对帮扶',
      form: 'visit',
      minors: true,
      priority: 1,
      weeklyMinutes: 90,
      rules: ['highest_priority', 'free_of_charge'],
    },
  },
  {
    code: 'enters_campus',
    name: 'X 进校园',
    en: 'X enters campus',
    template: { form: 'lecture', audience: 'pupils', minors: true },
  },
  {
    code: 'studio',
    name: '名师工作室',
    en: 'Studios',
    template: { categoryName: '青年教师·教研', form: 'workshop', audience: 'young_teachers', minors: false },
  },
  {
    code: 'blue_green',
    name: '青蓝工程',
    en: 'Blue-and-Green',
    template: {
      categoryName: '青年教师·教研',
      form: 'mentoring',
      audience: 'young_teachers',
      minors: false,
      weeklyMinutes: 80,
    },
  },
  {
    code: 'old_teachers',
    name: '老教师进校园',
    en: 'Old teachers enter campus',
    template: { categoryName: '青年教师·教研', form: 'workshop', audience: 'young_teachers', minors: false },
  },
  {
    code: 'care_supermarket',
    name: '关爱超市',
    en: 'Care supermarket',
    template: { categoryName: '结对帮扶', form: 'goods', minors: false },
  },
];

export interface NeedItem {
  title: string;
  category: string;
  programme?: string;
  skills: string[];
  preferred?: string[];
  form: Form;
  audience: Audience;
  /** Stages of schools that ask for it; empty: all. */
  stages: string[];
  time: 'weekly' | 'twice_weekly' | 'dated' | 'agreed' | 'either';
  seats?: [number, number];
  minimum?: number;
  care?: CareGroup;
  oneToOne?: boolean;
  urgent?: boolean;
}

const item = (
  title: string,
  category: string,
  skills: string[],
  form: Form,
  time: NeedItem['time'],
  more: Partial<NeedItem> = {},
): NeedItem => ({
  title,
  category,
  skills,
  form,
  time,
  audience: 'pupils',
  stages: [],
  ...more,
});

export const NEED_ITEMS: NeedItem[] = [
  item('葫芦丝课后延时服务任课教师', '传统文化·艺术', ['葫芦丝'], 'class_series', 'twice_weekly', {
    stages: ['小学'],
    preferred: ['民族歌舞'],
  }),
  item('经典诵读《弟子规》推广', '传统文化·艺术', ['经典诵读'], 'class_series', 'weekly', { stages: ['小学'] }),
  item('国画、书法兴趣课', '传统文化·艺术', ['国画'], 'class_series', 'weekly', { preferred: ['毛笔书法'] }),
  item('硬笔书法课后服务', '传统文化·艺术', ['硬笔书法'], 'class_series', 'weekly', { stages: ['小学'] }),
  item('毛笔书法社团指导', '传统文化·艺术', ['毛笔书法'], 'class_series', 'weekly'),
  item('围棋兴趣班', '传统文化·艺术', ['围棋'], 'class_series', 'weekly', { stages: ['小学'] }),
  item('竹笛、儿童画暑托兴趣课', '传统文化·艺术', ['竹笛'], 'class_series', 'twice_weekly', { stages: ['小学'] }),
  item('剪纸非遗进课堂', '传统文化·艺术', ['剪纸'], 'workshop', 'dated', { preferred: ['非遗手工'] }),
  item('初三学生考前焦虑疏导', '心理·谈心', ['考前减压'], 'lecture', 'dated', { stages: ['初中'], urgent: true }),
  item('谈心屋值班', '心理·谈心', ['谈心陪伴'], 'talk_room_duty', 'weekly', {
    programme: 'talk_room',
    seats: [2, 2],
    minimum: 2,
    care: 'three_difficulties',
  }),
  item('心理类讲座：情绪处理、如何做更好的自己', '心理·谈心', ['生命教育'], 'lecture', 'dated', {
    programme: 'enters_campus',
  }),
  item('“心晴加油站”心理健康普及', '心理·谈心', ['心理辅导'], 'class_series', 'weekly', {}),
  item('青春期心理辅导', '心理·谈心', ['青春期教育'], 'lecture', 'either', { stages: ['初中'] }),
  item('周末社区辅导站志愿者', '看护·校园服务', ['作业辅导'], 'class_series', 'weekly', { seats: [2, 3], minimum: 1 }),
  item('校外活动中心轮值', '看护·校园服务', ['作业辅导'], 'talk_room_duty', 'weekly', {
    seats: [1, 2],
    preferred: ['活动组织'],
  }),
  item('放学到家长下班之间的接送与看护', '看护·校园服务', ['接送看护'], 'visit', 'twice_weekly', {
    stages: ['小学'],
    seats: [1, 2],
  }),
  item('校园、实验室安全巡查', '看护·校园服务', ['校园安全巡查'], 'visit', 'weekly', { audience: 'whole_school' }),
  item('“小餐桌”饮食安全义务监督', '看护·校园服务', ['食堂监督'], 'visit', 'weekly', { audience: 'whole_school' }),
  item('特困家庭学生结对', '结对帮扶', ['学习帮扶'], 'one_to_one', 'agreed', {
    programme: 'caring_pair',
    oneToOne: true,
    care: 'three_difficulties',
  }),
  item('学习有困难学生课余无偿辅导', '结对帮扶', ['学习帮扶'], 'visit', 'agreed', {
    programme: 'difficulty_help',
    care: 'three_difficulties',
  }),
  item('家庭穷困学生上门走访', '结对帮扶', ['家访'], 'visit', 'agreed', {
    programme: 'difficulty_help',
    care: 'three_difficulties',
  }),
  item('留守儿童谈心、周末陪伴', '结对帮扶', ['留守儿童陪伴'], 'one_to_one', 'agreed', {
    programme: 'caring_pair',
    oneToOne: true,
    care: 'left_behind',
  }),
  item('五失青少年帮教', '结对帮扶', ['谈心陪伴'], 'visit', 'agreed', {
    programme: 'difficulty_help',
    care: 'five_losses',
    stages: ['初中'],
  }),
  item('留守儿童微心愿（学习用品）', '结对帮扶', ['心愿物资'], 'goods', 'agreed', {
    programme: 'care_supermarket',
    care: 'left_behind',
  }),
  item('新教师数学师徒结对', '青年教师·教研', ['数学教学'], 'mentoring', 'agreed', {
    programme: 'blue_green',
    audience: 'young_teachers',
    preferred: ['听课评课'],
  }),
  item('新教师语文师徒结对', '青年教师·教研', ['语文教学'], 'mentoring', 'agreed', {
    programme: 'blue_green',
    audience: 'young_teachers',
    preferred: ['班级管理'],
  }),
  item('新教师英语师徒结对', '青年教师·教研', ['英语教学'], 'mentoring', 'agreed', {
    programme: 'blue_green',
    audience: 'young_teachers',
  }),
  item('年轻班主任班级管理支持', '青年教师·教研', ['班级管理'], 'mentoring', 'agreed', {
    programme: 'old_teachers',
    audience: 'young_teachers',
  }),
  item('“双新”背景下课堂设计指导', '青年教师·教研', ['大单元教学'], 'workshop', 'dated', {
    programme: 'studio',
    audience: 'young_teachers',
  }),
  item('听课评课、公开课指导', '青年教师·教研', ['听课评课'], 'workshop', 'weekly', {
    programme: 'old_teachers',
    audience: 'young_teachers',
  }),
  item('课题选题与论证', '青年教师·教研', ['课题研究'], 'workshop', 'dated', {
    programme: 'studio',
    audience: 'young_teachers',
  }),
  item('信息技术与学科融合研修', '青年教师·教研', ['信息技术融合'], 'workshop', 'dated', {
    programme: 'studio',
    audience: 'young_teachers',
  }),
  item('校园农场种植指导', '劳动·工匠', ['校园种植'], 'class_series', 'weekly', {}),
  item('劳模工匠“开学第一课”', '劳动·工匠', ['工匠精神'], 'lecture', 'dated', { programme: 'enters_campus' }),
  item('英模主讲“开学第一课”', '思想政治·红色传统', ['革命故事'], 'lecture', 'dated', { programme: 'enters_campus' }),
  item('暑期校外辅导站红色教育师资', '思想政治·红色传统', ['红色宣讲'], 'class_series', 'weekly', { seats: [1, 2] }),
  item('党史国史学习辅导', '思想政治·红色传统', ['党史国史'], 'lecture', 'dated', { stages: ['初中'] }),
  item('老少同台演讲比赛指导与评审', '主题竞赛', ['演讲指导'], 'contest', 'dated', { seats: [2, 3], minimum: 2 }),
  item('主题征文的组织、评审', '主题竞赛', ['征文评审'], 'contest', 'agreed', { seats: [2, 3], minimum: 2 }),
  item('法治副校长防欺凌专题讲座', '法治·安全', ['防欺凌'], 'lecture', 'dated', {
    programme: 'enters_campus',
    urgent: true,
  }),
  item('“法官进校园”班会课', '法治·安全', ['法治讲座'], 'lecture', 'either', {
    programme: 'enters_campus',
    stages: ['初中'],
    seats: [1, 2],
  }),
  item('防毒品、防电信诈骗专题', '法治·安全', ['禁毒防诈'], 'lecture', 'dated', { programme: 'enters_campus' }),
  item('防溺水安全课', '法治·安全', ['防溺水'], 'lecture', 'dated', { programme: 'enters_campus', urgent: true }),
  item('家长课堂送课', '家庭教育', ['家庭教育讲座'], 'lecture', 'dated', { audience: 'parents' }),
  item('隔代教育讲座', '家庭教育', ['隔代教育'], 'lecture', 'either', { audience: 'parents', stages: ['小学'] }),
  item('中小学科普报告', '科普·科学家精神', ['航天航空'], 'lecture', 'dated', {
    programme: 'enters_campus',
    preferred: ['科学家故事'],
  }),
  item('航模兴趣课', '科普·科学家精神', ['航模'], 'class_series', 'weekly', {}),
  item('近视防控科普', '卫生健康', ['近视防控'], 'lecture', 'dated', { programme: 'enters_campus' }),
  item('中医药文化进校园', '卫生健康', ['中医常识'], 'lecture', 'either', { programme: 'enters_campus' }),
  item('老兵讲军史', '国防', ['军史'], 'lecture', 'dated', { programme: 'enters_campus' }),
];

/** Titles of offers by skill, and what kind of person usually gives them. */
export interface OfferItem {
  title: string;
  category: string;
  skills: string[];
  forms: Form[];
  by: string[];
}

const offer = (
  title: string,
  category: string,
  skills: string[],
  forms: Form[],
  by: string[] = ['teacher'],
): OfferItem => ({ title, category, skills, forms, by });

export const OFFER_ITEMS: OfferItem[] = [
  offer('葫芦丝教学', '传统文化·艺术', ['葫芦丝', '竹笛'], ['class_series', 'workshop'], ['teacher', 'expert']),
  offer('《共读圣贤文化 点亮智慧人生》', '传统文化·艺术', ['经典诵读'], ['class_series', 'lecture']),
  offer('写意花鸟国画技法', '传统文化·艺术', ['国画', '儿童画'], ['class_series', 'workshop'], ['teacher', 'expert']),
  offer(
    '硬笔书法：汉字起源与演变',
    '传统文化·艺术',
    ['硬笔书法', '毛笔书法'],
    ['class_series', 'workshop'],
    ['teacher'],
  ),
  offer('毛笔书法入门', '传统文化·艺术', ['毛笔书法', '国画'], ['class_series'], ['teacher', 'official']),
  offer('剪纸', '传统文化·艺术', ['剪纸', '非遗手工'], ['workshop', 'class_series'], ['expert', 'artisan']),
  offer('围棋', '传统文化·艺术', ['围棋'], ['class_series'], ['teacher', 'expert']),
  offer('壮族山歌、跳竹竿舞', '传统文化·艺术', ['民族歌舞', '葫芦丝'], ['class_series', 'workshop'], ['teacher']),
  offer(
    '《青春期心理辅导》',
    '心理·谈心',
    ['青春期教育', '心理辅导'],
    ['lecture', 'talk_room_duty'],
    ['expert', 'teacher'],
  ),
  offer(
    '生命教育 / 情绪处理',
    '心理·谈心',
    ['生命教育', '心理辅导'],
    ['lecture', 'class_series'],
    ['expert', 'teacher'],
  ),
  offer('《如何赶走学习压力》', '心理·谈心', ['考前减压', '心理辅导'], ['lecture'], ['teacher', 'expert']),
  offer(
    '“老舅妈工作室”谈心',
    '心理·谈心',
    ['谈心陪伴', '心理辅导'],
    ['talk_room_duty', 'visit', 'one_to_one'],
    ['teacher', 'official', 'model_worker'],
  ),
  offer(
    '课后作业辅导',
    '看护·校园服务',
    ['作业辅导', '学习帮扶'],
    ['class_series', 'visit', 'talk_room_duty'],
    ['teacher', 'official'],
  ),
  offer('校园安全督导', '看护·校园服务', ['校园安全巡查', '接送看护'], ['visit'], ['soldier', 'official']),
  offer('食堂饮食安全监督', '看护·校园服务', ['食堂监督', '校园安全巡查'], ['visit'], ['official', 'model_worker']),
  offer(
    '放学护送与看护',
    '看护·校园服务',
    ['接送看护', '作业辅导'],
    ['visit'],
    ['soldier', 'model_worker', 'official'],
  ),
  offer(
    '爱心结对',
    '结对帮扶',
    ['学习帮扶', '留守儿童陪伴', '家访'],
    ['one_to_one', 'visit'],
    ['teacher', 'official', 'model_worker'],
  ),
  offer(
    '上门走访困难家庭',
    '结对帮扶',
    ['家访', '留守儿童陪伴', '谈心陪伴'],
    ['visit', 'one_to_one'],
    ['official', 'soldier', 'model_worker'],
  ),
  offer('学习用品捐赠', '结对帮扶', ['心愿物资'], ['goods'], ['official', 'model_worker']),
  offer('初中数学听评课与带教', '青年教师·教研', ['数学教学', '听课评课'], ['mentoring', 'workshop']),
  offer('小学语文听评课与带教', '青年教师·教研', ['语文教学', '听课评课', '班级管理'], ['mentoring', 'workshop']),
  offer('英语课堂指导', '青年教师·教研', ['英语教学', '听课评课'], ['mentoring', 'workshop']),
  offer('指导青年教师、协助教学管理', '青年教师·教研', ['班级管理', '听课评课'], ['mentoring', 'workshop']),
  offer(
    '课题选题与论证指导',
    '青年教师·教研',
    ['课题研究', '大单元教学'],
    ['workshop', 'mentoring'],
    ['expert', 'teacher'],
  ),
  offer('大单元与项目式学习设计', '青年教师·教研', ['大单元教学', '信息技术融合'], ['workshop'], ['expert', 'teacher']),
  offer('校园农场种植指导', '劳动·工匠', ['校园种植'], ['class_series', 'workshop'], ['model_worker', 'expert']),
  offer('《笃实好学，技能报国》', '劳动·工匠', ['工匠精神', '职业素养'], ['lecture'], ['model_worker', 'artisan']),
  offer('《战火中的青春》', '思想政治·红色传统', ['革命故事', '红色宣讲'], ['lecture', 'class_series'], ['soldier']),
  offer(
    '党史国史宣讲',
    '思想政治·红色传统',
    ['党史国史', '红色宣讲'],
    ['lecture', 'class_series'],
    ['official', 'soldier'],
  ),
  offer(
    '《做“三热爱”好少年》',
    '思想政治·红色传统',
    ['道德教育', '红色宣讲'],
    ['lecture', 'class_series'],
    ['official', 'teacher'],
  ),
  offer('演讲与朗诵指导、评审', '主题竞赛', ['演讲指导', '征文评审', '经典诵读'], ['contest', 'workshop'], ['teacher']),
  offer('征文评审', '主题竞赛', ['征文评审', '演讲指导'], ['contest'], ['teacher', 'official']),
  offer('《知法懂法守法，成长与法同行》', '法治·安全', ['法治讲座', '防欺凌'], ['lecture'], ['judge', 'official']),
  offer('《对校园欺凌说不》', '法治·安全', ['防欺凌', '法治讲座'], ['lecture'], ['judge', 'official']),
  offer('禁毒、防诈骗课', '法治·安全', ['禁毒防诈', '交通安全'], ['lecture'], ['official', 'soldier']),
  offer('防溺水安全课', '法治·安全', ['防溺水', '交通安全'], ['lecture'], ['firefighter', 'soldier']),
  offer('《隔代家庭教育》', '家庭教育', ['隔代教育', '家庭教育讲座'], ['lecture'], ['teacher', 'expert']),
  offer('家庭教育大讲堂', '家庭教育', ['家庭教育讲座', '隔代教育'], ['lecture', 'workshop'], ['expert', 'teacher']),
  offer('《月球探测与载人航天》', '科普·科学家精神', ['航天航空', '科学家故事'], ['lecture'], ['expert']),
  offer('《走近机器人世界》', '科普·科学家精神', ['机器人', '航模'], ['lecture', 'class_series'], ['expert']),
  offer('航模与航空科技', '科普·科学家精神', ['航模', '航天航空'], ['class_series', 'lecture'], ['expert', 'soldier']),
  offer('《近视防控科普》', '卫生健康', ['近视防控'], ['lecture'], ['expert']),
  offer('《岐黄之光 中医的神奇与智慧》', '卫生健康', ['中医常识', '近视防控'], ['lecture'], ['expert']),
  offer('老兵讲军史', '国防', ['军史', '国防教育', '革命故事'], ['lecture'], ['soldier']),
];

export const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章苏潘葛范彭'];
export const GIVEN = [
  '建国',
  '秀英',
  '国庆',
  '桂兰',
  '志强',
  '玉梅',
  '永福',
  '淑芬',
  '德明',
  '凤英',
  '文斌',
  '丽华',
  '长江',
  '素珍',
  '卫东',
  '玉兰',
  '振华',
  '惠珍',
  '光明',
  '春梅',
  '汉生',
  '腊梅',
  '跃进',
  '翠萍',
  '学文',
  '月娥',
  '立新',
  '爱莲',
];
export const AREAS: [string, number, number][] = [
  ['东湖村', 30.553, 114.405],
  ['梨园', 30.571, 114.392],
  ['水果湖', 30.549, 114.36],
  ['珞南', 30.523, 114.353],
  ['关山', 30.502, 114.41],
  ['卓刀泉', 30.514, 114.389],
  ['徐家棚', 30.588, 114.345],
  ['积玉桥', 30.566, 114.318],
  ['石洞街', 30.486, 114.46],
  ['滨江', 30.541, 114.299],
  ['育才路', 30.497, 114.331],
  ['丽湖', 30.531, 114.441],
];

const lesson = (from: number): { from: number; to: number } => ({ from, to: from + 40 });
/** The school day of the demo: early reading at 8:00, four lessons before noon and four after it, the long break behind the second. */
export const TIMETABLE: DistrictSettings['timetable'] = {
  lessons: [510, 560, 630, 680, 840, 890, 940, 990].map(lesson),
  earlyReading: { from: 480, to: 500 },
  longBreak: { from: 600, to: 630 },
};
