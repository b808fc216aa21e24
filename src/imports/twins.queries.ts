/** The lines that rows look like, by the same keys, as far as the reader may see them. */
import { scopeSql } from '../access/access';
import type { Actor } from '../platform/actor';
import type { Tx } from '../platform/database/database';
import { FORMS } from '../sheets/expressions/vocabularies';
import { formatWord } from '../sheets/expressions/words';
import type { Form } from '../taxonomy/kinds';
import type { Menu } from './import';

const NEED = `SELECT n.id, n.code, s.name AS school, n.title, c.name AS category, n.form, n.seats, n.period_from || '至' || n.period_to AS period, n.contact
  FROM need n JOIN school s ON s.id = n.school_id JOIN category c ON c.id = n.category_id WHERE n.id = ANY($1) AND `;
const OFFER = `SELECT n.id, n.volunteer_id AS shown, n.code, v.code AS "volunteerCode", v.name, v.phone, n.title, c.name AS category, n.forms
  FROM offer n JOIN volunteer v ON v.id = n.volunteer_id JOIN category c ON c.id = n.category_id WHERE n.id = ANY($1) AND `;

type Cells = Record<string, string | number | null>;

/** By line; and the volunteers whose telephone numbers are among them. */
export async function linesLike(
  tx: Tx,
  actor: Actor,
  menu: Menu,
  ids: string[],
): Promise<{ lines: Map<string, Cells>; shown: string[] }> {
  if (ids.length === 0) return { lines: new Map(), shown: [] };
  const params: unknown[] = [ids];
  const seen = scopeSql(actor, menu === 'needs' ? 'need.read' : 'offer.read', 'n', params);
  const rows: (Cells & { id: string; shown?: string; form?: Form; forms?: Form[] })[] = await tx.query(
    `${menu === 'needs' ? NEED : OFFER}${seen}`,
    params,
  );
  const lines = new Map<string, Cells>(
    rows.map(({ id, shown: _shown, forms, form, ...cells }) => [
      id,
      {
        ...cells,
        ...(form && { form: formatWord(FORMS, form) }),
        ...(forms && { forms: forms.map((one) => formatWord(FORMS, one)).join('、') }),
      },
    ]),
  );
  return { lines, shown: [...new Set(rows.flatMap(({ shown, phone }) => (shown && phone ? [shown] : [])))] };
}
