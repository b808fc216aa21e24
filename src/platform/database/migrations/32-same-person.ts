import type { MigrationInterface, QueryRunner } from 'typeorm';

const HAN = '[\\u3005\\u3007\\u3400-\\u9fff\\U00020000-\\U0003ffff]';
const BLANK = '[ \\t\\n\\r]';

/**
 * One person under several spellings is found by index: a name without padding and without a remark in brackets, a
 * telephone number without its signs. The same as `personKey` and `phoneKey` of `resources/person-name.ts`.
 */
export class SamePerson1790000000032 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE FUNCTION person_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
        regexp_replace(regexp_replace(regexp_replace(btrim(normalize(name, NFKC), E' \\t\\n\\r'),
          '(.)(?:${BLANK}*[(【〔[][^)】〕\\]]*[)】〕\\]])+$', '\\1'),
          '(?<=${HAN})${BLANK}+(?=${HAN})', '', 'g'), '${BLANK}+', ' ', 'g');
      CREATE FUNCTION phone_key(phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
        regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^(?:(?:00)?86|0)(?=1[3-9][0-9]{9}$)', '');
      DROP INDEX volunteer_name;
      CREATE INDEX volunteer_name ON volunteer (district_id, person_key(name));
      CREATE INDEX volunteer_phone ON volunteer (district_id, phone_key(phone));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Not undone; restore a backup.');
  }
}
