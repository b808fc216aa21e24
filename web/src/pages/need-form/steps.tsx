import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { fWeekdayLong } from '@/i18n/format';
import { useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { Checks, DateField, Radios, Select, TextArea, TextField } from '@/ui/field';
import type { Filled, Step } from './draft';

const FORMS = [
  'lecture',
  'class_series',
  'workshop',
  'talk_room_duty',
  'one_to_one',
  'visit',
  'mentoring',
  'contest',
  'goods',
] as const;
const AUDIENCES = ['pupils', 'young_teachers', 'parents', 'whole_school'] as const;
const CARE = ['three_difficulties', 'five_losses', 'left_behind'] as const;

interface Props {
  filled: Filled;
  set: (change: Partial<Filled>) => void;
}

export function StepFields({ step, ...props }: Props & { step: Exclude<Step, 'check'> }) {
  const Fields = { programme: Programme, what: What, who: Who, how: How, when: When, where: Where, contact: Contact }[
    step
  ];
  return <Fields {...props} />;
}

function Programme({ filled, set }: Props) {
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

function What({ filled, set }: Props) {
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

function Who({ filled, set }: Props) {
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
            choices={CARE.map((value) => ({ value, label: t(`care.${value}`) }))}
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

function How({ filled, set }: Props) {
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
    </>
  );
}

function When({ filled, set }: Props) {
  const { t } = useTranslation();
  const time = (label: string, value: string, change: (value: string) => void) => (
    <TextField
      label={label}
      type="time"
      className="short"
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
  const weekly = (i: number, patch: Partial<Filled['weekly'][number]>) =>
    set({ weekly: filled.weekly.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  const dated = (i: number, patch: Partial<Filled['dates'][number]>) =>
    set({ dates: filled.dates.map((row, at) => (at === i ? { ...row, ...patch } : row)) });
  return (
    <>
      <DateField
        legend={t('needform.period_from')}
        name="periodFrom"
        value={filled.periodFrom}
        onChange={(periodFrom) => set({ periodFrom })}
      />
      <DateField
        legend={t('needform.period_to')}
        name="periodTo"
        value={filled.periodTo}
        onChange={(periodTo) => set({ periodTo })}
      />
      {filled.form !== 'goods' && (
        <>
          <Radios
            legend={t('needform.time_kind')}
            name="timeKind"
            value={filled.timeKind}
            onChange={(kind) =>
              set({
                timeKind: kind as Filled['timeKind'],
                ...(kind === 'dates' &&
                  filled.dates.length === 0 && { dates: [{ day: filled.periodFrom, from: '10:00', to: '11:00' }] }),
              })
            }
            choices={([...(filled.kept ? (['kept'] as const) : []), 'weekly', 'dates', 'agreed'] as const).map(
              (value) => ({
                value,
                label: t(`needform.time_${value}`),
              }),
            )}
          />
          {filled.timeKind === 'weekly' && (
            <div className="stack tight" id="f-weekly" tabIndex={-1}>
              {filled.weekly.map((row, i) => (
                <div className="time-row" key={i} role="group" aria-label={t('needform.time_n', { n: i + 1 })}>
                  <Select
                    label={t('needform.weekday')}
                    value={String(row.weekday)}
                    onChange={(event) => weekly(i, { weekday: Number(event.target.value) })}
                  >
                    {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                      <option key={day} value={day}>
                        {fWeekdayLong(day)}
                      </option>
                    ))}
                  </Select>
                  {time(t('needform.from'), row.from, (from) => weekly(i, { from }))}
                  {time(t('needform.to'), row.to, (to) => weekly(i, { to }))}
                  {filled.weekly.length > 1 && (
                    <Button kind="quiet" onClick={() => set({ weekly: filled.weekly.filter((_, at) => at !== i) })}>
                      {t('ui.remove')}
                    </Button>
                  )}
                </div>
              ))}
              <div>
                <Button
                  onClick={() =>
                    set({
                      weekly: [
                        ...filled.weekly,
                        { ...filled.weekly.at(-1)!, weekday: ((filled.weekly.at(-1)?.weekday ?? 0) % 7) + 1 },
                      ],
                    })
                  }
                >
                  {t('needform.more_times')}
                </Button>
              </div>
            </div>
          )}
          {filled.timeKind === 'dates' && (
            <div className="stack" id="f-dates" tabIndex={-1}>
              {filled.dates.map((row, i) => (
                <div className="time-row" key={i} role="group" aria-label={t('needform.time_n', { n: i + 1 })}>
                  <DateField
                    legend={t('needform.day')}
                    name={`day-${i}`}
                    value={row.day}
                    onChange={(day) => dated(i, { day })}
                  />
                  {time(t('needform.from'), row.from, (from) => dated(i, { from }))}
                  {time(t('needform.to'), row.to, (to) => dated(i, { to }))}
                  {filled.dates.length > 1 && (
                    <Button kind="quiet" onClick={() => set({ dates: filled.dates.filter((_, at) => at !== i) })}>
                      {t('ui.remove')}
                    </Button>
                  )}
                </div>
              ))}
              <div>
                <Button onClick={() => set({ dates: [...filled.dates, { ...filled.dates.at(-1)! }] })}>
                  {t('needform.more_times')}
                </Button>
              </div>
            </div>
          )}
          {filled.timeKind === 'agreed' && (
            <TextField
              label={t('needform.weekly_minutes')}
              name="weeklyMinutes"
              inputMode="numeric"
              className="short"
              value={filled.weeklyMinutes}
              onChange={(event) => set({ weeklyMinutes: event.target.value })}
            />
          )}
        </>
      )}
    </>
  );
}

function Where({ filled, set }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Radios
        legend={t('needform.place')}
        name="placeKind"
        value={filled.placeKind}
        onChange={(placeKind) => set({ placeKind })}
        choices={['school', 'online', 'other'].map((value) => ({ value, label: t(`needform.place_${value}`) }))}
      />
      {filled.placeKind === 'other' && (
        <TextField
          label={t('needform.place_name')}
          name="placeName"
          maxLength={200}
          value={filled.placeName}
          onChange={(event) => set({ placeName: event.target.value })}
        />
      )}
      <Radios
        legend={t('needform.minors')}
        name="minors"
        hint={t('needform.minors_hint')}
        value={filled.minors ? (filled.oneToOne ? 'one' : 'group') : 'no'}
        onChange={(value) => set({ minors: value !== 'no', oneToOne: value === 'one' })}
        choices={['group', 'one', 'no'].map((value) => ({ value, label: t(`needform.minors_${value}`) }))}
      />
      {filled.minors && filled.oneToOne && (
        <>
          <Checks
            legend={t('needform.under14_legend')}
            name="under14"
            values={filled.under14 ? ['yes'] : []}
            onChange={(values) => set({ under14: values.length > 0 })}
            choices={[{ value: 'yes', label: t('needform.under14') }]}
          />
          {filled.under14 && (
            <DateField
              legend={t('needform.consent')}
              name="guardianConsentOn"
              hint={t('needform.consent_hint')}
              value={filled.guardianConsentOn}
              onChange={(guardianConsentOn) => set({ guardianConsentOn })}
            />
          )}
        </>
      )}
    </>
  );
}

function Contact({ filled, set }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('needform.contact')}
        optional
        name="contact"
        hint={t('needform.contact_hint')}
        maxLength={200}
        value={filled.contact}
        onChange={(event) => set({ contact: event.target.value })}
      />
      <DateField
        legend={t('needform.answer_by')}
        name="answerBy"
        hint={t('needform.answer_by_hint')}
        value={filled.answerBy}
        onChange={(answerBy) => set({ answerBy })}
      />
      <TextArea
        label={t('needform.notes')}
        optional
        name="notes"
        maxLength={2000}
        value={filled.notes}
        onChange={(event) => set({ notes: event.target.value })}
      />
    </>
  );
}
