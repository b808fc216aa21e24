/** How many: 40人左右, 约40人, 三名, 1-2人, 至少2人, 2人以上. */
import { NUMBER, number, tidy } from './text';
import { type Understood, refused, understood } from './types';

export interface Count {
  /** null: only one number was said. */
  minimum: number | null;
  wanted: number;
  approximate: boolean;
}

const UNIT =
  '(?:余|多|来)?(?:人次|人|名|位|个|员|份|件|本|套|册|台|张|盒|箱|支|只|把|people|persons?|pupils?|students?|volunteers?|pcs|pieces)?';
const NOUN =
  '(?:左右|上下|以内|之内|(?:五老|老教师|退休教师|退休|大学生|社区)?(?:志愿者|志愿|教师|老师|讲师|导师|教练|辅导员|评委|专家|干部|学生|同学|孩子|儿童|小朋友|家长|青年教师|老人|五老|人员|代表|队员|伙伴|师生|主讲|助教|助手|主持人?|社区干部|干部|法官|检察官|民警|医生|律师|工匠|劳模|校外辅导员|心理咨询师|咨询师)?)';
const ONE = new RegExp(
  `^(?:共|合计|总计|计|需要?|拟|招募|邀请|预计|参加人数|人数)?:?(约|大约|大概|近|不足|将近|about|approx\\.?|~)?(至少|不少于|最少|最低|不低于|最多|不超过|至多|限|at ?least|at ?most|up ?to|min|max)?(${NUMBER})(余|多|来)?${UNIT}(?:-|至|到)?(${NUMBER})?(余|多)?${UNIT}(左右|上下|以上|以下|以内|之内|内|及以上|起|\\+)?${NOUN}(左右)?$`,
  'i',
);

/** Nobody writes longer of how many; a cell of thousands of digits would be tried at every place. */
const LONGEST_COUNT = 200;

// 每个年级1人: of what number nobody has said.
const EACH = /每个?(?:年级|组|小组|天|日|周)|^各(?=[\d一二三四五六七八九十两])/;
const PEOPLE = '(?:师生|学生|同学|孩子|儿童|家长|青年教师|教师|老师|男生?|女生?|五老|志愿者|村民|居民)';
// 学生40人，家长40人 · 语文1人，数学1人 · 一年级40人，二年级35人
const PEOPLE_AND = /^(?!.*[每各共计至最约])[\p{L}]{1,8}?(?:\d+(?:余|多)?[人名位]|:\d+)$/u;
// 男1女2 · 2男3女 · 男生20人女生18人
const MEN_AND_WOMEN = [
  /^男[生性]?:?(\d{1,4})[人名位]?[,、和]?女[生性]?:?(\d{1,4})[人名位]?$/,
  /^女[生性]?:?(\d{1,4})[人名位]?[,、和]?男[生性]?:?(\d{1,4})[人名位]?$/,
  /^(\d{1,4})[名位]?男[生性]?[,、和]?(\d{1,4})[名位]?女[生性]?$/,
];
// 1主2辅 · 一名主讲两名助教
const LEAD_AND_HELP =
  /^(\d{1,2}|[一二两三])[名位个人]?主(?:讲人?|教|带|持)?[,、+和]?(\d{1,2}|[一二两三四五])[名位个人]?(?:辅|助|副)(?:导|教|讲|手)?$/;
// 两三名 is two or three; of 三五人 and 二三十人 nobody knows more.
const ABOUT = /[一二两三四五六七八九]{2}(?:[十百千]|(?=[人名位个]|$))/;
const TWO_OR_THREE = /^约?([一二两三四五六七八]|\d(?=、))、?([二三四五六七八九]|\d)[人名位个]?(?:左右)?$/;

