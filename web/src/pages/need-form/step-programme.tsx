import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { Radios, Select, TextArea, TextField } from '@/ui/field';
import type { StepProps } from './draft';

export function Programme({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const fixed = me.grants.filter(({ schoolId }) => schoolId).length === 1;
  /** A programme presets what is usual for it; everything stays changeable. */
  const choose = (id: string) => {
    const template = taxonomy?.programmes.find((row) => row.id === id)?.template as
      | {
          categoryName?: string;
          form?: string;
          audience?: string;
          oneToOne?: boolean;
          minors?: boolean;
          seats?: number;
          minimum?: number;
          weeklyMinutes?: number;
        }
      | undefined;
    const category = taxonomy?.categories.find(({ name }) => name === template?.categoryName)?.id;
    set({
      programmeId: id || null,
      ...(template?.form && { form: template.form }),
      ...(template?.audience && { audience: template.audience }),
      ...(category && { categoryId: category }),
      ...(template?.oneToOne !== undefined && { oneToOne: template.oneToOne }),
      ...(template?.minors !== undefined && { minors: template.minors }),
      ...(template?.seats && { seats: String(template.seats) }),
      ...(template?.minimum && { minimum: String(template.minimum) }),
      ...(template?.weeklyMinutes && { weeklyMinutes: String(template.weeklyMinutes), timeKind: 'agreed' as const }),
    });
  };
  return (
    <>
      {!fixed && (
        <Combo
          label={t('needform.school')}
          name="schoolId"
          items={district?.schools.map(({ id, name }) => ({ id, name })) ?? []}
          value={filled.schoolId || null}
          onChange={(id) => set({ schoolId: id ?? '' })}
        />
      )}
      <Radios
        legend={t('needform.programme')}
        name="programmeId"
        hint={t('needform.programme_hint')}
        value={filled.programmeId ?? ''}
        onChange={choose}
        choices={[
          ...(taxonomy?.programmes.map((row) => ({ value: row.id, label: named(row) })) ?? []),
          { value: '', label: t('needform.programme_none') },
        ]}
      />
    </>
  );
}

export function What({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const taxonomy = useTaxonomy();
  return (
    <>
      <TextField
        label={t('needform.title')}
        name="title"
        hint={t('needform.title_hint')}
        maxLength={80}
        value={filled.title}
        onChange={(event) => set({ title: event.target.value })}
      />
      <Select
        label={t('needform.category')}
        name="categoryId"
        value={filled.categoryId}
        onChange={(event) => set({ categoryId: event.target.value, skills: [] })}
      >
        <option value="">{t('ui.choose')}</option>
        {taxonomy?.categories.map((row) => (
          <option key={row.id} value={row.id}>
            {named(row)}
          </option>
        ))}
      </Select>
      <TextArea
        label={t('needform.description')}
        optional
        name="description"
        hint={t('needform.description_hint')}
        maxLength={2000}
        value={filled.description}
        onChange={(event) => set({ description: event.target.value })}
      />
    </>
  );
}
