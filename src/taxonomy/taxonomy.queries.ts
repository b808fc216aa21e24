import type { Tx } from '../platform/database/database';
import type { ProgrammeDto, TaxonomyDto } from './taxonomy.dto';

const WORD = (alias: string): string =>
  `'id', ${alias}.id, 'name', ${alias}.name, 'nameEn', ${alias}.name_en, 'synonyms', ${alias}.synonyms, 'mergedInto', ${alias}.merged_into, 'version', ${alias}.version`;

const PROGRAMME = `jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en, 'categoryId', p.category_id,
  'template', p.template, 'retiredAt', p.retired_at, 'version', p.version)`;

/** Categories with their skills, those that were merged, and programmes, in one statement. */
export async function taxonomyOf(tx: Tx, districtId: string): Promise<TaxonomyDto> {
  const [row] = await tx.query(
    `SELECT
       (SELECT coalesce(jsonb_agg(jsonb_build_object(${WORD('c')}, 'skills',
          (SELECT coalesce(jsonb_agg(jsonb_build_object(${WORD('s')}) ORDER BY s.name), '[]') FROM skill s WHERE s.category_id = c.id))
          ORDER BY c.position, c.name), '[]') FROM category c WHERE c.district_id = $1 AND c.merged_into IS NULL) AS categories,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(${WORD('c')}) ORDER BY c.name), '[]')
        FROM category c WHERE c.district_id = $1 AND c.merged_into IS NOT NULL) AS "mergedCategories",
       (SELECT coalesce(jsonb_agg(${PROGRAMME} ORDER BY p.retired_at IS NOT NULL, p.name), '[]') FROM programme p WHERE p.district_id = $1) AS programmes`,
    [districtId],
  );
  return row;
}

/** One programme of the district, or null. */
export async function programmeById(tx: Tx, districtId: string, id: string): Promise<ProgrammeDto | null> {
  const [row] = await tx.query(`SELECT ${PROGRAMME} AS found FROM programme p WHERE p.district_id = $1 AND p.id = $2`, [
    districtId,
    id,
  ]);
  return row?.found ?? null;
}

/** Lets one change of the district's words follow the other: which names are taken is decided once. */
export async function lockWords(tx: Tx, districtId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('taxonomy:' || $1, 0))`, [districtId]);
}

/**
 * Categories and skills that were merged, and into which. Nobody merges another until the transaction ends: who is about
 * to write lines that name them is waited for.
 */
export async function mergedWords(tx: Tx, districtId: string): Promise<Map<string, string>> {
  const rows: { id: string; into: string | null }[] = await tx.query(
    `WITH words AS (SELECT id, merged_into FROM category WHERE district_id = $1 FOR KEY SHARE),
       skills AS (SELECT id, merged_into FROM skill WHERE district_id = $1 FOR KEY SHARE)
     SELECT id, merged_into AS into FROM words UNION ALL SELECT id, merged_into FROM skills`,
    [districtId],
  );
  return new Map(rows.flatMap(({ id, into }) => (into ? [[id, into] as const] : [])));
}

/** Which of the words a draft names there are, and are not merged. */
export async function knownWords(
  tx: Tx,
  districtId: string,
  categoryId: string,
  programmeId: string | null,
  skills: string[],
): Promise<{ category: boolean; programme: 'used' | 'retired' | null; skills: string[] }> {
  const [row] = await tx.query(
    `WITH category_named AS (SELECT id FROM category WHERE district_id = $1 AND id = $2 AND merged_into IS NULL FOR KEY SHARE),
       skill_named AS (SELECT id FROM skill WHERE district_id = $1 AND id = ANY($4) AND merged_into IS NULL ORDER BY id FOR KEY SHARE)
     SELECT EXISTS (SELECT FROM category_named) AS category, ARRAY(SELECT id FROM skill_named) AS skills,
       (SELECT CASE WHEN retired_at IS NULL THEN 'used' ELSE 'retired' END FROM programme WHERE district_id = $1 AND id = $3) AS programme`,
    [districtId, categoryId, programmeId, skills],
  );
  return row;
}

/** Of these words, those that another category (or another skill) has as its name or a synonym; a merged row's go with the one it went into. */
export async function takenWords(
  tx: Tx,
  districtId: string,
  kind: 'category' | 'skill',
  words: string[],
  except: string | null,
): Promise<Set<string>> {
  const rows: { word: string }[] = await tx.query(
    `SELECT DISTINCT w.word FROM ${kind} k CROSS JOIN LATERAL unnest(k.name || k.synonyms) w(word)
     WHERE k.district_id = $1 AND w.word = ANY($2) AND ($3::uuid IS NULL OR k.id <> $3 AND k.merged_into IS DISTINCT FROM $3)`,
    [districtId, words, except],
  );
  return new Set(rows.map(({ word }) => word));
}