/** A count of people or things within 1 … `most`. A range's lower end is the minimum. */
export function parseCount(input: string | number, most: number): Understood<Count> {
  const bad = (code: string, more: Record<string, string | number> = {}): ReturnType<typeof refused> =>
    refused(code, 'expected_count', { value: String(input).slice(0, 40), most, ...more });
  const settle = (minimum: number | null, wanted: number, approximate: boolean): Understood<Count> => {
    if (!Number.isInteger(minimum ?? 1) || !Number.isInteger(wanted)) return bad('not_a_count');
    if (minimum !== null && wanted < minimum) return bad('ends_before_start');
    if (wanted < 1 || (minimum ?? 1) < 1 || wanted > most) return bad('out_of_range');
    return understood({ minimum, wanted, approximate }, approximate ? ['approximate'] : []);
  };
  if (typeof input === 'number') return settle(null, input, false);
  if (input.length > LONGEST_COUNT) return bad('not_a_count');
  const said = tidy(input)
    .replace(/[ ,](?=\d{3}(\D|$))/g, '')
    .replace(/ /g, '')
    .replace(/^[≥>]=?(?=\d)/, (sign) => (sign === '>' ? sign : '至少'))
    .replace(/^(?:≤|<=)(?=\d)/, '不超过');
  const either = TWO_OR_THREE.exec(said);
  if (either && number(either[1]) + 1 === number(either[2])) return settle(number(either[1]), number(either[2]), false);
  if (ABOUT.test(said)) return bad('vague');
  const mixed = MEN_AND_WOMEN.map((pattern) => pattern.exec(said)).find((found) => found);
  if (mixed) return settle(null, Number(mixed[1]) + Number(mixed[2]), false);
  const led = LEAD_AND_HELP.exec(said);
  const together = led && number(led[1]) + number(led[2]);
  // One without the other is of no use.
  if (together) return settle(together, together, false);
  // A line is of one school, so that 每校2人 is two.
  const school = said.replace(
    /^每(?:所|个)?(?:学)?校(?:各|需要?|约)?(?=[\d一二两三四五六七八九十])|\(每(?:所|个)?(?:学)?校\)$|\/(?:每)?(?:所)?(?:学)?校$/,
    '',
  );
  if (school !== said) {
    const own = parseCount(school, most);
    return own.ok ? understood(own.value, [...own.notes, 'per_school']) : own;
  }
  const better =
    /^(?:至少|最少|不少于)(\d+|[一二三四五六七八九十两])[人名位][,、;]?(?:最好|最多|至多|不超过)(\d+|[一二三四五六七八九十两])[人名位]$/.exec(
      said,
    );
  if (better) return settle(number(better[1]), number(better[2]), false);
  const eachOf = /^(男女|[\p{L}]{1,6}(?:[、和及][\p{L}]{1,6}){1,5})各(\d{1,3}|[一二两三四五])[人名位]$/u.exec(said);
  if (eachOf) {
    const kinds = eachOf[1] === '男女' ? 2 : eachOf[1].split(/[、和及]/).length;
    return settle(null, kinds * number(eachOf[2]), false);
  }
  const ofEach =
    /^每(?:个)?([班组])(?:约)?(\d{1,3})[人名位][,、;]?共(\d{1,3}|[一二两三四五六七八九十]+)(?:个)?\1$/.exec(said);
  if (ofEach) return settle(null, Number(ofEach[2]) * number(ofEach[3]), false);
  if (EACH.test(said)) return refused('per_each', 'expected_total', { value: said.slice(0, 60), most });
  const groups =
    /^(\d+|[一二三四五六七八九十两])[人名位](?:为)?[一1]组[,、;]?(?:共|分)?(\d+|[一二三四五六七八九十两])(?:个)?组$/.exec(
      said,
    );
  if (groups) return settle(null, number(groups[1]) * number(groups[2]), false);
  // 3人(男2女1) must add up.
  const sexes = /^(.+?)\([男女](\d+)(?:[人名位])?[,、]?[男女](\d+)(?:[人名位])?\)$/.exec(said);
  if (sexes) {
    const all = parseCount(sexes[1], most);
    if (!all.ok) return all;
    return all.value.wanted === Number(sexes[2]) + Number(sexes[3])
      ? understood(all.value, [...all.notes, 'count_remark'])
      : bad('contradictory_count');
  }
  // 三年级全体(约160人): the number stands in the brackets; 160(4个班) has it before them.
  const inside = /^[^\d()]+\(((?:共|约|共约)?[\d一二三四五六七八九十百]+(?:余|多)?人(?:左右)?)\)$/.exec(said);
  if (inside && !/每|各/.test(said)) return parseCount(inside[1], most);
  const classesBehind = /^(.+)\((?:共|来自)?[\d一二三四五六七八九十]+个班\)$/.exec(said);
  if (classesBehind && !/每|班/.test(classesBehind[1])) return parseCount(classesBehind[1], most);
  // 5人(可增加), 2名(女): the number stands, the remark goes into the notes.
  const remark = /^(.*[\d一二三四五六七八九十百两][^()]*)\(([^()]+)\)$/.exec(said);
  if (remark && !/[\d一二两三四五六七八九十百每]|若干|不定|待定|左右|上下|以/.test(remark[2])) {
    const bare = parseCount(remark[1], most);
    return bare.ok ? understood(bare.value, [...bare.notes, 'count_remark']) : bare;
  }
  if (/\/每?个?班$/.test(said)) return refused('per_class', 'expected_total', { value: said.slice(0, 40), most });
  const product = /^(\d{1,4})(?:[人名位]|个?班)?[×xX*](\d{1,3})(?:个?班|[人名位])?(?:=(\d{1,6}))?(?:人|名|位)?$/.exec(
    said,
  );
  if (product) {
    const total = Number(product[1]) * Number(product[2]);
    return product[3] && Number(product[3]) !== total ? bad('contradictory_count') : settle(null, total, false);
  }
  const text = said
    .replace(/^(?:全校|全年级|全班|全园|全体)(?:师生|学生)?(?:共|约|共约)?(?=[\d一二三四五六七八九十百千])/, (whole) =>
      whole.includes('约') ? '约' : '',
    )
    .replace(new RegExp(`^${PEOPLE}(?:共|总共)?(?=约?[\\d一二三四五六七八九十百])`), '')
    .replace(/[,;]?(?:人数)?可(?:适当)?(?:增减|增加|调整)$/, '')
    .replace(/(?:即可|就行|就可以?|足够|足矣)$/, '')
    .replace(/^每[次场](?:约)?(?=[\d一二三四五六七八九十两])|\/[次场]$/g, '')
    .replace(/[()。.]+$/g, '')
    .replace(/[(]/g, '');
  const listed = said.split(/[,、;和]/);
  const sum =
    listed.length > 1 && listed.every((part) => PEOPLE_AND.test(part))
      ? listed.map((part) => part.replace(/^\p{L}+?:?(?=\d)/u, ''))
      : text.split('+');
  if (sum.length > 1 && sum.length <= 5 && sum.every((part) => part !== '')) {
    const parts = sum.map((part) => parseCount(part, most));
    let minimum = 0;
    let wanted = 0;
    for (const part of parts) {
      if (!part.ok) return bad('not_a_count');
      minimum += part.value.minimum ?? part.value.wanted;
      wanted += part.value.wanted;
    }
    return settle(minimum, wanted, false);
  }
  const each = new RegExp(`^(?:共)?(?:(${NUMBER})个班,?)?每(?:个)?班(?:约)?(${NUMBER})(?:人|名)$`).exec(text);
  if (each) {
    if (!each[1]) return refused('per_class', 'expected_total', { value: text.slice(0, 40), most });
    return settle(null, number(each[1]) * number(each[2]), false);
  }
  const classes = new RegExp(`^${NUMBER}个(?:班|年级)[,、:]?(?:共|约|合计)?(.+)$`).exec(text);
  const m = ONE.exec(classes ? text.replace(/^.+?个(?:班|年级)/, '').replace(/^[,、:]/, '') : text);
  if (!m)
    return bad(
      /若干|个?班$|^\d+组$|多名|数名|几|不限|不定|全|一些|[上数]百|团队|队伍|some|several/i.test(text)
        ? 'vague'
        : 'not_a_count',
    );
  const [, about, bound, firstText, firstMore, secondText, secondMore, tail, , near] = m;
  const first = number(firstText);
  const approximate =
    Boolean(about ?? firstMore ?? secondMore ?? near) || /左右|上下/.test(`${tail ?? ''}${text.slice(-2)}`);
  if (Number.isNaN(first)) return bad('not_a_count');
  if (secondText === undefined && /(?:-|至|到)$/.test(text)) return bad('not_a_count');
  if (secondText !== undefined) {
    if (!/-|至|到/.test(text)) return bad('not_a_count');
    return settle(first, number(secondText), approximate);
  }
  if (bound && /多|超|至多|限|most|up|max/i.test(bound) && !/少/.test(bound)) return settle(1, first, approximate);
  if (tail && /以下|内/.test(tail)) return settle(1, first, approximate);
  const least = Boolean(bound) || /以上|起|\+/.test(tail ?? '');
  return settle(least ? first : null, first, approximate);
}
