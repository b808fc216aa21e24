import type { Form } from '../../taxonomy/kinds';

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
