import { useTranslation } from 'react-i18next';
import type { Fault } from '@/api/problem';
import { fDay } from '@/i18n/format';
import { idOf } from '@/ui/field';

/** Sentences by the name of their field. */
export type Faults = Record<string, string>;

/** Days in a parameter read as the rest of the page. */
const said = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? fDay(value) : value;

/** The sentence for a fault the server found. */
export function useFaultText(): (fault: Fault) => string {
  const { t, i18n } = useTranslation();
  return ({ code, params = {} }) => {
    const key = `fault.${code}`;
    const facts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, said(value)]));
    return i18n.exists(key) ? t(key, facts) : t('fault.shape');
  };
}

/**
 * The field on the page that a pointer of the server means: the one whose name says most of it (`/settings/hours/stars/2`
 * is `hours-stars`), else the first inside what it names. `names`: what this form calls a field of the API, or a part of
 * one (`availability/weekly`), by another name, or where it stands when the form does not ask for it. Without a field on the page, the pointer itself.
 */
export function fieldOf(pointer: string, names: Record<string, string> = {}): string {
  const parts = pointer.split('/').slice(1);
  const paths = parts.flatMap((_, left) => {
    const path = parts.slice(0, parts.length - left);
    return path.length > 1 ? [path, path.slice(1)] : [path];
  });
  for (const path of paths) {
    if (document.getElementById(idOf(path.join('-')))) return path.join('-');
    const named = names[path.join('/')];
    if (named) return named;
  }
  for (const path of paths) {
    const inside = document.querySelector(`[id^="${CSS.escape(idOf(path.join('-')))}-"]:is(input, select, textarea)`);
    if (inside) return inside.id.slice(idOf('').length);
  }
  return pointer;
}
