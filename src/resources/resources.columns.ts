/** The columns of the resources menu in a workbook: headers, synonyms, drop-downs, examples. */
import type { Column } from '../sheets/columns';
import {
  CONTACT_WAYS,
  FORMS,
  GUEST_GROUPS,
  HOLIDAY_RULES,
  TIERS,
  TRAVEL_MODES,
  VETERAN_GROUPS,
  VOLUNTEER_KINDS,
} from '../sheets/expressions/vocabularies';
import type { Vocabulary } from '../sheets/expressions/words';

export type ResourceKey =
  | 'code'
  | 'volunteerCode'
  | 'name'
  | 'phone'
  | 'kind'
  | 'people'
  | 'retiredFrom'
  | 'veteranGroup'
  | 'guestGroup'
  | 'tier'
  | 'birthYear'
  | 'languages'
  | 'homeArea'
  | 'latitude'
  | 'longitude'
  | 'point'
  | 'travelMode'
  | 'travelLimit'
  | 'buffer'
  | 'maxConcurrent'
  | 'monthlyMinutes'
  | 'clearance'
  | 'clearedUntil'
  | 'clearanceNumber'
  | 'clearanceAuthority'
  | 'training'
  | 'trainedOn'
  | 'consent'
  | 'preferredContact'
  | 'wishedSchools'
  | 'programme'
  | 'category'
  | 'title'
  | 'description'
  | 'skills'
  | 'audience'
  | 'forms'
  | 'sessionMinutes'
  | 'times'
  | 'weekday'
  | 'daysOff'
  | 'holidays'
  | 'mode'
  | 'offerMaxConcurrent'
  | 'offerMonthlyMinutes'
  | 'offerTravelLimit'
  | 'stock'
  | 'siteNeeds'
  | 'notes';

const words = <Code extends string>(vocabulary: Vocabulary<Code>): string[] =>
  Object.values<string[]>(vocabulary.words).map(([word]) => word);

