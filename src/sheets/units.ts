/** Units that stand in brackets behind a header: 时长（分钟）, travel limit (km). */

export function durationUnit(text: string): 'minutes' | 'hours' | 'lessons' | undefined {
  if (/分钟?|min/i.test(text)) return 'minutes';
  if (/小时|hour|^h$/i.test(text)) return 'hours';
  return /课时|节|lesson/i.test(text) ? 'lessons' : undefined;
}

export function distanceUnit(text: string): 'km' | 'm' | undefined {
  if (/公里|千米|km/i.test(text)) return 'km';
  return /米|^m(et(er|re)s?)?$/i.test(text) ? 'm' : undefined;
}
