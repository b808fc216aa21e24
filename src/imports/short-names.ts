/** Names as an office shortens them: 二小 for 第二小学, 东湖实小 for 东湖实验小学, 心理 for 心理·谈心. Taken only where one row alone can be meant. */
import { type Named, nameKey } from './name-key';

const NUMERALS = '零一二三四五六七八九十';
const chinese = (digits: string): string => {
  const n = Number(digits);
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? NUMERALS[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 || n === 0 ? NUMERALS[ones] : ''}`;
};

/** Longer words first: 初级中学 and 初中 are one, but neither is 中学. */
const SHORTENED: [RegExp, string][] = [
  // 第二小学校 is 第二小学, and 第一中学校 第一中学.
  [/(?<=小学|中学|初中|高中)校$/g, ''],
  [/\d{1,2}/g, ''],
  [/第(?=[一二三四五六七八九十])/g, ''],
  [/初级中学|初中/g, '初'],
  [/高级中学|高中/g, '高'],
  [/中学/g, '中'],
  [/小学/g, '小'],
  [/实验/g, '实'],
  [/幼儿园/g, '幼'],
  [/外国语/g, '外'],
  [/附属/g, '附'],
  [/学校/g, '校'],
];

/** A school in the shortest words that still tell it from others. */
export function schoolForm(name: string): string {
  return SHORTENED.reduce(
    (text, [pattern, short]) => text.replace(pattern, (found) => short || (/\d/.test(found) ? chinese(found) : '')),
    nameKey(name),
  );
}

export interface ShortNames {
  find(name: string): Named | undefined;
}

/** Schools by their shortened names, with or without the place: 东湖区第二小学, 第二小学, 二小. */
export class ShortSchools implements ShortNames {
  private readonly schools: { row: Named; form: string }[] = [];
  private readonly found = new Map<string, Named | undefined>();
  private readonly place: RegExp;

  constructor(districtName: string) {
    const bare = districtName.replace(/[区县市]$/, '').replace(/[^\p{L}\p{N}]/gu, '');
    this.place = new RegExp(
      `^(?:[^省市]{2,4}省)?(?:[^省市]{2,4}市)?${bare ? `(?:${bare}[区县市]?)?` : ''}(?=.{2})`,
      'u',
    );
  }

  add(row: Named): void {
    this.schools.push({ row, form: this.form(row.name) });
  }

  find(name: string): Named | undefined {
    // The main building of a school is that school.
    const bare = name.trim().replace(/[(（](?:本部|校本部|总校)[)）]$/, '');
    if (!this.found.has(name)) this.found.set(name, this.search(this.form(bare)));
    return this.found.get(name);
  }

  private form(name: string): string {
    return schoolForm(nameKey(name).replace(this.place, ''));
  }

  private search(typed: string): Named | undefined {
    if (typed.length < 2) return undefined;
    // 实小 could be 桥东实小 as well, but 二小 is never 十二小.
    const meant = this.schools.filter(
      ({ form }) => form.endsWith(typed) && !NUMERALS.includes(form.at(-typed.length - 1) ?? ' '),
    );
    const ids = new Set(meant.map(({ row }) => row.id));
    return ids.size === 1 && meant.some(({ form }) => form === typed) ? meant[0].row : undefined;
  }
}

/** Categories by one of their two names. */
export class ShortCategories implements ShortNames {
  private readonly parts = new Map<string, Named | null>();

  add(row: Named): void {
    const parts = row.name.split(/[·•・/、]/).map(nameKey);
    for (const part of parts.length > 1 ? parts : []) {
      const known = this.parts.get(part);
      this.parts.set(part, known === undefined || known?.id === row.id ? row : null);
    }
  }

  find(name: string): Named | undefined {
    return this.parts.get(nameKey(name)) ?? undefined;
  }
}