export const RESOURCE_COLUMNS: Column<ResourceKey>[] = [
  {
    key: 'code',
    header: '资源编号',
    english: 'Offer code',
    synonyms: '编号|资源代码|课程编号|id|code|offer id',
    width: 14,
    example: '资-2026-0001',
  },
  {
    key: 'volunteerCode',
    header: '志愿者编号',
    english: 'Volunteer code',
    synonyms: '人员编号|志愿者代码|volunteer id|person id',
    width: 14,
  },
  {
    key: 'name',
    header: '姓名',
    english: 'Name',
    synonyms:
      '志愿者|志愿者姓名|讲师|老师|讲师姓名|教师姓名|五老姓名|主讲人|姓名或团队|志愿者或团队|团队名称|volunteer|volunteer name|lecturer|person|姓名或单位|讲师或团队|授课人|服务人|五老志愿者',
    required: true,
    width: 12,
    personal: true,
    example: '王一平',
  },
  {
    key: 'phone',
    header: '电话',
    english: 'Phone',
    synonyms:
      '手机|联系电话|联系方式|手机号|手机号码|电话号码|本人电话|telephone|mobile|tel|联系手机|电话或手机|联络电话',
    width: 14,
    personal: true,
    example: '13800000000',
  },
  {
    key: 'kind',
    header: '志愿者类型',
    english: 'Kind',
    synonyms: '个人或团队|主体类型|资源主体|volunteer kind',
    width: 12,
    choices: words(VOLUNTEER_KINDS),
    example: '个人',
  },
  {
    key: 'people',
    header: '团队人数',
    english: 'People',
    synonyms: '可同时服务人数|成员数|团队成员数|成员人数|team size|members|capacity',
    width: 10,
  },
  {
    key: 'retiredFrom',
    header: '原工作单位',
    english: 'Retired from',
    synonyms:
      '退休单位|退休前单位|所在单位|工作单位|单位|单位名称|退休学校|所属学校|学校|organisation|organization|school|退休前工作单位|退休前单位及职务|原单位|原单位职务|工作单位及职务|原任职单位',
    width: 18,
  },
  {
    key: 'veteranGroup',
    header: '五老类别',
    english: 'Veteran group',
    synonyms: '五老身份|身份|人员类别|五老|五老类型|身份类别|veteran',
    width: 12,
    choices: words(VETERAN_GROUPS),
    example: '老教师',
  },
  {
    key: 'guestGroup',
    header: '嘉宾类别',
    english: 'Guest group',
    synonyms: '嘉宾类型|进校园类别|嘉宾身份|guest',
    width: 12,
    choices: words(GUEST_GROUPS),
  },
  {
    key: 'tier',
    header: '层级',
    english: 'Tier',
    synonyms: '队伍层级|志愿者层级|队伍|分层',
    width: 8,
    choices: words(TIERS),
  },
  {
    key: 'birthYear',
    header: '出生年',
    english: 'Birth year',
    synonyms: '出生年份|出生年月|出生日期|born|year of birth|年龄|岁数|现年|age',
    width: 10,
    personal: true,
  },
  {
    key: 'languages',
    header: '语言',
    english: 'Languages',
    synonyms: '方言|语言能力|会说|语言方言|language',
    width: 10,
  },
  {
    key: 'homeArea',
    header: '居住区域',
    english: 'Home area',
    synonyms: '居住地|家庭区域|所在街道|街道|社区|居住街道|住址区域|住址|家庭住址|area',
    width: 14,
    personal: true,
  },
  { key: 'latitude', header: '纬度', english: 'Latitude', synonyms: 'lat|home latitude', personal: true },
  {
    key: 'longitude',
    header: '经度',
    english: 'Longitude',
    synonyms: 'lng|lon|long|home longitude',
    personal: true,
  },
  {
    key: 'point',
    header: '坐标',
    english: 'Coordinates',
    synonyms: '经纬度|home|geo|home coordinates',
    personal: true,
  },
  {
    key: 'travelMode',
    header: '出行方式',
    english: 'Travel mode',
    synonyms: '交通方式|出行|travel|mode of travel|transport',
    width: 10,
    choices: words(TRAVEL_MODES),
  },
  {
    key: 'travelLimit',
    header: '出行上限（公里）',
    english: 'Travel limit (km)',
    synonyms:
      '服务半径|可接受距离|出行距离|最远距离|距离上限|出行范围|服务范围|max distance|distance limit|radius|travel limit metres|travel limit meters|max travel|出行距离限制|可到范围|可服务范围|活动范围',
    width: 14,
    example: '5公里',
  },
  {
    key: 'buffer',
    header: '间隔',
    english: 'Buffer',
    synonyms: '两次间隔|间隔时间|缓冲时间|休息间隔|buffer minutes|pause',
    width: 10,
  },
  {
    key: 'maxConcurrent',
    header: '同时服务上限',
    english: 'Engagements at once',
    synonyms:
      '最多同时|同时承担|同时承担项数|同时承担项目数|可同时服务项数|可同时承担项目数|同时上限|最多服务项数|可接单数|接单上限|服务上限|max concurrent|max engagements|concurrent|at once|limit',
    width: 14,
    example: '2',
  },
  {
    key: 'monthlyMinutes',
    header: '每月上限',
    english: 'Hours a month',
    synonyms:
      '每月时长上限|每月可服务小时数|每月可服务时长|每月可服务时间|月服务上限|每月服务时长|每月小时|月时长|每月时长|每月最多小时|每月服务上限|月服务时长|monthly hours|hours per month|monthly minutes|minutes per month|monthly limit',
    width: 12,
    example: '每月8小时',
  },
  {
    key: 'clearance',
    header: '入职查询',
    english: 'Clearance',
    synonyms:
      '准入查询|入职查询情况|违法犯罪记录查询|入职查询日期|查询日期|准入查询日期|从业查询|background check|clearance checked|无犯罪记录查询|无犯罪记录证明|无犯罪记录查询日期|违法犯罪查询|无犯罪记录',
    width: 24,
    personal: true,
  },
  {
    key: 'clearedUntil',
    header: '查询有效期至',
    english: 'Cleared until',
    synonyms:
      '有效期至|入职查询有效期|入职查询有效期至|查询有效期|准入有效期|查询到期|到期日|clearance until|clearance expiry|clearance expires|expires|valid until|cleared|无犯罪记录查询有效期至|无犯罪记录有效期',
    width: 14,
    personal: true,
    example: '2027-08-31',
  },
  {
    key: 'clearanceNumber',
    header: '查询编号',
    english: 'Clearance number',
    synonyms:
      '查询证号|查询文号|入职查询编号|无犯罪记录查询编号|无犯罪记录证明编号|证明编号|入职查询文号|违法犯罪查询编号',
    width: 14,
    personal: true,
  },
  {
    key: 'clearanceAuthority',
    header: '查询机关',
    english: 'Clearance authority',
    synonyms:
      '查询单位|受理机关|查询部门|authority|无犯罪记录查询单位|入职查询单位|入职查询机关|无犯罪记录查询机关|出具单位|出具机关',
    width: 14,
    personal: true,
  },
  {
    key: 'training',
    header: '参加培训',
    english: 'Training',
    synonyms: '培训情况|培训|培训经历|training taken',
    width: 16,
    personal: true,
  },
  {
    key: 'trainedOn',
    header: '培训日期',
    english: 'Trained on',
    synonyms: '最近培训日期|培训时间|参加培训日期|date of training|training date',
    width: 12,
    personal: true,
  },
  {
    key: 'consent',
    header: '本人同意',
    english: 'Consent',
    synonyms:
      '是否同意|是否同意上岗|同意上岗|本人是否同意|是否自愿|是否签同意书|知情同意书|知情同意|同意日期|同意书|consented on|consent on',
    width: 12,
    personal: true,
  },
  {
    key: 'preferredContact',
    header: '联系偏好',
    english: 'Preferred contact',
    synonyms: '首选联系方式|联系途径|偏好联系方式|contact by',
    width: 12,
    choices: words(CONTACT_WAYS),
  },
  {
    key: 'wishedSchools',
    header: '意向学校',
    english: 'Wished schools',
    synonyms: '希望服务学校|期望学校|愿意服务的学校|意愿学校|wished school|preferred schools',
    width: 16,
  },
  {
    key: 'programme',
    header: '载体',
    english: 'Programme',
    synonyms: '平台|服务载体|载体平台|品牌项目|项目|program',
    width: 14,
  },
  {
    key: 'category',
    header: '类别',
    english: 'Category',
    synonyms:
      '服务内容类别|内容类别|服务类别|项目类别|服务项目类别|资源类别|分类|类型|资源类型|课程类别|领域|type|field|所属类别|板块|资源板块',
    width: 16,
    example: '传统文化·艺术',
  },
  {
    key: 'title',
    header: '资源',
    english: 'Offer',
    synonyms:
      '项目名称|服务项目名称|主讲内容|主讲课程|可讲课题|课题|资源名称|课程|课程名称|讲题|题目|讲座题目|服务项目|主题|标题|服务内容|资源内容|可提供服务|可提供资源|title|topic|offer title|resource|活动名称|活动项目|课程或活动名称|可开展活动|可开设课程|可开设课程名称|可开展的活动名称|可开展活动名称|可授课程|服务名称|可服务项目|拟开设课程',
    required: true,
    width: 30,
    example: '《葫芦丝入门》',
  },
  {
    key: 'description',
    header: '说明',
    english: 'Description',
    synonyms: '资源说明|简介|内容简介|描述|详细说明|课程简介|details',
    width: 30,
  },
  {
    key: 'skills',
    header: '专长',
    english: 'Skills',
    synonyms: '技能|特长|擅长|专业|专业特长|学科|专长技能|特长专业|skill',
    repeatable: true,
    width: 22,
    example: '葫芦丝(精通)、巴乌',
  },
  {
    key: 'audience',
    header: '适合对象',
    english: 'Suitable for',
    synonyms:
      '对象|适用年级|适用对象|服务对象|年级|适合年级|学段|适用学段|面向对象|对象形式|grades|grade|grade band|audience|适合群体|适用群体|面向学段|受益对象|适合学生|服务年级|授课年级',
    repeatable: true,
    width: 16,
    example: '小学、初中',
  },
  {
    key: 'forms',
    header: '可提供形式',
    english: 'Forms',
    synonyms: '形式|服务形式|活动形式|授课形式|资源形式|form|format|开展形式|开展方式|活动方式|授课形式或方式',
    width: 16,
    choices: words(FORMS),
    example: '系列课、讲座',
  },
  {
    key: 'sessionMinutes',
    header: '每次时长',
    english: 'Minutes per session',
    synonyms:
      '时长|单次时长|课时|服务时长|课程时长|duration|minutes|session minutes|length|每次时间|每次课时|每节课时|每课时长|单次课时',
    width: 12,
    example: '60分钟',
  },
  {
    key: 'times',
    header: '可服务时间',
    english: 'Availability',
    synonyms:
      '服务时间|时间|空闲时间|可安排时间|可用时间|时间安排|可授课时间|方便时间|时间段|时段|times|available|available times|when|time|free time|方便的时间|方便时段|可用时段|可服务时段|可安排时段|服务时段|有空时间|可授课时段|可到校时间|具体安排',
    width: 28,
    example: '每周二、四下午',
  },
  { key: 'weekday', header: '可服务星期', english: 'Weekdays', synonyms: '星期|周几|星期几|weekday' },
  {
    key: 'daysOff',
    header: '不可服务日期',
    english: 'Days off',
    synonyms: '例外日期|请假|除外日期|不便日期|不可用日期|exceptions|off|unavailable',
    width: 22,
  },
  {
    key: 'holidays',
    header: '假期安排',
    english: 'School holidays',
    synonyms: '寒暑假|寒暑假安排|假期|假期是否服务|holidays|holiday rule',
    width: 12,
    choices: words(HOLIDAY_RULES),
  },
  {
    key: 'mode',
    header: '线上线下',
    english: 'On site or online',
    synonyms:
      '服务方式|方式|授课方式|地点|place|onsite|online|delivery|可否线上|能否线上|是否线上|线上|可否线上授课|是否可线上|可线上',
    width: 10,
    choices: ['线下', '线上', '均可'],
    example: '线下',
  },
  {
    key: 'offerMaxConcurrent',
    header: '本资源同时上限',
    english: 'This offer at once',
    synonyms: '资源同时上限|本课程同时上限|offer max concurrent',
    width: 14,
  },
  {
    key: 'offerMonthlyMinutes',
    header: '本资源每月上限',
    english: 'This offer a month',
    synonyms: '资源每月上限|offer monthly hours|offer monthly minutes',
    width: 14,
  },
  {
    key: 'offerTravelLimit',
    header: '本资源出行上限（公里）',
    english: 'This offer: travel limit (km)',
    synonyms: '资源出行上限|本资源最远距离|offer travel limit',
    width: 14,
  },
  {
    key: 'stock',
    header: '库存',
    english: 'Stock',
    synonyms: '数量|物资数量|库存数量|quantity|pieces',
    width: 8,
  },
  {
    key: 'siteNeeds',
    header: '现场要求',
    english: 'Needs on site',
    synonyms: '场地要求|设备需求|所需设备|现场需求|场地设备要求|site needs|equipment|场地设备|设备要求',
    width: 18,
    example: '投影',
  },
  {
    key: 'notes',
    header: '备注',
    english: 'Notes',
    synonyms: '附注|其他说明|其他|remarks|note|comment|comments',
    repeatable: true,
    width: 24,
  },
];

const READ_ONLY = new Set<ResourceKey>(['point', 'weekday']);

/** The columns of an export or a template, in order. */
export const RESOURCE_EXPORT_COLUMNS = RESOURCE_COLUMNS.filter(({ key }) => !READ_ONLY.has(key));
