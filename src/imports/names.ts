/** Names in cells → rows of the district. What is not known is said, with the nearest names; nothing is created. */
import type { Tx } from '../platform/database/database';
import { type Named, nameKey } from './name-key';
import { ShortCategories, ShortSchools } from './short-names';

const pairs = (text: string): string[] => [...text].map((one, i, all) => one + (all[i + 1] ?? ''));

/** How alike two keys are, 0–1: shared pairs of neighbouring characters (Dice). */
function likeness(a: string, b: string): number {
  const [x, y] = [pairs(a), new Set(pairs(b))];
  const shared = x.filter((pair) => y.has(pair)).length;
  const letters = [...a].filter((one) => b.includes(one)).length;
  return (2 * shared + letters) / (x.length + y.size + [...a].length) + (b.includes(a) || a.includes(b) ? 0.5 : 0);
}

export class NameBook {
  private readonly byKey = new Map<string, Named>();
  private readonly names: string[] = [];

  /** `shortened`: what the same rows are called for short. */
  constructor(private readonly shortened?: ShortSchools | ShortCategories) {}

  /** `others` are further words for the same row: English names, codes, synonyms. */
  add(row: Named, others: string[] = []): void {
    this.names.push(row.name);
    this.shortened?.add(row);
    for (const word of [row.name, ...others]) {
      const key = nameKey(word);
      if (key !== '' && !this.byKey.has(key)) this.byKey.set(key, row);
    }
  }

  find(name: string): Named | undefined {
    return this.byKey.get(nameKey(name));
  }

  /** The one row that this can be short for; the preview says what it was taken for. */
  short(name: string): Named | undefined {
    return this.shortened?.find(name);
  }

  /** The one row whose name stands in a longer text, the longest name first: 滨江街道 in 东湖区滨江街道12号. */
  within(text: string): Named | undefined {
    const key = nameKey(text);
    const found = [...this.byKey].filter(([name]) => name.length >= 2 && key.includes(name));
    const longest = Math.max(0, ...found.map(([name]) => name.length));
    const rows = new Set(found.filter(([name]) => name.length === longest).map(([, row]) => row));
    return rows.size === 1 ? [...rows][0] : undefined;
  }

  /** At most three names that look like this one, best first. */
  near(name: string): string[] {
    const key = nameKey(name);
    return [...new Set(this.names)]
      .map((one) => ({ one, like: likeness(key, nameKey(one)) }))
      .filter(({ like }) => like > 0.25)
      .sort((a, b) => b.like - a.like)
      .slice(0, 3)
      .map(({ one }) => one);
  }
}

export interface Names {
  schools: NameBook;
  categories: NameBook;
  programmes: NameBook;
  skills: NameBook;
  areas: NameBook;
  schoolIds: string[];
}

/** Everything a cell may name in one district, in one statement. */
export async function loadNames(tx: Tx, { id: districtId, name }: Named): Promise<Names> {
  const rows: (Named & { kind: keyof Names; others: string[]; retired: boolean })[] = await tx.query(
    `SELECT 'schools' AS kind, id, name, ARRAY[]::text[] AS others, false AS retired FROM school WHERE district_id = $1 AND closed_on IS NULL
     UNION ALL SELECT 'categories', coalesce(k.merged_into, k.id), coalesce(m.name, k.name), ARRAY[k.name, k.name_en] || k.synonyms, false
       FROM category k LEFT JOIN category m ON m.id = k.merged_into WHERE k.district_id = $1
     UNION ALL SELECT 'programmes', id, name, ARRAY[name_en, code], retired_at IS NOT NULL FROM programme WHERE district_id = $1
     UNION ALL SELECT 'areas', id, name, ARRAY[]::text[], false FROM area WHERE district_id = $1
     UNION ALL SELECT 'skills', coalesce(k.merged_into, k.id), coalesce(m.name, k.name), ARRAY[k.name, k.name_en] || k.synonyms, false
       FROM skill k LEFT JOIN skill m ON m.id = k.merged_into WHERE k.district_id = $1`,
    [districtId],
  );
  const books = {
    schools: new NameBook(new ShortSchools(name)),
    categories: new NameBook(new ShortCategories()),
    programmes: new NameBook(),
    skills: new NameBook(),
    areas: new NameBook(),
  };
  for (const { kind, others, ...row } of rows) if (kind !== 'schoolIds') books[kind].add(row, others);
  return { ...books, schoolIds: rows.filter(({ kind }) => kind === 'schools').map(({ id }) => id) };
}
