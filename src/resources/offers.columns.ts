/** What a workbook of the resources menu says of the offers. */
import type { Column } from '../sheets/columns';
import { FORMS, HOLIDAY_RULES } from '../sheets/expressions/vocabularies';
import { choicesOf } from '../sheets/expressions/words';

export type OfferKey =
  | 'code'
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

/** Stands before those of the volunteer. */
export const OFFER_CODE: Column<OfferKey> = {
  key: 'code',
  header: '资源编号',
  english: 'Offer code',
  synonyms: '编号|资源代码|课程编号|id|code|offer id',
  width: 14,
  example: '资-2026-0001',
};

export const OFFER_COLUMNS: Column<OfferKey>[] = [
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
    choices: choicesOf(FORMS),
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
    choices: choicesOf(HOLIDAY_RULES),
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
