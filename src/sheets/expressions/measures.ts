/** Telephone numbers, distances and coordinates. */
import { number, squeeze, tidy } from './text';
import { type Understood, refused, understood } from './types';

/** One telephone number as digits: 11 for a mobile, area code and number for a landline; the extension after `-`. */
export function parsePhone(input: string | number): Understood<string> {
  const text = tidy(String(input)).replace(/^(电话|手机|tel|联系电话|mobile)[:.]?\s*/i, '');
  const bad = (code: string, more: Record<string, string | number> = {}): ReturnType<typeof refused> =>
    refused(code, 'expected_phone', { value: text.slice(0, 40), ...more });
  if (/[、,;/]|\d{7,} ?或|\d{11} +1\d{10}/.test(text)) return bad('several_phones');
  const extension = /^(.*?)(?:转|-|ext\.?|分机) ?(\d{1,5})$/i.exec(text);
  const whole = text
    .replace(/^\((\+?86)\)/, '$1')
    .replace(/^(\+|00)86[- ]?|^86[- ]?(?=1[3-9])/, '')
    .replace(/[ ()-]|(?<=\d)\.(?=\d)/g, '')
    .replace(/^0(?=1[3-9]\d{9}$)/, '');
  if (/^1[3-9]\d{9}$/.test(whole)) return understood(whole);
  if (/^0\d{9,11}$/.test(whole) && !/转|ext|分机/i.test(text)) return understood(whole);
  if (extension) {
    const main = extension[1].replace(/^(\+|00)86[- ]?/, '').replace(/[ ()-]/g, '');
    if (/^0\d{9,11}$|^[2-9]\d{6,7}$/.test(main)) return understood(`${main}-${extension[2]}`);
  }
  if (/^[48]00\d{7}$/.test(whole)) return understood(whole);
  if (/^[2-9]\d{6,7}$/.test(whole)) return understood(whole);
  const digits = whole.replace(/\D/g, '').length;
  return /^\d+$/.test(whole) ? bad('phone_digits', { digits }) : bad('not_a_phone');
}

// 138 0013 8000, +86 139 1234 5678, 0731-88886666转803: a number somewhere in a text.
const WITHIN =
  /(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}(?:(?: ?转| ?分机|-)\d{1,5})?(?!\d)/;

/** Somebody's own number, whatever words stand beside it: 13800000000（微信同号）, 王老师 13800000000. */
export function parseOwnPhone(input: string | number): Understood<string> {
  const phone = parsePhone(input);
  if (phone.ok || typeof input === 'number') return phone;
  const text = tidy(input);
  const found = WITHIN.exec(text);
  if (!found || /\d/.test(text.replace(found[0], ''))) return phone;
  const within = parsePhone(found[0]);
  return within.ok ? understood(within.value, ['only_number']) : phone;
}

/** 张老师 138 0013 8000: a name and its number in one form; a text without a number stays as it is. */
export function tidyContact(text: string): string {
  const plain = tidy(text);
  const found = WITHIN.exec(plain);
  const phone = found && parsePhone(found[0]);
  if (!found || !phone?.ok) return text.trim();
  const before = plain
    .slice(0, found.index)
    .replace(/[ (,、:;/]+$/, '')
    .replace(/ ?(电话|手机|tel|联系电话|手机号)$/i, '');
  const after = plain.slice(found.index + found[0].length).replace(/^[ ),、:;]+/, '');
  return [before, phone.value, after].filter(Boolean).join(' ');
}

/** A column for the number, or (`named`) for whom to ask for as well: 王老师 138 0013 8000. */
export function parseContactPhone(input: string | number, named: boolean): Understood<string> {
  const phone = parsePhone(input);
  if (named && !phone.ok && !/\d{4}/.test(tidy(String(input)))) return understood(String(input).trim().slice(0, 120));
  if (phone.ok || !/^[\p{L} ·.()（）:：]{2,}/u.test(String(input).trim())) return phone;
  const contact = tidyContact(String(input));
  return WITHIN.test(contact) ? understood(contact) : phone;
}

/** Metres a minute; whoever goes by bus or car says nothing of how far. */
const SPEEDS: [RegExp, number][] = [
  [/^(?:步行|走路)/, 4_000 / 60],
  [/^(?:骑车|骑行|自行车|骑自行车)/, 10_000 / 60],
];

/** 步行15分钟, 骑车20分钟以内 in metres; null: it says no such thing. */
function metresOnTheWay(said: string): number | null {
  // 20分钟步行路程
  const text = said.replace(/^(.+?)(步行|走路|骑车|骑行)(?=路程|$|可达)/, '$2$1');
  const way = SPEEDS.find(([word]) => word.test(text));
  const m =
    way &&
    /^的?(?:约|大约)?(\d+|[一二两三四五六七八九十]+|半个?)(分钟?|小时)(?:以内|之内|内|左右|路程|可达|可到)*$/.exec(
      text.replace(way[0], ''),
    );
  if (!way || !m) return null;
  const minutes = (m[1].startsWith('半') ? 0.5 : number(m[1])) * (m[2] === '小时' ? 60 : 1);
  return minutes >= 1 && minutes <= 120 ? Math.round(minutes * way[1]) : null;
}

