/** What a row need not say because its programme or its skills say it: a programme presets values, a skill has one category. */
import type { Tx } from '../platform/database/database';
import type { NeedKey } from '../needs/needs.columns';
import type { NeedSheetDraft } from '../needs/needs.sheet';
import type { OfferSheetDraft } from '../resources/resources.sheet';
import type { ResourceKey } from '../resources/resources.columns';
import { formatGrades } from '../sheets/expressions/grades';
import { CARE_GROUPS, FORMS } from '../sheets/expressions/vocabularies';
import { formatWord, formatWords } from '../sheets/expressions/words';
import type { ProgrammeTemplate } from '../taxonomy/programme';
import type { RowJudge } from './judge';
import type { Named } from './name-key';
import type { Names } from './names';

interface Preset {
  template: ProgrammeTemplate;
  category: Named | null;
}

export interface Presets {
  programmes: ReadonlyMap<string, Preset>;
  /** By the id of a skill. */
  categories: ReadonlyMap<string, Named>;
}

const NOTE = 'preset_by_programme';

/** All presets of a district; of merged words those that stayed. */
export async function loadPresets(tx: Tx, districtId: string): Promise<Presets> {
  const rows: { kind: 'programme' | 'skill'; id: string; category: Named | null; template: ProgrammeTemplate }[] =
    await tx.query(
      `WITH kept AS (SELECT k.id, jsonb_build_object('id', coalesce(m.id, k.id), 'name', coalesce(m.name, k.name)) AS category
         FROM category k LEFT JOIN category m ON m.id = k.merged_into WHERE k.district_id = $1)
       SELECT 'programme' AS kind, p.id, c.category, p.template FROM programme p LEFT JOIN kept c ON c.id = p.category_id WHERE p.district_id = $1
       UNION ALL SELECT 'skill', s.id, c.category, '{}' FROM skill s JOIN kept c ON c.id = s.category_id WHERE s.district_id = $1`,
      [districtId],
    );
  return {
    programmes: new Map(rows.filter(({ kind }) => kind === 'programme').map((row) => [row.id, row])),
    categories: new Map(rows.filter(({ kind }) => kind === 'skill').map(({ id, category }) => [id, category!])),
  };
}

/** The category of a row: as written, else that of its programme, else the one to which all of its skills belong. */
export function categoryOf<Key extends string>(
  written: string | null,
  programme: Named | null,
  skills: readonly { skillId: string }[] | undefined,
  judge: RowJudge<Key | 'category' | 'skills'>,
  names: Names,
  presets: Presets,
): Named | null {
  if (written || judge.reader.bad.has('category'))
    return judge.named('category', names.categories, written, 'category', true);
  const preset = programme && presets.programmes.get(programme.id)?.category;
  if (preset) {
    judge.note('category', NOTE, preset.name);
    return preset;
  }
  const found = new Map(
    (skills ?? []).flatMap(({ skillId }) => presets.categories.get(skillId) ?? []).map((one) => [one.id, one]),
  );
  const [category] = found.values();
  if (found.size !== 1 || judge.reader.bad.has('skills'))
    judge.refuse('category', 'missing_value', 'expected_category');
  else {
    judge.note('category', 'category_by_skills', category.name);
    return category;
  }
  return null;
}

/** A need with what its programme presets in place of what the row leaves open; each of it is said. */
export function presetNeed(
  sheet: NeedSheetDraft,
  programme: Named | null,
  judge: RowJudge<NeedKey>,
  presets: Presets,
): NeedSheetDraft {
  const template = programme && presets.programmes.get(programme.id)?.template;
  if (!template) return sheet;
  const { reader } = judge;
  const found = { ...sheet };
  const open = (...keys: NeedKey[]): boolean => keys.every((key) => !reader.has(key) && !reader.bad.has(key));
  const take = <Field extends keyof NeedSheetDraft>(
    key: NeedKey & Field,
    value: NeedSheetDraft[Field] | undefined,
    read: string,
  ): void => {
    if (value === undefined || !open(key)) return;
    Object.assign(found, { [key]: value });
    judge.note(key, NOTE, read);
  };
  const yesNo = (value: boolean | undefined): string => (value ? '是' : '否');
  const { form, audience, seats, minimum, oneToOne, careGroups = [], weeklyMinutes } = template;
  if (form) take('form', form, formatWord(FORMS, form));
  if (audience) take('audience', audience, formatGrades({ grades: 0, audiences: [audience] }));
  // Of a row that says another form it would be a contradiction.
  if (!form || form === found.form) take('oneToOne', oneToOne, yesNo(oneToOne));
  if (open('oneToOne') && oneToOne === undefined) found.oneToOne = found.form === 'one_to_one';
  take('minors', template.minors, yesNo(template.minors));
  take('under14', template.under14, yesNo(template.under14));
  if (template.urgent && open('priority')) take('urgent', true, yesNo(true));
  if (careGroups.length > 0 && sheet.careGroups.length === 0)
    take('careGroups', careGroups, formatWords(CARE_GROUPS, careGroups));
  if (seats && open('seats', 'minimum')) {
    take('seats', seats, String(seats));
    take('minimum', minimum ?? 1, String(minimum ?? 1));
  }
  if (sheet.times.kind !== 'fixed' && sheet.sessionMinutes === null && sheet.weeklyMinutes === null)
    take('weeklyMinutes', weeklyMinutes, `${weeklyMinutes}分钟`);
  return found;
}

/** The same for an offer: its form. */
export function presetOffer(
  sheet: OfferSheetDraft,
  programme: Named | null,
  judge: RowJudge<ResourceKey>,
  presets: Presets,
): OfferSheetDraft {
  const form = programme && presets.programmes.get(programme.id)?.template.form;
  if (!form || sheet.forms.length > 0 || judge.reader.bad.has('forms')) return sheet;
  judge.note('forms', NOTE, formatWord(FORMS, form));
  return { ...sheet, forms: [form] };
}
