import type { Tx } from '../platform/database/database';
import type { FieldChangeDto, HistoryLineDto, NamedDto } from './audit.dto';
import type { FieldChange } from './changes';

interface Line extends Omit<HistoryLineDto, 'changes' | 'names'> {
  change: { changes?: FieldChange[]; personal?: string[] } & Record<string, unknown>;
  /** Values of personal fields, as long as they are kept. */
  personal: FieldChange[] | null;
  names: NamedDto[] | null;
}

/** Rows that a value of a line can name, under one name. */
const NAMED = `SELECT id, district_id, name, name_en FROM category UNION ALL SELECT id, district_id, name, name_en FROM skill
  UNION ALL SELECT id, district_id, name, name_en FROM programme UNION ALL SELECT id, district_id, name, name FROM area
  UNION ALL SELECT id, district_id, name, name FROM school UNION ALL SELECT id, district_id, title, title FROM offer`;

/**
 * What happened to one row, oldest first, personal values included: for those who may change it. Ids among the values come
 * with the names they have today.
 */
export async function historyOf(tx: Tx, districtId: string, entity: string, id: string): Promise<HistoryLineDto[]> {
  const rows: Line[] = await tx.query(
    `SELECT e.at, e.action, a.name AS "byName", v.name AS "onBehalfOfName", e.change, p.changes AS personal,
       (SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'nameEn', w.name_en)) FROM (${NAMED}) w
        WHERE w.district_id = $1 AND w.id = ANY(ARRAY(
          SELECT (one #>> '{}')::uuid FROM jsonb_path_query(coalesce(e.change -> 'changes', '[]') || coalesce(p.changes, '[]'),
            'strict $.** ? (@.type() == "string" && @ like_regex "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")') one))) AS names
     FROM audit_event e LEFT JOIN account a ON a.id = e.account_id LEFT JOIN volunteer v ON v.id = e.on_behalf_of
       LEFT JOIN audit_personal p ON p.event_id = e.id
     WHERE e.district_id = $1 AND e.entity = $2 AND e.entity_id = $3 ORDER BY e.id LIMIT 500`,
    [districtId, entity, id],
  );
  return rows.map(({ change: recorded, personal, names, ...line }) => {
    const { changes = [], personal: fields = [], ...change } = recorded;
    return {
      ...line,
      change,
      changes: [...changes.map(kept), ...fields.map((field) => found(field, personal))],
      names: names ?? [],
    };
  });
}

const kept = (change: FieldChange): FieldChangeDto => ({ ...change, kept: true });

function found(field: string, personal: FieldChange[] | null): FieldChangeDto {
  const change = personal?.find((one) => one.field === field);
  return change ? kept(change) : { field, from: null, to: null, kept: false };
}