/** 30分钟车程, 开车半小时以内: how long a ride takes, not how far it goes; null: it says no such thing. */
function minutesByCarOrBus(text: string): number | null {
  if (!/车程|开车|自驾|驾车|坐车|乘车|打车|公交|地铁/.test(text)) return null;
  const m =
    /^(?:约|大约)?(\d+|[一二两三四五六七八九十]+|半个?)(分钟?|个?小时)(?:以内|之内|内|左右|路程|可达|可到)*$/.exec(
      text.replace(/(?:的)?(?:车程|开车|自驾|驾车|坐车|乘车|打车|公交车?|地铁|\/)/g, ''),
    );
  return m && (m[1].startsWith('半') ? 0.5 : number(m[1])) * (m[2].endsWith('小时') ? 60 : 1);
}

const kilometres = (minutes: number, speed: number): number => Math.round((minutes / 60) * speed * 10) / 10;

/** A limit of distance in metres: 5公里, 3000米, 8里, 5km以内; 不限 is null. A bare number takes the column's unit. */
export function parseDistance(input: string | number, unit: 'km' | 'm' | undefined): Understood<number | null> {
  const bad = (code: string): ReturnType<typeof refused> =>
    refused(code, 'expected_distance', { value: String(input).slice(0, 40) });
  const ride = minutesByCarOrBus(squeeze(String(input)));
  if (ride !== null)
    return refused('ride_not_distance', 'expected_distance_of_ride', {
      value: String(input).slice(0, 40),
      car: kilometres(ride, 25),
      bus: kilometres(ride, 15),
    });
  const walked = metresOnTheWay(squeeze(String(input)));
  if (walked !== null) return understood(walked, ['distance_by_speed']);
  // 步行1公里以内 is a distance; 步行 alone, or 公交15分钟, is a way of going there, which has a column of its own.
  const bare = squeeze(String(input)).replace(
    /^(步行|走路|骑车|骑行|自行车|电动车|公交|地铁|开车|自驾|驾车|坐车)(可达|可到|即可|就近)?/,
    '',
  );
  if (
    bare !== squeeze(String(input)) &&
    (bare === '' || /^(约)?[\d一二两三四五六七八九十半个]+(分钟?|小时)(以内|之内|内|左右|路程)*$/.test(bare))
  )
    return refused('way_not_distance', 'expected_distance_and_way', { value: String(input).slice(0, 40) });
  const text = bare
    .replace(/^(约|最多|不超过|方圆|半径|周边|附近|within|upto)/, '')
    .replace(/(?<=.)\((?:步行|走路|骑车|骑行|自行车|电动车|公交|地铁|开车|自驾|驾车|坐车)\)$/, '')
    .replace(
      /(?<=[一二两三四五六七八九])点([一二三四五六七八九])(?=公里|千米)/,
      (_, part: string) => `.${number(part)}`,
    )
    .replace(/^[一二两三四五六七八九](?=\.)/, (whole) => String(number(whole)))
    .replace(/(?<=.)(均可|都可以|都行)$/, '')
    .replace(/(以内|之内|内|左右|范围|范围内|方圆)$/, '')
    .replace(/(以内|之内|内|范围)$/, '');
  if (
    /^(不限|无限制?|无要求|没有要求|都可以|都行|均可|任意|全区|全市|全区各校|区内|本区|不出区|远近(?:均可|都行|不限)?|unlimited|nolimit|any)$/.test(
      text,
    )
  )
    return understood(null);
  // 3-5公里: as a limit, the upper end.
  const range = /^(\d+(?:\.\d+)?)(?:公里|千米|km|米|m|里)?-(\d+(?:\.\d+)?)(公里|千米|km|米|m|里)?$/.exec(text);
  if (range && Number(range[1]) < Number(range[2])) {
    const upper = parseDistance(`${range[2]}${range[3] ?? ''}`, unit);
    return upper.ok ? understood(upper.value, ['upper_end']) : upper;
  }
  const m = /^(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(公里|千米|km|米|m|华里|里)?(?:(?<=里)(半)|(?<=里)路)?$/.exec(
    text,
  );
  if (!m) return bad('not_a_distance');
  const scale =
    { 公里: 1000, 千米: 1000, km: 1000, 米: 1, m: 1, 华里: 500, 里: 500 }[m[2] ?? ''] ??
    (unit ? { km: 1000, m: 1 }[unit] : null);
  if (scale === null) return bad('unit_missing');
  const metres = Math.round((number(m[1]) + (m[3] ? 0.5 : 0)) * scale);
  return metres > 0 && metres <= 500_000 ? understood(metres) : bad('out_of_range');
}

/** 114.5149,38.0428 or 38.0428, 114.5149 within China: the larger is the longitude. */
export function parsePoint(input: string | number): Understood<{ latitude: number; longitude: number }> {
  const m = /^(?:经度|东经|e)?[:]?(\d{1,3}(?:\.\d+)?)°?[,;/ ](?:纬度|北纬|n)?[:]?(\d{1,3}(?:\.\d+)?)°?$/i.exec(
    tidy(String(input)).replace(/, /g, ','),
  );
  const [a, b] = m ? [Number(m[1]), Number(m[2])] : [NaN, NaN];
  const longitude = Math.max(a, b);
  const latitude = Math.min(a, b);
  if (!(longitude >= 70 && longitude <= 140 && latitude >= 0 && latitude <= 56))
    return refused('not_a_point', 'expected_point', { value: String(input).slice(0, 40) });
  return understood({ latitude, longitude });
}
