/** How names and telephone numbers are kept, and by what two of them are told to be one person's. */
import { parsePhone } from '../sheets/expressions/measures';

const HAN = '[\\u3005\\u3007\\u3400-\\u9fff\\u{20000}-\\u{3ffff}]';
const PADDING = new RegExp(`(?<=${HAN})\\s+(?=${HAN})`, 'gu');
const REMARKS = /([^])(?:[ \t\n\r]*[(【〔[][^)】〕\]]*[)】〕\]])+$/u;

/** 王　建国, padded to the width of other names on a form, is 王建国; the blanks of a name in letters stay, one at a place. */
export const tidyName = (name: string): string => name.trim().replace(PADDING, '').replace(/\s+/g, ' ');

/** A name without what is remarked behind it: 李秀兰（退休） is 李秀兰. */
export const bareName = (name: string): string => name.normalize('NFKC').trim().replace(REMARKS, '$1');

/** By which two names are one: without padding and remarks. The database has the same as `person_key`; a test compares them. */
export const personKey = (name: string): string => tidyName(bareName(name));

/** By which two telephone numbers are one: digits, the country's code left out. The database has it as `phone_key`. */
export const phoneKey = (phone: string | null | undefined): string =>
  (phone ?? '').replace(/[^0-9]/g, '').replace(/^(?:(?:00)?86|0)(?=1[3-9][0-9]{9}$)/, '');

/** A number in the form it is kept in: 13911110001, 027-87654321, 0731-88886666-803; what is none of these as it was typed. */
export function tidyPhone(phone: string): string {
  const read = parsePhone(phone);
  return read.ok ? read.value.replace(/^(0(?:10|2\d|[3-9]\d{2}))(?=\d{7,8}(?:-|$))/, '$1-') : phone.trim();
}
