/** What a workbook of the resources menu says of the volunteers. */
import type { Column } from '../sheets/columns';
import {
  CONTACT_WAYS,
  GUEST_GROUPS,
  TIERS,
  TRAVEL_MODES,
  VETERAN_GROUPS,
  VOLUNTEER_KINDS,
} from '../sheets/expressions/vocabularies';
import { choicesOf } from '../sheets/expressions/words';

export type VolunteerKey =
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
  | 'wishedSchools';

export const VOLUNTEER_COLUMNS: Column<VolunteerKey>[] = [
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
    choices: choicesOf(VOLUNTEER_KINDS),
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
    choices: choicesOf(VETERAN_GROUPS),
    example: '老教师',
  },
  {
    key: 'guestGroup',
    header: '嘉宾类别',
    english: 'Guest group',
    synonyms: '嘉宾类型|进校园类别|嘉宾身份|guest',
    width: 12,
    choices: choicesOf(GUEST_GROUPS),
  },
  {
    key: 'tier',
    header: '层级',
    english: 'Tier',
    synonyms: '队伍层级|志愿者层级|队伍|分层',
    width: 8,
    choices: choicesOf(TIERS),
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
    choices: choicesOf(TRAVEL_MODES),
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
    choices: choicesOf(CONTACT_WAYS),
  },
  {
    key: 'wishedSchools',
    header: '意向学校',
    english: 'Wished schools',
    synonyms: '希望服务学校|期望学校|愿意服务的学校|意愿学校|wished school|preferred schools',
    width: 16,
  },
];
