/** The columns of the needs menu in a workbook: headers, synonyms, drop-downs, examples. */
import type { Column } from '../sheets/columns';
import { FORMS } from '../sheets/expressions/vocabularies';
import { choicesOf, formatPriority, YES_NO } from '../sheets/expressions/words';
import { CHILDREN_COLUMNS, type ChildrenKey } from './needs.columns.children';
import { WHEN_COLUMNS, type WhenKey } from './needs.columns.when';

export type NeedKey =
  | WhenKey
  | ChildrenKey
  | 'code'
  | 'school'
  | 'programme'
  | 'category'
  | 'title'
  | 'description'
  | 'audience'
  | 'headCount'
  | 'form'
  | 'seats'
  | 'minimum'
  | 'latitude'
  | 'longitude'
  | 'skills'
  | 'languages'
  | 'urgent'
  | 'priority'
  | 'contact'
  | 'wishedOffer'
  | 'previousVolunteers'
  | 'answerBy'
  | 'submittedOn'
  | 'waitingDays'
  | 'quantity'
  | 'notes'
  | 'place'
  | 'point'
  | 'preferredSkills'
  | 'contactPhone';

/** In the order of the export. Columns without `header` order of their own (星期, 开始时间 …) are understood, not written. */
export const NEED_COLUMNS: Column<NeedKey>[] = [
  {
    key: 'code',
    header: '编号',
    english: 'Code',
    synonyms: '需求编号|需求代码|id|need id|need code',
    width: 14,
    example: '需-2026-0001',
  },
  {
    key: 'school',
    header: '学校',
    english: 'School',
    synonyms: '学校名称|申报学校|需求学校|申报单位|所属学校|单位|校名|school name|unit|需求单位|所在学校',
    required: true,
    width: 18,
    example: '育才小学',
  },
  {
    key: 'programme',
    header: '载体',
    english: 'Programme',
    synonyms: '平台|工作载体|载体平台|服务载体|品牌项目|program|所属载体|所属平台|对应载体|依托载体|活动载体',
    width: 14,
    example: '老教师进校园',
  },
  {
    key: 'category',
    header: '类别',
    english: 'Category',
    synonyms:
      '项目类别|服务内容类别|内容类别|需求类别|分类|类型|需求类型|服务类别|领域|type|field|板块|需求板块|所属类别',
    width: 16,
    example: '传统文化·艺术',
  },
  {
    key: 'title',
    header: '需求',
    english: 'Need',
    synonyms:
      '项目|项目名称|需求项目名称|活动项目|课程|服务项目|需求名称|需求标题|需求内容|需求项目|主题|标题|活动名称|活动主题|服务内容|课程名称|内容|title|topic|request|name|need title',
    required: true,
    width: 30,
    example: '葫芦丝课后服务教师',
  },
  {
    key: 'description',
    header: '说明',
    english: 'Description',
    synonyms:
      '需求说明|描述|详细说明|具体内容|具体需求|需求描述|具体要求|详情|details|具体内容及要求|内容及要求|内容要求|具体内容要求|活动内容',
    width: 30,
  },
  {
    key: 'audience',
    header: '对象',
    english: 'Audience',
    synonyms:
      '服务对象|受众|年级|适用年级|参加年级|面向对象|学段|参加对象|活动对象|面向年级|年级班级|grade|grades|grade band|target|受益对象|受益群体|服务群体|对象年级|参与对象|参与年级|适合年级|适合学段|帮扶对象',
    repeatable: true,
    width: 16,
    example: '小学三至五年级',
  },
  {
    key: 'headCount',
    header: '参加人数',
    english: 'Head count',
    synonyms:
      '服务对象人数|参加对象人数|活动对象人数|面向对象人数|对象人数|年级人数|受众人数合计|参与学生数|学生人数|受众人数|参与人数|学生数|听众人数|受益人数|参加学生数|活动人数|participants|audience size|pupils|headcount|number of pupils|受益学生数|受益学生人数|预计人数|覆盖人数|学生数量',
    width: 10,
    example: '40人',
  },
  {
    key: 'form',
    header: '形式',
    english: 'Form',
    synonyms: '服务形式|活动形式|需求形式|服务方式|方式|format|开展形式|开展方式|形式要求',
    width: 12,
    choices: choicesOf(FORMS),
    example: '系列课',
  },
  {
    key: 'seats',
    header: '需要志愿者人数',
    english: 'Volunteers wanted',
    synonyms:
      '拟聘人数|拟聘请人数|聘请人数|聘任人数|招聘人数|选派人数|计划人数|人员数量|志愿者数量|需五老人数|五老人数|所需五老人数|志愿者人数|所需志愿者人数|志愿者需求人数|需志愿者人数|所需人数|需要人数|需求人数|招募人数|志愿者数|名额|席位|所需志愿者|需志愿者|需求名额|教师人数|讲师人数|志愿者名额|拟需人数|wanted|seats|volunteers|number wanted|volunteers needed|number of volunteers|seat count|拟需|拟请人数|拟邀人数|需五老|需要五老|需要五老人数|所需五老|五老人数拟需|需五老数|所需老教师人数',
    width: 14,
    example: '1-2人',
  },
  {
    key: 'minimum',
    header: '最少人数',
    english: 'Minimum',
    synonyms:
      '最低人数|最少志愿者|最少志愿者人数|最低志愿者人数|起办人数|至少人数|min|minimum number|min volunteers|minimum volunteers|at least|最少|最低|至少|五老人数至少|五老人数最少',
    width: 10,
  },
  ...WHEN_COLUMNS,
  {
    key: 'place',
    header: '地点',
    english: 'Place',
    synonyms: '服务地点|活动地点|场地|上课地点|线上线下|location|venue|site|online',
    width: 14,
    example: '本校',
  },
  { key: 'point', header: '坐标', english: 'Coordinates', synonyms: '经纬度|coordinate|geo', width: 18 },
  { key: 'latitude', header: '纬度', english: 'Latitude', synonyms: 'lat' },
  { key: 'longitude', header: '经度', english: 'Longitude', synonyms: 'lng|lon|long' },
  {
    key: 'skills',
    header: '所需专长',
    english: 'Required skills',
    synonyms:
      '专长|必备专长|技能|所需技能|必备技能|专业要求|专长要求|特长|学科|任职要求|能力要求|skills|skill|required skill|特长要求|所需特长|专业特长|专业特长要求|所需专业|专长需求|专长或学科',
    repeatable: true,
    width: 22,
    example: '葫芦丝、合唱',
  },
  {
    key: 'preferredSkills',
    header: '优先专长',
    english: 'Preferred skills',
    synonyms: '优先条件|优先技能|优先考虑|加分项|preferred skill|nice to have',
    repeatable: true,
    width: 16,
  },
  {
    key: 'languages',
    header: '语言',
    english: 'Languages',
    synonyms: '方言|语言要求|语言或方言|语言方言|language',
    width: 10,
  },
  ...CHILDREN_COLUMNS,
  {
    key: 'urgent',
    header: '是否紧急',
    english: 'Urgent',
    synonyms: '急需|加急|urgency',
    width: 10,
    choices: choicesOf(YES_NO),
  },
  {
    key: 'priority',
    header: '优先级',
    english: 'Priority',
    synonyms: '紧急程度|优先程度|重要程度|优先等级|优先级别|level|priority level',
    width: 10,
    choices: [1, 2, 3, 4].map((level) => formatPriority(level as 1 | 2 | 3 | 4)),
  },
  {
    key: 'contact',
    header: '联系人',
    english: 'Contact',
    synonyms: '联系人姓名|联络员|负责人|经办人|联系老师|对接人|contact person|contact name|coordinator',
    width: 20,
    personal: true,
  },
  {
    key: 'contactPhone',
    header: '联系电话',
    english: 'Contact phone',
    synonyms:
      '联系人电话|电话|手机|联系方式|手机号|联络电话|联络员电话|负责人电话|联系人手机|手机号码|phone|telephone|mobile|tel|联系人及电话|联系人和电话|联系人与电话|联系人及联系电话|联系人及联系方式|负责人及电话|姓名及电话|联系人姓名及电话|联系人、电话',
    personal: true,
  },
  {
    key: 'wishedOffer',
    header: '点单资源',
    english: 'Wished offer',
    synonyms: '点单|意向资源|指定资源|资源编号|想要的资源|所选资源|wish|picked offer|offer',
    width: 16,
  },
  {
    key: 'previousVolunteers',
    header: '上期志愿者',
    english: 'Previous volunteers',
    synonyms: '原志愿者|上学期志愿者|曾服务志愿者|previous volunteer|previous partner',
    width: 14,
    personal: true,
  },
  {
    key: 'answerBy',
    header: '答复期限',
    english: 'Answer by',
    synonyms:
      '回复截止|最迟答复|最迟答复日期|答复截止|回复期限|latest answer date|reply by|deadline|希望答复日期|希望答复时间|答复日期|答复时间|回复日期|回复时间|最晚答复日期|希望回复日期',
    width: 12,
  },
  {
    key: 'submittedOn',
    header: '提交日期',
    english: 'Submitted',
    synonyms: '申报日期|登记日期|填报日期|提交时间|填表日期|submitted on|waiting since|created|报送日期|填写日期',
    width: 12,
  },
  {
    key: 'waitingDays',
    header: '等待天数',
    english: 'Waiting days',
    synonyms: '已等待天数|waiting|days waiting|waited',
    width: 10,
  },
  {
    key: 'quantity',
    header: '物资数量',
    english: 'Quantity',
    synonyms: '数量|需求数量|物品数量|pieces|items',
    width: 10,
  },
  {
    key: 'notes',
    header: '备注',
    english: 'Notes',
    synonyms: '附注|其他说明|其他|其他要求|remarks|note|comment|comments',
    repeatable: true,
    width: 24,
  },
];

const READ_ONLY = new Set<NeedKey>([
  'date',
  'weekday',
  'startTime',
  'endTime',
  'periodFrom',
  'periodTo',
  'contactPhone',
  'point',
]);

/** The columns of an export or a template, in order. */
export const NEED_EXPORT_COLUMNS = NEED_COLUMNS.filter(({ key }) => !READ_ONLY.has(key));
