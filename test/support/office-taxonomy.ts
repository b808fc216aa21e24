import { TAXONOMY } from '../../src/demo/items/taxonomy';
import { newId } from '../../src/platform/ids';
import type { TestApp } from './app';
import type { World } from './world';

/** The categories and skills of a whole district beside the few of the world, and one school more: 东湖实验小学. */
export async function addOfficeTaxonomy(house: TestApp, world: World): Promise<void> {
  const sql = (text: string, params: unknown[]) => house.database.reader.query(text, params);
  await sql(
    `INSERT INTO school (id, district_id, name, stages, version, created_at) VALUES ($1, $2, '东湖实验小学', '{小学}', 1, now())`,
    [newId(), world.district],
  );
  for (const [name, { en, skills }] of Object.entries(TAXONOMY)) {
    const [known] = await sql(`SELECT id FROM category WHERE district_id = $1 AND name = $2`, [world.district, name]);
    const category = known?.id ?? newId();
    if (!known)
      await sql(
        `INSERT INTO category (id, district_id, name, name_en, position, version) VALUES ($1, $2, $3, $4, 9, 1)`,
        [category, world.district, name, en],
      );
    for (const [skill, english, synonyms] of skills) {
      await sql('UPDATE skill SET synonyms = $3 WHERE district_id = $1 AND name = $2', [
        world.district,
        skill,
        synonyms,
      ]);
      await sql(
        `INSERT INTO skill (id, district_id, category_id, name, name_en, synonyms, version)
         SELECT $1, $2, $3, $4, $5, $6, 1
         WHERE NOT EXISTS (SELECT 1 FROM skill WHERE district_id = $2 AND name = $4)`,
        [newId(), world.district, category, skill, english, synonyms],
      );
    }
  }
}
