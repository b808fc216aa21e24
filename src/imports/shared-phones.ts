/** One telephone number under several names: husband and wife, or one person written in two ways. A person has to tell which. */
import type { Tx } from '../platform/database/database';
import { personKey, phoneKey } from '../resources/person-name';
import type { ResourceKey } from '../resources/resources.columns';
import type { VolunteerGroup } from '../resources/volunteer-groups';
import type { VolunteerSheetDraft } from '../resources/volunteers.sheet';
import type { RowJudge } from './judge';

/** Names said of a number; some registers have the office's own for everybody. */
const MOST = 3;

export class SharedPhones {
  /** By number: names of the workbook, one more than are said so that one's own may be among them. */
  private readonly inFile = new Map<string, Map<string, string>>();
  private readonly onRecord = new Map<string, string[]>();

  constructor(
    private readonly tx: Tx,
    private readonly districtId: string,
    groups: VolunteerGroup[],
  ) {
    for (const { volunteer } of new Set(groups)) {
      const key = phoneKey(volunteer.phone);
      const names = this.inFile.get(key) ?? new Map<string, string>();
      if (key !== '' && names.size <= MOST) this.inFile.set(key, names.set(personKey(volunteer.name), volunteer.name));
    }
  }

  /** Looks up whose on record the numbers are. */
  async load(volunteers: VolunteerSheetDraft[]): Promise<void> {
    const keys = [...new Set(volunteers.flatMap(({ phone }) => phoneKey(phone) || []))];
    if (keys.length === 0) return;
    const rows: { key: string; code: string; name: string }[] = await this.tx.query(
      `SELECT k.key, v.code, v.name FROM unnest($2::text[]) k(key) CROSS JOIN LATERAL (
         SELECT code, name FROM volunteer WHERE district_id = $1 AND phone_key(phone) = k.key AND state <> 'left' LIMIT ${MOST}) v`,
      [this.districtId, keys],
    );
    this.onRecord.clear();
    for (const { key, code, name } of rows)
      this.onRecord.set(key, [...(this.onRecord.get(key) ?? []), `${name} ${code}`]);
  }

  /** Says of somebody new under what other names the number is known. */
  note({ name, phone }: VolunteerSheetDraft, judge: RowJudge<ResourceKey>): void {
    const key = phoneKey(phone);
    const known = this.onRecord.get(key) ?? [];
    if (known.length > 0) judge.note('phone', 'known_phone', known.join('、'));
    const others = [...(this.inFile.get(key) ?? [])].filter(([other]) => other !== personKey(name));
    if (others.length > 0)
      judge.note(
        'phone',
        'shared_phone',
        others
          .slice(0, MOST)
          .map(([, other]) => other)
          .join('、'),
      );
  }
}
