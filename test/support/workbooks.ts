/** Sample menus as people type them, made by code: deterministic by seed, invented names only. */

/** A small seeded generator (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Need, its category, form, skill and whom it is for; titles from public menus of such committees. */
const NEEDS: [title: string, category: string, form: string, skill: string, audience: string][] = [
  ['葫芦丝课后延时服务任课教师', '传统文化·艺术', '系列课', '葫芦丝', '小学三至五年级'],
  ['硬笔书法兴趣课', '传统文化·艺术', '课后服务', '书法', '小学二、三年级'],
  ['国画兴趣课', '传统文化·艺术', '系列课', '国画', '4-6年级'],
  ['围棋社团', '传统文化·艺术', '社团课', '围棋', '小学'],
  ['初三学生考前焦虑疏导', '心理·谈心', '讲座', '心理辅导', '初三'],
  ['谈心屋值守', '心理·谈心', '值守', '心理辅导', '初中'],
  ['法官进校园班会课', '法治·安全', '讲座', '法治教育', '七、八年级'],
  ['对校园欺凌说不', '法治·安全', '讲座', '法治教育', '小学'],
  ['防溺水安全课', '法治·安全', '讲座', '安全教育', '小学四至六年级'],
  ['英模主讲开学第一课', '思想政治·红色传统', '宣讲', '红色故事', '全校'],
  ['留守儿童谈心陪伴', '结对帮扶', '一对一', '心理辅导', '留守儿童'],
  ['学困生课余辅导', '结对帮扶', '一对一辅导', '数学', '五年级'],
  ['特困家庭学生走访', '结对帮扶', '走访', '家访', '小学'],
  ['新教师师徒结对', '青年教师·教研', '师徒结对', '听课评课', '青年教师'],
  ['大单元教学设计指导', '青年教师·教研', '导师', '教学设计', '青年教师'],
  ['隔代教育讲座', '家庭教育', '讲座', '家庭教育', '家长'],
  ['校园农场种植指导', '劳动·工匠', '实践活动', '种植', '小学'],
  ['航天科普报告', '科普·科学家精神', '报告', '航天科普', '初中'],
];
const OFFERS: [title: string, category: string, forms: string, skills: string, audience: string][] = [
  ['葫芦丝教学', '传统文化·艺术', '系列课、社团课', '葫芦丝(精通)、巴乌', '小学、初中'],
  ['《汉字起源与演变》硬笔书法', '传统文化·艺术', '系列课、讲座', '书法（精通）', '小学'],
  ['国画墨竹', '传统文化·艺术', '系列课', '国画、书法(入门)', '小学'],
  ['围棋入门', '传统文化·艺术', '社团课', '围棋', '小学、初中'],
  ['《青春期心理辅导》', '心理·谈心', '讲座、值守', '心理辅导(精通)', '初中'],
  ['咨询台心理疏导', '心理·谈心', '值守、讲座', '心理辅导', '中学'],
  ['《守护花样青春，共建平安校园》', '法治·安全', '讲座', '法治教育', '中学'],
  ['《拒绝欺凌、预防犯罪》', '法治·安全', '讲座', '法治教育、安全教育', '小学'],
  ['校园安全小哨兵', '法治·安全', '讲座', '安全教育', '小学'],
  ['《战火中的青春》', '思想政治·红色传统', '宣讲', '红色故事', '中小学'],
  ['留守儿童陪伴', '结对帮扶', '一对一、走访', '心理辅导、家访', '小学、初中'],
  ['数学辅导', '结对帮扶', '一对一', '数学(精通)', '小学'],
  ['听课评课', '青年教师·教研', '师徒结对', '听课评课(精通)、教学设计', ''],
  ['指导青年教师', '青年教师·教研', '师徒结对', '听课评课、教学设计', ''],
  ['《隔代家庭教育》', '家庭教育', '讲座', '家庭教育', ''],
  ['校园农场种植', '劳动·工匠', '实践活动', '种植', '小学'],
  ['《月球探测与载人航天》', '科普·科学家精神', '报告', '航天科普', '中学'],
];
const NEED_TIMES = [
  '每周二16:30-17:30',
  '周二/四下午',
  '每周三16:30',
  '单周周三14:00-15:30',
  '每周五下午2点半至4点',
  '9月10日14:00-15:30',
  '周二或周四 16:30-17:30',
  '2026年10月14日（周三）上午9点',
  '每周一至周五 16:30-17:30',
  '待定',
  '每月第一个周三下午',
  '隔周五15:00',
];
const OFFER_TIMES = [
  '随时',
  '周一至周五',
  '每周二、四下午',
  '工作日',
  '周二/四 14:00-18:00',
  '每天下午1点-6点',
  '周一至周五 8:00-18:00',
  '周三、周五全天',
  '时间不限',
];
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const GIVEN = [
  '一平',
  '佩兰',
  '守仁',
  '玉珍',
  '建国',
  '秀英',
  '文远',
  '淑华',
  '志明',
  '桂芳',
  '德厚',
  '美琴',
  '长青',
  '慧敏',
  '立新',
  '素贞',
  '广才',
  '雅芝',
  '振华',
  '月娥',
];

