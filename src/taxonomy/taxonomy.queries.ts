import type { Tx } from '../platform/database/database';
import type { TaxonomyDto } from './taxonomy.dto';

/** Categories with their skills, and programmes, in one statement. */
export async function taxonomyOf(tx: Tx, districtId: string): Promise<TaxonomyDto> {
  const [row] = await tx.query(
    `SELECT
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'nameEn', c.name_en, 'skills',
          (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'nameEn', s.name_en, 'synonyms', s.synonyms,
                    'mergedInto', s.merged_into, 'version', s.version) ORDER BY s.name), '[]')
           FROM skill s WHERE s.category_id = c.id)) ORDER BY c.position, c.name), '[]') FROM category c WHERE c.district_id = $1) AS categories,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'nameEn', p.name_en, 'template', p.template)
          ORDER BY p.name), '[]') FROM programme p WHERE p.district_id = $1) AS programmes`,
    [districtId],
  );
  return row;
}
