import { useTranslation } from 'react-i18next';
import { fDay } from '@/i18n/format';
import { useWhenText } from '@/i18n/when';
import { useAudienceText, useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { isDay } from '@/ui/date-field';
import { Button } from '@/ui/button';
import { toDto } from './draft';
import type { Filled, Step } from './draft';

/** What has been filled in, in words: each line with its label and the step that asks for it. */
export function useLines(): (filled: Filled, offerTitle?: string) => [label: string, value: string, step: Step][] {
  const { t } = useTranslation();
  const named = useNamed();
  const when = useWhenText();
  const audience = useAudienceText();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const nameOf = (rows: { id: string; name: string; nameEn: string }[] | undefined, id: string | null) => {
    const row = rows?.find((one) => one.id === id);
    return row ? named(row) : '';
  };
  const skills = taxonomy?.categories.flatMap((category) => category.skills);
  return (filled, offerTitle) => {
    const dto = toDto(filled);
    return [
      [t('ui.school'), district?.schools.find(({ id }) => id === filled.schoolId)?.name ?? '', 'programme'],
      [
        t('ui.programme'),
        nameOf(taxonomy?.programmes, filled.programmeId) || t('needform.programme_none'),
        'programme',
      ],
      [t('needform.title'), filled.title, 'what'],
      ...(offerTitle ? [[t('needform.wished'), offerTitle, 'what'] as [string, string, Step]] : []),
      [t('ui.category'), nameOf(taxonomy?.categories, filled.categoryId), 'what'],
      [
        t('need.audience'),
        audience({
          audience: filled.audience as Need['audience'],
          grades: filled.grades,
          headCount: Number(filled.headCount) || null,
        }),
        'who',
      ],
      ...(filled.careGroups.length
        ? [
            [t('needform.care'), filled.careGroups.map((group) => t(`care.${group}`)).join(t('form.and')), 'who'] as [
              string,
              string,
              Step,
            ],
          ]
        : []),
      [t('needform.seats'), t('need.people', { count: Number(filled.seats) || 0 }), 'who'],
      [t('need.form'), filled.form ? t(`form_kind.${filled.form}`) : '', 'how'],
      [
        t('need.skills'),
        filled.skills
          .map(({ skillId }) => nameOf(skills, skillId))
          .filter(Boolean)
          .join(t('form.and')) || t('ui.none'),
        'how',
      ],
      ...(filled.languages ? [[t('need.languages'), filled.languages, 'how'] as [string, string, Step]] : []),
      [
        t('need.period'),
        isDay(filled.periodFrom) && isDay(filled.periodTo)
          ? t('need.from_to', { from: fDay(filled.periodFrom), to: fDay(filled.periodTo) })
          : '',
        'when',
      ],
      filled.form === 'goods'
        ? [t('need.quantity'), filled.quantity && t('need.pieces', { count: Number(filled.quantity) }), 'how']
        : [
            t('need.when'),
            isDay(filled.periodFrom) && isDay(filled.periodTo)
              ? when({
                  ...(dto as Pick<Need, 'alternatives' | 'periodFrom' | 'periodTo'>),
                  weeklyMinutes: dto.weeklyMinutes ?? null,
                })
              : '',
            'when',
          ],
      [
        t('need.place'),
        filled.placeKind === 'other'
          ? [district?.areas.find(({ id }) => id === filled.areaId)?.name, filled.placeName].filter(Boolean).join(' · ')
          : t(`needform.place_${filled.placeKind}`),
        'where',
      ],
      [
        t('need.minors'),
        t(filled.minors ? (filled.oneToOne ? 'need.minors_one' : 'need.minors_yes') : 'need.minors_no'),
        'where',
      ],
      [t('need.contact'), filled.contact || t('ui.none'), 'contact'],
      ...(filled.description
        ? [[t('needform.description'), filled.description, 'what'] as [string, string, Step]]
        : []),
      ...(filled.answerBy
        ? [
            [t('needform.answer_by'), isDay(filled.answerBy) ? fDay(filled.answerBy) : filled.answerBy, 'contact'] as [
              string,
              string,
              Step,
            ],
          ]
        : []),
      ...(filled.notes ? [[t('needform.notes'), filled.notes, 'contact'] as [string, string, Step]] : []),
    ];
  };
}

/** Everything once more before it is sent, each line with a way back to it. */
export function Check({ filled, go, offerTitle }: { filled: Filled; go: (step: Step) => void; offerTitle?: string }) {
  const { t } = useTranslation();
  const lines = useLines()(filled, offerTitle);
  return (
    <dl className="check-list">
      {lines.map(([label, value, step]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || <span className="fault">{t('needform.missing')}</span>}</dd>
          <dd>
            <Button kind="quiet" onClick={() => go(step)}>
              {t('ui.change')}
              <span className="sr"> {label}</span>
            </Button>
          </dd>
        </div>
      ))}
    </dl>
  );
}
