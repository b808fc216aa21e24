import { useTranslation } from 'react-i18next';
import { useNamed, useTaxonomy } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { Checks, Radios, Select, TextField } from '@/ui/field';
import { CARE_GROUPS, FORMS } from '../menu-words';
import type { Filled, StepProps } from './draft';

const AUDIENCES = ['pupils', 'young_teachers', 'parents', 'whole_school'] as const;

export function Who({ filled, set }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <Radios
        legend={t('needform.audience')}
        name="audience"
        value={filled.audience}
        onChange={(audience) => set({ audience })}
        choices={AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
      />
      {filled.audience === 'pupils' && (
        <>
          <Checks
            legend={t('needform.grades')}
            name="grades"
            inline
            values={Array.from({ length: 13 }, (_, g) => String(g)).filter((g) => filled.grades & (1 << Number(g)))}
            onChange={(values) => set({ grades: values.reduce((mask, g) => mask | (1 << Number(g)), 0) })}
            choices={Array.from({ length: 13 }, (_, g) => ({ value: String(g), label: t(`grade.${g}`) }))}
          />
          <Checks
            legend={t('needform.care')}
            name="careGroups"
            hint={t('needform.care_hint')}
            values={filled.careGroups}
            onChange={(careGroups) => set({ careGroups })}
            choices={CARE_GROUPS.map((value) => ({ value, label: t(`care.${value}`) }))}
          />
        </>
      )}
      <TextField
        label={t('needform.head_count')}
        optional
        name="headCount"
        inputMode="numeric"
        className="short"
        value={filled.headCount}
        onChange={(event) => set({ headCount: event.target.value })}
      />
      <TextField
        label={t('needform.seats')}
        name="seats"
        inputMode="numeric"
        className="short"
        value={filled.seats}
        onChange={(event) =>
          set({ seats: event.target.value, ...(filled.minimum === filled.seats && { minimum: event.target.value }) })
        }
      />
      {Number(filled.seats) > 1 && (
        <TextField
          label={t('needform.minimum')}
          name="minimum"
          hint={t('needform.minimum_hint')}
          inputMode="numeric"
          className="short"
          value={filled.minimum}
          onChange={(event) => set({ minimum: event.target.value })}
        />
      )}
      <Checks
        legend={t('needform.urgent_legend')}
        name="urgent"
        values={filled.urgent ? ['urgent'] : []}
        onChange={(values) => set({ urgent: values.length > 0 })}
        choices={[{ value: 'urgent', label: t('needform.urgent') }]}
      />
    </>
  );
}

export function How({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const named = useNamed();
  const taxonomy = useTaxonomy();
  const skills =
    taxonomy?.categories.flatMap(({ id, skills: own }) =>
      own.filter(({ mergedInto }) => !mergedInto).map((skill) => ({ ...skill, first: id === filled.categoryId })),
    ) ?? [];
  const known = new Map(skills.map((skill) => [skill.id, skill]));
  const free = skills
    .filter(({ id }) => !filled.skills.some(({ skillId }) => skillId === id))
    .sort((a, b) => Number(b.first) - Number(a.first));
  const change = (skillId: string, patch: Partial<Filled['skills'][number]>) =>
    set({ skills: filled.skills.map((skill) => (skill.skillId === skillId ? { ...skill, ...patch } : skill)) });
  return (
    <>
      <Radios
        legend={t('needform.form')}
        name="form"
        value={filled.form}
        onChange={(form) => set({ form, ...(form === 'one_to_one' && { oneToOne: true }) })}
        choices={FORMS.map((value) => ({ value, label: t(`form_kind.${value}`) }))}
      />
      {filled.form === 'goods' && (
        <TextField
          label={t('needform.quantity')}
          name="quantity"
          inputMode="numeric"
          className="short"
          value={filled.quantity}
          onChange={(event) => set({ quantity: event.target.value })}
        />
      )}
      <div className="stack tight">
        <Combo
          label={t('needform.skills')}
          hint={t('needform.skills_hint')}
          name="skills"
          items={free.map((skill) => ({
            id: skill.id,
            name: named(skill),
            also: [skill.name, skill.nameEn, ...skill.synonyms],
          }))}
          adds
          value={null}
          onChange={(id) => id && set({ skills: [...filled.skills, { skillId: id, level: 1, required: true }] })}
        />
        {filled.skills.map(({ skillId, level, required }) => {
          const skill = known.get(skillId);
          if (!skill) return null;
          return (
            <div className="skill-row" key={skillId} role="group" aria-label={named(skill)}>
              <b>{named(skill)}</b>
              <Select
                label={t('needform.level')}
                value={String(level)}
                onChange={(event) => change(skillId, { level: Number(event.target.value) })}
              >
                {[1, 2, 3].map((value) => (
                  <option key={value} value={value}>
                    {t(`level.${value}`)}
                  </option>
                ))}
              </Select>
              <Select
                label={t('needform.required')}
                value={String(required)}
                onChange={(event) => change(skillId, { required: event.target.value === 'true' })}
              >
                <option value="true">{t('needform.must')}</option>
                <option value="false">{t('needform.wish')}</option>
              </Select>
              <Button
                kind="quiet"
                onClick={() => set({ skills: filled.skills.filter((one) => one.skillId !== skillId) })}
              >
                {t('ui.remove')}
                <span className="sr"> {named(skill)}</span>
              </Button>
            </div>
          );
        })}
      </div>
      <TextField
        label={t('needform.languages')}
        hint={t('needform.languages_hint')}
        optional
        name="languages"
        maxLength={200}
        value={filled.languages}
        onChange={(event) => set({ languages: event.target.value })}
      />
    </>
  );
}
