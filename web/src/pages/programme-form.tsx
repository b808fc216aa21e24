import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useNamed } from '@/i18n/words';
import { Checks, Select, TextArea, TextField } from '@/ui/field';
import { CARE_GROUPS, FORMS } from './menu-words';

type Programme = Schema<'ProgrammeDto'>;
type Template = Programme['template'];

const AUDIENCES = ['pupils', 'young_teachers', 'parents', 'whole_school'] as const;
const TIMINGS = ['weekly', 'dates', 'agreed'] as const;
/** How children are met: nothing said, in a group, one to one, not at all. */
const MEETS = ['group', 'one', 'no'] as const;
const RULES = [
  'two_adults',
  'confidential_notes',
  'clearance',
  'guardian_consent',
  'check_in_14_days',
  'highest_priority',
  'free_of_charge',
  'subject_and_stage',
  'lesson_visits',
  'shared_by_schools',
] as const;
const NUMBERS = ['seats', 'minimum', 'weeklyMinutes', 'checkInDays'] as const;
const MOST = { seats: 200, minimum: 200, weeklyMinutes: 10_080, checkInDays: 366 };

const text = (value?: number): string => (value === undefined ? '' : String(value));
const meetsOf = ({ minors, oneToOne }: Template): string =>
  minors === undefined ? '' : !minors ? 'no' : oneToOne ? 'one' : 'group';

