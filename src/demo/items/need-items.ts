import type { Audience, CareGroup, Form } from '../../taxonomy/kinds';

/** A line that real needs menus have. */
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
