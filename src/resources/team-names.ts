/** What stands in the column for the name where it is not one person's: a body, several people, a list of names. */
import { number, tidy } from '../sheets/expressions/text';
import type { VolunteerKind } from '../sheets/expressions/vocabularies';
import { bareName, tidyName } from './person-name';

const BODIES =
  /(?:艺术团|合唱团|舞蹈团|民乐团|宣讲团|报告团|讲师团|志愿团|舞蹈队|腰鼓队|文艺队|宣讲队|志愿队|服务队|大队|中队|支队|协会|学会|委员会|关工委|法院|检察院|公司|医院|党支部|小组|团队)$/;
/** A name may end in these too, if it is short. */
const SHORT_BODIES = /(?:队|团|中心)$/;

const NUMERAL = '(\\d{1,4}|[一二两三四五六七八九十百]+)';
const PEOPLE = new RegExp(`(?:等|\\((?:共|约)?)${NUMERAL}[人名位]`);
const AND_OTHERS = new RegExp(`等${NUMERAL}[人名位].*$`);

/** 张三等3人, 银发艺术团（12人）: how many; null if the name does not say. */
export function peopleInName(name: string): number | null {
  const found = PEOPLE.exec(tidy(name));
  const people = found ? number(found[1]) : NaN;
  return people >= 1 && people <= 1_000 ? people : null;
}

/** What a name says that is no person's: 王老师工作室, 区消防救援大队; null: a person's, as far as it tells. */
export function kindInName(name: string, guest: boolean): VolunteerKind | null {
  const bare = bareName(name).replace(AND_OTHERS, '');
  if (bare.includes('工作室')) return 'studio';
  if (BODIES.test(bare) || (bare.length > 4 && SHORT_BODIES.test(bare))) return guest ? 'guest' : 'team';
  return (peopleInName(name) ?? 1) > 1 ? 'team' : null;
}

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const TWO_SIGNS = /^(?:欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|司徒|端木|南宫)$/;
const LISTED = /^\p{Script=Han}{2,4}(?:老师|同志|校长|教授|主任|书记|医生|师傅)?$/u;
const BESIDE = /^(\p{Script=Han}{2,3}?)(?:\s+|和|与|及)(\p{Script=Han}{2,3})$/u;
const TITLES = /^(?:高工|高级|高校|石匠|金匠|白领)/;

/** 李明、王强 and 李明 王强 are two; 王　建国 and 欧阳 建国 are one. */
export function severalNames(typed: string): boolean {
  const bare = bareName(typed);
  const listed = bare
    .split(/[、,;/&+]/)
    .map((part) => tidyName(bareName(part)))
    .filter(Boolean);
  if (listed.length > 1) return listed.every((part) => LISTED.test(part));
  const beside = BESIDE.exec(bare);
  return (
    beside !== null &&
    beside.slice(1).every((part) => SURNAMES.includes(part[0]) && !TITLES.test(part)) &&
    !TWO_SIGNS.test(beside[1])
  );
}
