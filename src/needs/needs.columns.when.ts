/** The columns of the needs menu that say when: its times, how they are cut up by some offices, and its period. */
import type { Column } from '../sheets/columns';

export type WhenKey =
  | 'times'
  | 'date'
  | 'weekday'
  | 'startTime'
  | 'endTime'
  | 'sessionMinutes'
  | 'weeklyMinutes'
  | 'period'
  | 'periodFrom'
  | 'periodTo';

export const WHEN_COLUMNS: Column<WhenKey>[] = [
  {
    key: 'times',
    header: '时间',
    english: 'Times',
    synonyms:
      '服务时间|活动时间|上课时间|时间安排|具体时间|需求时间|时间段|时段|服务时段|起止时刻|时间要求|time|when|schedule|occurrences|recurrence|具体安排|开展时间|活动安排|具体时间安排|具体时段|开展时段|拟定时间|时间具体安排|开展时间具体安排|活动时段|上课时段|课时安排',
    width: 26,
    example: '每周二16:30-17:30',
  },
  { key: 'date', header: '活动日期', english: 'Date', synonyms: '日期|服务日期|上课日期|dates|day' },
  { key: 'weekday', header: '星期', english: 'Weekday', synonyms: '周几|星期几|周次|每周|weekdays' },
  {
    key: 'startTime',
    header: '开始时间',
    english: 'Start time',
    synonyms: '起始时间|开始时刻|上课开始|start|begin',
  },
  { key: 'endTime', header: '结束时间', english: 'End time', synonyms: '终止时间|结束时刻|finish' },
  {
    key: 'sessionMinutes',
    header: '每次时长',
    english: 'Minutes per session',
    synonyms:
      '时长|单次时长|课时|课时长度|每次时间|服务时长|活动时长|每节时长|duration|minutes|length|session minutes|每次课时|每次活动时长|每次活动时间|每节课时|单次课时',
    width: 12,
    example: '60分钟',
  },
  {
    key: 'weeklyMinutes',
    header: '每周时长',
    english: 'Minutes per week',
    synonyms: '每周分钟|周时长|每周工作量|weekly minutes|minutes a week|weekly',
    width: 12,
  },
  {
    key: 'period',
    header: '期限',
    english: 'Period',
    synonyms: '起止时间|起止日期|服务期限|服务周期|周期|期间|服务期|学期|实施时间|term|date range',
    width: 24,
    example: '2026-09-01至2027-01-17',
  },
  {
    key: 'periodFrom',
    header: '开始日期',
    english: 'From',
    synonyms: '起始日期|开始|起|自|start date|from date|period from|begins',
  },
  {
    key: 'periodTo',
    header: '结束日期',
    english: 'To',
    synonyms: '终止日期|结束|止|至|end date|to date|period to|ends|until',
  },
];