export const NEED_HEADER = [
  '编号',
  '学校',
  '类别',
  '需求',
  '对象',
  '参加人数',
  '形式',
  '需要志愿者人数',
  '时间',
  '每次时长',
  '期限',
  '所需专长',
  '优先级',
  '提交日期',
  '纬度',
  '经度',
  '备注',
];
export const RESOURCE_HEADER = [
  '资源编号',
  '姓名',
  '电话',
  '五老类别',
  '类别',
  '资源',
  '可提供形式',
  '专长',
  '适合对象',
  '可服务时间',
  '同时服务上限',
  '每月上限（小时）',
  '出行上限（公里）',
  '入职查询有效期至',
  '纬度',
  '经度',
];

export type SampleCell = string | number | null;

/** Rows of a needs menu for the autumn term of 2026. */
export function sampleNeeds(count: number, seed = 1): SampleCell[][] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const schools = Array.from({ length: Math.max(4, Math.ceil(count / 6)) }, (_, i) => ({
    name: `${pick(['育才', '实验', '新华', '东风', '长安', '和平', '青园', '桥东'])}第${i + 1}${pick(['小学', '小学', '中学'])}`,
    latitude: 38.0 + next() * 0.1,
    longitude: 114.45 + next() * 0.12,
  }));
  return Array.from({ length: count }, (_, i) => {
    const [title, category, form, skill, audience] = NEEDS[Math.floor(next() * NEEDS.length)];
    const school = pick(schools);
    const times = form === '师徒结对' || form === '导师' ? '每周一次，每次2课时' : pick(NEED_TIMES);
    return [
      `需-2026-${String(i + 1).padStart(4, '0')}`,
      school.name,
      category,
      title,
      audience,
      pick(['40人左右', '约40人', 45, '一百二十人', '']),
      form,
      pick(['1', '1人', '1-2人', '2名', '三名', 1, 2]),
      times,
      pick(['60分钟', '1小时', '1小时30分', '2课时', '']),
      pick(['2026-09-01至2027-01-17', '9月1日—次年1月10日', '2026.9.1-2027.1.17']),
      skill,
      pick(['', '', '普通', '高', '紧急']),
      pick(['2026.8.20', '2026年8月25日', '8月28日']),
      Number(school.latitude.toFixed(5)),
      Number(school.longitude.toFixed(5)),
      '',
    ];
  });
}

/** Rows of a resources menu: one or two offers for each volunteer. */
export function sampleResources(volunteers: number, seed = 2): SampleCell[][] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  const rows: SampleCell[][] = [];
  for (let i = 0; i < volunteers; i++) {
    const name = `${SURNAMES[i % SURNAMES.length]}${GIVEN[Math.floor(i / SURNAMES.length + i) % GIVEN.length]}`;
    const person = [
      name,
      `138${String(10_000_000 + i * 37).padStart(8, '0')}`,
      pick(['老教师', '老干部', '老专家', '老战士', '老模范']),
    ];
    const limits = [
      pick([1, 2, 3, '不限']),
      pick([8, 12, 20, '不限']),
      pick([5, 8, 15, '']),
      pick(['2027-08-31', '2027.3.1', '2027年6月30日', '2026-12-01']),
    ];
    const home = [Number((38.0 + next() * 0.1).toFixed(5)), Number((114.45 + next() * 0.12).toFixed(5))];
    for (let k = next() < 0.3 ? 2 : 1; k > 0; k--) {
      const [title, category, forms, skills, audience] = pick(OFFERS);
      rows.push([
        `资-2026-${String(rows.length + 1).padStart(4, '0')}`,
        ...person,
        category,
        title,
        forms,
        skills,
        audience,
        pick(OFFER_TIMES),
        ...limits,
        ...home,
      ]);
    }
  }
  return rows;
}
