import type { Expression } from './setting';

/** People and their papers in the forms of ./handed-in-times. */
export const HANDED_PHONES: Expression[] = [
  ['13800138000、13900139000', '!several_phones'],
  ['138-0013-8000', '13800138000'],
  ['138 00138000', '13800138000'],
  ['+86-13800138000', '13800138000'],
  ['（+86）13800138000', '13800138000'],
  ['1380013800', '!phone_digits'],
  ['138001380000', '!phone_digits'],
  [13800138000, '13800138000'],
  ['021-12345678', '02112345678'],
  ['0311-8765432', '03118765432'],
  ['87654321', '87654321'],
  ['87654321-8012', '87654321-8012'],
  ['同上', '!not_a_phone'],
  ['微信 wx12345', '!not_a_phone'],
  ['13800138000（儿子）', '13800138000'],
  ['老伴13800138000', '13800138000'],
  ['12345678901', '!phone_digits'],
  ['1 3 8 0 0 1 3 8 0 0 0', '13800138000'],
  ['l3800138000', '!not_a_phone'],
];

export const HANDED_CONSENTS: Expression[] = [
  ['已签（2026.9.1）', 'true/2026-09-01'],
  ['9月1日已签', 'true/2026-09-01'],
  ['√ 2026-09-01', 'true/2026-09-01'],
  ['未签，9月1日补', '!not_a_consent'],
  ['待签', '!not_a_consent'],
  ['已通知', '!not_a_consent'],
  ['部分同意', '!not_a_consent'],
  ['不同意', 'false/-'],
  ['家长不同意', 'false/-'],
  ['待补', '!not_a_consent'],
];

export const HANDED_PLACES: Expression[] = [
  ['本校', 'school/-'],
  ['线上线下均可', '!vague'],
  ['学校或线上', '!vague'],
  ['区图书馆', 'other/区图书馆'],
  ['学校图书馆', 'school/学校图书馆'],
  ['线上（腾讯会议）', 'online/线上（腾讯会议）'],
  ['3号楼报告厅', 'school/3号楼报告厅'],
  ['学生家中', 'other/学生家中'],
  ['心理辅导室', 'school/心理辅导室'],
];

export const HANDED_MODES: Expression[] = [
  ['线上线下均可', 'onsite,online'],
  ['线上+线下', 'onsite,online'],
  ['线上线下结合', 'onsite,online'],
  ['线下为主', '!unknown_word'],
  ['以线下为主', '!unknown_word'],
  ['线上或线下', 'onsite,online'],
  ['可线上', '!unknown_word'],
  ['面对面', 'onsite'],
  ['视频', 'online'],
];

export const HANDED_LIMITS: Expression[] = [
  ['同时2所', '2'],
  ['一个', '1'],
  ['2-3所学校', '3'],
  ['只能1个', '1'],
];

export const HANDED_BIRTHS: Expression[] = [
  ['1955-03-12', '1955'],
  ['1955.3', '1955'],
  ['1955年生', '1955'],
  ['68', '1968'],
  ['五五年', '!not_a_year'],
  ['1955/3/12', '1955'],
  [20155, '1955'],
  ['属羊', '!not_a_year'],
  ['七十', '1956'],
  ['70多岁', '!not_a_year'],
  ['1855', '!not_a_year'],
  ['19550312', '1955'],
  ['2055', '!not_a_year'],
];

export const HANDED_YES: Expression[] = [
  ['/', '!unknown_word'],
  ['是/否', '!unknown_word'],
  ['□是 ☑否', 'false'],
  ['☑是 □否', 'true'],
  ['需', 'true'],
];

export const HANDED_PRIORITIES: Expression[] = [
  ['急', '1'],
  ['非常急', '1'],
  ['★★★', '!unknown_word'],
  ['A', '!unknown_word'],
  ['高（留守儿童）', '!unknown_word'],
];

export const HANDED_CARE: Expression[] = [
  ['留守', 'left_behind'],
  ['三困、留守', 'three_difficulties,left_behind'],
  ['学困生5人，留守儿童3人', '!unknown_word'],
];

export const HANDED_FORMS: Expression[] = [
  ['讲座/工作坊', 'lecture,workshop'],
  ['结对', 'one_to_one'],
  ['班级系列课', 'class_series'],
  ['小班课、讲座', 'lecture,class_series'],
];

export const HANDED_HOLIDAYS: Expression[] = [
  ['寒暑假不行', 'off'],
  ['只有假期', 'only'],
  ['暑假可以', '!unknown_word'],
  ['寒假不行，暑假可以', '!unknown_word'],
  ['假期有空', '!unknown_word'],
];

export const HANDED_CLEARANCES: Expression[] = [
  ['有效', '!date_missing'],
  ['2026-03-05（有效期一年）', '-/2026-03-05/2027-03-04'],
  ['2027-03-05到期', '-/-/2027-03-05'],
  ['2027年9月查询', '!date_missing'],
  ['不合格 2026-03-05', '!not_understood'],
  ['2026-03-05 未通过', '!not_understood'],
];
