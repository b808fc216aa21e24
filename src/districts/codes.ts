import type { Tx } from '../platform/database/database';

/** First character of a human code, by kind of line. */
export const CODE_PREFIX = { need: '需', offer: '资', volunteer: '志', round: '轮', engagement: '服' } as const;
export type CodeKind = keyof typeof CODE_PREFIX;

/** `count` new human codes such as 需-2026-0123, consecutive within district, kind and year. */
export async function nextCodes(
  tx: Tx,
  districtId: string,
  kind: CodeKind,
  year: number,
  count: number,
): Promise<string[]> {
  const [{ last }]: { last: number }[] = await tx.query(
    `INSERT INTO code_counter (district_id, kind, year, last) VALUES ($1, $2, $3, $4)
     ON CONFLICT (district_id, kind, year) DO UPDATE SET last = code_counter.last + $4 RETURNING last`,
    [districtId, kind, year, count],
  );
  return Array.from(
    { length: count },
    (_, i) => `${CODE_PREFIX[kind]}-${year}-${String(last - count + 1 + i).padStart(4, '0')}`,
  );
}