/** What a programme is called and presets; what is left open stays open on the need's form. */
export function ProgrammeForm({
  programme,
  categories,
  onDone,
}: {
  programme: Programme | null;
  categories: Schema<'CategoryDto'>[];
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const template = programme?.template ?? {};
  const draft = useRowDraft(`programme.${programme?.id ?? 'new'}`, {
    name: programme?.name ?? '',
    nameEn: programme?.nameEn ?? '',
    categoryId: programme?.categoryId ?? '',
    form: template.form ?? '',
    audience: template.audience ?? '',
    meets: meetsOf(template),
    timing: template.timing ?? '',
    seats: text(template.seats),
    minimum: text(template.minimum),
    weeklyMinutes: text(template.weeklyMinutes),
    checkInDays: text(template.checkInDays),
    careGroups: (template.careGroups ?? []) as string[],
    rules: (template.rules ?? []) as string[],
    note: template.note ?? '',
  });
  const { typed, set } = draft;
  const { careGroups, rules } = typed;
  const number = (value: string) => (value ? Number(value) : undefined);
  const check = () => {
    const found: Record<string, string> = {};
    if (!typed.name.trim()) found.name = t('taxonomy.name_missing');
    for (const name of NUMBERS) {
      const least = name === 'weeklyMinutes' ? 5 : 1;
      const value = Number(typed[name]);
      if (typed[name] && (!/^\d+$/.test(typed[name]) || value < least || value > MOST[name]))
        found[name] = t('programmes.fault_number', { least, most: MOST[name] });
    }
    if (!found.minimum && Number(typed.minimum || 1) > Number(typed.seats || 1))
      found.minimum = t('programmes.fault_minimum');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () => {
      const goods = typed.form === 'goods';
      const agreed = !goods && (typed.timing === 'agreed' || typed.timing === '');
      const body = {
        name: typed.name.trim(),
        nameEn: typed.nameEn.trim() || undefined,
        categoryId: typed.categoryId || null,
        template: {
          // What this form has no field for stays as it is.
          ...(typed.meets === 'one' && template.under14 !== undefined && { under14: template.under14 }),
          ...(template.urgent !== undefined && { urgent: template.urgent }),
          form: FORMS.find((one) => one === typed.form),
          audience: AUDIENCES.find((one) => one === typed.audience),
          ...(typed.meets && { minors: typed.meets !== 'no', oneToOne: typed.meets === 'one' }),
          timing: goods ? undefined : TIMINGS.find((one) => one === typed.timing),
          seats: number(typed.seats),
          minimum: number(typed.minimum),
          weeklyMinutes: agreed ? number(typed.weeklyMinutes) : undefined,
          checkInDays: number(typed.checkInDays),
          careGroups: careGroups.length ? CARE_GROUPS.filter((one) => careGroups.includes(one)) : undefined,
          rules: rules.length ? RULES.filter((one) => rules.includes(one)) : undefined,
          note: typed.note.trim() || undefined,
        },
      };
      return programme
        ? ask(
            api.PUT('/api/programmes/{id}', {
              params: { path: { id: programme.id } },
              body: { ...body, version: programme.version },
            }),
          )
        : ask(api.POST('/api/programmes', { body }));
    },
    onSaved: onDone,
    names: { 'template/minors': 'meets', 'template/oneToOne': 'meets', 'template/under14': 'meets' },
  });
  const choice = (
    name: 'categoryId' | 'form' | 'audience' | 'meets' | 'timing',
    label: string,
    choices: { value: string; label: string }[],
  ) => (
    <Select label={label} name={name} value={typed[name]} onChange={(event) => set({ [name]: event.target.value })}>
      <option value="">{t('programmes.open')}</option>
      {choices.map(({ value, label: said }) => (
        <option key={value} value={value}>
          {said}
        </option>
      ))}
    </Select>
  );
  const field = (name: 'name' | 'nameEn' | (typeof NUMBERS)[number]) => ({
    name,
    label: t(`programmes.f_${name}`),
    value: typed[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const labels: Record<keyof typeof typed, string> = {
    name: t('programmes.f_name'),
    nameEn: t('programmes.f_nameEn'),
    categoryId: t('ui.category'),
    form: t('need.form'),
    audience: t('needform.audience'),
    meets: t('needform.minors'),
    timing: t('needform.time_kind'),
    seats: t('programmes.f_seats'),
    minimum: t('programmes.f_minimum'),
    weeklyMinutes: t('programmes.f_weeklyMinutes'),
    checkInDays: t('programmes.f_checkInDays'),
    careGroups: t('needform.care'),
    rules: t('programmes.rules'),
    note: t('programmes.note'),
  };
  return (
    <SaveForm
      form={form}
      labels={labels}
      says={{ name: programme?.name, nameEn: programme?.nameEn, note: programme?.template.note }}
    >
      <TextField {...field('name')} maxLength={60} />
      <TextField {...field('nameEn')} maxLength={100} optional />
      <p className="muted">{t('programmes.presets')}</p>
      {choice(
        'categoryId',
        t('ui.category'),
        categories.map((row) => ({ value: row.id, label: named(row) })),
      )}
      {choice(
        'form',
        t('need.form'),
        FORMS.map((value) => ({ value, label: t(`form_kind.${value}`) })),
      )}
      {choice(
        'audience',
        t('needform.audience'),
        AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) })),
      )}
      {choice(
        'meets',
        t('needform.minors'),
        MEETS.map((value) => ({ value, label: t(`needform.minors_${value}`) })),
      )}
      <Checks
        legend={t('needform.care')}
        name="careGroups"
        inline
        values={careGroups}
        onChange={(values) => set({ careGroups: values })}
        choices={CARE_GROUPS.map((value) => ({ value, label: t(`care.${value}`) }))}
      />
      <TextField {...field('seats')} inputMode="numeric" className="short" optional />
      <TextField {...field('minimum')} inputMode="numeric" className="short" optional />
      {typed.form !== 'goods' &&
        choice(
          'timing',
          t('needform.time_kind'),
          TIMINGS.map((value) => ({ value, label: t(`needform.time_${value}`) })),
        )}
      {typed.form !== 'goods' && ['', 'agreed'].includes(typed.timing) && (
        <TextField {...field('weeklyMinutes')} inputMode="numeric" className="short" optional />
      )}
      <TextField {...field('checkInDays')} inputMode="numeric" className="short" optional />
      <Checks
        legend={t('programmes.rules')}
        name="rules"
        values={rules}
        onChange={(values) => set({ rules: values })}
        choices={RULES.map((value) => ({ value, label: t(`programme_rule.${value}`) }))}
      />
      <TextArea
        label={t('programmes.note')}
        name="note"
        optional
        maxLength={500}
        value={typed.note}
        onChange={(event) => set({ note: event.target.value })}
      />
    </SaveForm>
  );
}
