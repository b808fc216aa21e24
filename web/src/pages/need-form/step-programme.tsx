import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { Radios, Select, TextArea, TextField } from '@/ui/field';
import { Note } from '@/ui/states';
import { emptyDraft, presetOf, unsetOf } from './draft';
import type { Programme as ProgrammeRow, StepProps } from './draft';
import { seeded } from './times';

export function Programme({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const fixed = me.grants.filter(({ schoolId }) => schoolId).length === 1;
  const chosen = taxonomy?.programmes.find((row) => row.id === filled.programmeId);
  /** A programme presets what is usual for it; everything stays changeable. */
  const choose = (id: string) => {
    const programme = taxonomy?.programmes.find((row) => row.id === id);
    const preset = { ...(chosen && unsetOf(chosen, filled)), ...(programme && presetOf(programme)) };
    const next = { ...filled, ...preset };
    // A day that the former way of timing began with and nobody has touched goes with it.
    const blank = emptyDraft(filled.schoolId).choices;
    const untouched = JSON.stringify(filled.choices) === JSON.stringify(seeded(blank, filled.timeKind, filled));
    set({
      ...preset,
      programmeId: id || null,
      choices: seeded(untouched ? blank : filled.choices, next.timeKind, next),
    });
  };
  // A line that has a retired programme keeps it; new ones are not offered it.
  const offered = taxonomy?.programmes.filter((row) => !row.retiredAt || row === chosen) ?? [];
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
          ...offered.map((row) => ({ value: row.id, label: named(row) })),
          { value: '', label: t('needform.programme_none') },
        ]}
      />
      {chosen && <ProgrammeRules programme={chosen} />}
    </>
  );
}

/** What a programme asks for besides, in words. */
function ProgrammeRules({ programme }: { programme: ProgrammeRow }) {
  const { t } = useTranslation();
  const { rules = [], note } = programme.template;
  if (rules.length === 0 && !note) return null;
  return (
    <Note title={t('needform.programme_rules')}>
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{t(`programme_rule.${rule}`)}</li>
        ))}
        {note && <li>{note}</li>}
      </ul>
    </Note>
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
