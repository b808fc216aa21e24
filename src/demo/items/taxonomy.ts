import type { ProgrammeTemplate } from '../../taxonomy/programme';

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

/** Programmes of the district plan, as templates, with the category each presets. */
export const PROGRAMMES: { code: string; name: string; en: string; category?: string; template: ProgrammeTemplate }[] =
  [
    {
      code: 'talk_room',
      name: '谈心屋',
      en: 'Talk room',
      category: '心理·谈心',
      template: {
        form: 'talk_room_duty',
        minors: true,
        seats: 2,
        minimum: 2,
        timing: 'weekly',
        rules: ['two_adults', 'confidential_notes'],
      },
    },
    {
      code: 'caring_pair',
      name: '爱心结对',
      en: 'Caring pair',
      category: '结对帮扶',
      template: {
        form: 'one_to_one',
        oneToOne: true,
        minors: true,
        timing: 'agreed',
        weeklyMinutes: 60,
        checkInDays: 14,
        rules: ['clearance', 'guardian_consent', 'check_in_14_days'],
      },
    },
    {
      code: 'difficulty_help',
      name: '三困生帮教',
      en: 'Help for pupils in difficulty',
      category: '结对帮扶',
      template: {
        form: 'visit',
        minors: true,
        careGroups: ['three_difficulties'],
        timing: 'agreed',
        weeklyMinutes: 90,
        rules: ['highest_priority', 'free_of_charge'],
      },
    },
    {
      code: 'enters_campus',
      name: 'X 进校园',
      en: 'X enters campus',
      template: { form: 'lecture', audience: 'pupils', minors: true, timing: 'dates', rules: ['shared_by_schools'] },
    },
    {
      code: 'studio',
      name: '名师工作室',
      en: 'Studios',
      category: '青年教师·教研',
      template: { form: 'workshop', audience: 'young_teachers', minors: false },
    },
    {
      code: 'blue_green',
      name: '青蓝工程',
      en: 'Blue-and-Green',
      category: '青年教师·教研',
      template: {
        form: 'mentoring',
        audience: 'young_teachers',
        minors: false,
        timing: 'agreed',
        weeklyMinutes: 80,
        rules: ['subject_and_stage', 'lesson_visits'],
      },
    },
    {
      code: 'old_teachers',
      name: '老教师进校园',
      en: 'Old teachers enter campus',
      category: '青年教师·教研',
      template: { form: 'workshop', audience: 'young_teachers', minors: false },
    },
    {
      code: 'care_supermarket',
      name: '关爱超市',
      en: 'Care supermarket',
      category: '结对帮扶',
      template: { form: 'goods', minors: false },
    },
  ];
