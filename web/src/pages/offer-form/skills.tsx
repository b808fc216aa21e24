import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { useNamed, useTaxonomy } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';

type OfferSkill = Schema<'OfferSkillDto'>;

/** What the offer needs one to know, and how well. */
export function Skills({ skills, onChange }: { skills: OfferSkill[]; onChange: (skills: OfferSkill[]) => void }) {
  const { t } = useTranslation();
  const named = useNamed();
  const all = useTaxonomy()?.categories.flatMap((category) => category.skills) ?? [];
  return (
    <>
      <Combo
        label={t('need.skills')}
        hint={t('offerform.skills_hint')}
        name="skills"
        items={all
          .filter(({ id, mergedInto }) => !mergedInto && !skills.some(({ skillId }) => skillId === id))
          .map(({ id, name, nameEn, synonyms }) => ({ id, name, also: [nameEn, ...synonyms] }))}
        value={null}
        onChange={(skillId) => skillId && onChange([...skills, { skillId, level: 2 }])}
      />
      {skills.length > 0 && (
        <ul className="plain stack tight">
          {skills.map(({ skillId, level }) => {
            const skill = all.find(({ id }) => id === skillId);
            const name = skill ? named(skill) : '';
            return (
              <li key={skillId} className="cluster">
                <b>{name}</b>
                <select
                  className="input short"
                  aria-label={t('offerform.level', { skill: name })}
                  value={level ?? 2}
                  onChange={(event) =>
                    onChange(
                      skills.map((one) =>
                        one.skillId === skillId ? { skillId, level: Number(event.target.value) } : one,
                      ),
                    )
                  }
                >
                  {[1, 2, 3].map((value) => (
                    <option key={value} value={value}>
                      {t(`level.${value}`)}
                    </option>
                  ))}
                </select>
                <Button onClick={() => onChange(skills.filter((one) => one.skillId !== skillId))}>
                  {t('ui.remove')}
                  <span className="sr">{name}</span>
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
