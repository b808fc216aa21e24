import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useNamed, useTaxonomy } from '@/i18n/words';
import { TextField } from '@/ui/field';
import { isSpan, spanOf, typedOf } from './clock';
import type { Typed } from './clock';
import { saveSettings } from './save-settings';
import type { District } from './save-settings';
import { SpanFields } from './timetable-form';

export const NUMBERS = {
  habits: ['answerDays', 'remindDaysBefore', 'staleAfterDays', 'clearanceWarningDays'],
  lengths: ['lessonMinutes', 'defaultSessionMinutes'],
} as const;
export const PARTS = ['morning', 'afternoon', 'after_school', 'evening', 'whole_day'] as const;

interface FormProps {
  district: District;
  onDone: () => void;
}

const isWhole = (typed: string): boolean => /^\d{1,6}$/.test(typed.trim());

/** The name of the district, as it stands on top of every page and on certificates. */
export function NameForm({ district, onDone }: FormProps) {
  const { t } = useTranslation();
  const draft = useRowDraft('settings.name', { name: district.name });
  const { name } = draft.typed;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => (name.trim() ? {} : { name: t('district_fault.name_missing') }),
    send: () => ask(api.PATCH('/api/district', { body: { version: district.version, name: name.trim() } })),
    onSaved: onDone,
  });
  return (
    <SaveForm form={form} labels={{ name: t('district.name') }} says={{ name: district.name }}>
      <TextField
        label={t('district.name')}
        name="name"
        maxLength={200}
        value={name}
        onChange={(event) => draft.set({ name: event.target.value })}
      />
    </SaveForm>
  );
}

/** Whole numbers of the settings, and for the habits the days between check-ins. */
export function NumbersForm({ district, group, onDone }: FormProps & { group: keyof typeof NUMBERS }) {
  const { t } = useTranslation();
  const named = useNamed();
  const programmes = useTaxonomy()?.programmes ?? [];
  const { settings } = district;
  const codes = group === 'habits' ? ['default', ...programmes.map(({ code }) => code)] : [];
  const dayField = (code: string) => `checkInDays-${code}`;
  // One flat row, so that two people who change different numbers do not get in each other's way.
  const draft = useRowDraft<Record<string, string>>(
    `settings.${group}`,
    Object.fromEntries([
      ...NUMBERS[group].map((key) => [key, String(settings[key])]),
      ...codes.map((code) => [dayField(code), String(settings.checkInDays[code] ?? '')]),
    ]),
  );
  const { typed, set } = draft;
  const daysOf = (code: string) => typed[dayField(code)] ?? '';
  const form = useSaveForm({
    draft,
    check: () =>
      Object.fromEntries([
        ...NUMBERS[group].flatMap((key) => (isWhole(typed[key]) ? [] : [[key, t('district_fault.no_number')]])),
        ...codes.flatMap((code) =>
          isWhole(daysOf(code)) || (code !== 'default' && !daysOf(code).trim())
            ? []
            : [[dayField(code), t('district_fault.no_number')]],
        ),
      ]),
    send: () =>
      saveSettings(district, {
        ...Object.fromEntries(NUMBERS[group].map((key) => [key, Number(typed[key])])),
        ...(codes.length > 0 && {
          checkInDays: Object.fromEntries(
            codes.filter((code) => daysOf(code).trim()).map((code) => [code, Number(daysOf(code))]),
          ),
        }),
      }),
    onSaved: onDone,
  });
  const programmeOf = (code: string): string => {
    const programme = programmes.find((one) => one.code === code);
    return programme ? named(programme) : t('district.check_ins_default');
  };
  const labels = Object.fromEntries([
    ...NUMBERS[group].map((key) => [key, t(`district.${key}`)]),
    ...codes.map((code) => [dayField(code), t('district.check_in_of', { programme: programmeOf(code) })]),
  ]) as Record<string, string>;
  return (
    <SaveForm form={form} labels={labels} says={draft.now}>
      {NUMBERS[group].map((key) => (
        <TextField
          key={key}
          label={labels[key]}
          hint={t(`district.${key}_hint`)}
          name={key}
          inputMode="numeric"
          className="short"
          value={typed[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      ))}
      {codes.length > 0 && (
        <>
          <h3>{t('district.check_ins')}</h3>
          <p className="hint">{t('district.check_ins_hint')}</p>
          {codes.map((code) => (
            <TextField
              key={code}
              label={programmeOf(code)}
              name={dayField(code)}
              inputMode="numeric"
              className="short"
              optional={code !== 'default'}
              value={daysOf(code)}
              onChange={(event) => set({ [dayField(code)]: event.target.value })}
            />
          ))}
        </>
      )}
    </SaveForm>
  );
}

/** What 上午, 下午 and the like mean in this district. */
export function PartsForm({ district, onDone }: FormProps) {
  const { t } = useTranslation();
  const { settings } = district;
  const draft = useRowDraft<Record<string, Typed>>(
    'settings.parts',
    Object.fromEntries(PARTS.map((part) => [part, typedOf(settings.dayParts[part])])),
  );
  const { typed, set } = draft;
  const form = useSaveForm({
    draft,
    check: () =>
      Object.fromEntries(
        PARTS.flatMap((part) => (isSpan(typed[part]) ? [] : [[`dayParts-${part}-from`, t('district_fault.no_time')]])),
      ),
    send: () =>
      saveSettings(district, {
        dayParts: Object.fromEntries(PARTS.map((part) => [part, spanOf(typed[part])])) as typeof settings.dayParts,
      }),
    onSaved: onDone,
  });
  const labels = Object.fromEntries(PARTS.map((part) => [part, t(`district.part_${part}`)])) as Record<string, string>;
  return (
    <SaveForm form={form} labels={labels}>
      <div className="bells">
        {PARTS.map((part) => (
          <SpanFields
            key={part}
            name={`dayParts-${part}`}
            label={labels[part]}
            typed={typed[part]}
            onChange={(next) => set({ [part]: next })}
          />
        ))}
      </div>
    </SaveForm>
  );
}

/** How service becomes hours: what is left of an hour, when it counts, and the stars. */
export function HoursForm({ district, onDone }: FormProps) {
  const { t } = useTranslation();
  const { settings } = district;
  const draft = useRowDraft('settings.hours', {
    rounding: settings.hours.rounding.map(({ upTo, counts }) => ({ upTo: String(upTo), counts: String(counts) })),
    shown: String(settings.hours.shownWorkdays),
    stars: settings.hours.stars.join(' '),
  });
  const { rounding, shown, stars } = draft.typed;
  const hours = stars.split(/[\s,，、]+/).filter(Boolean);
  const step = (i: number, patch: object) =>
    draft.set({ rounding: rounding.map((one, at) => (at === i ? { ...one, ...patch } : one)) });
  const form = useSaveForm({
    draft,
    check: () =>
      Object.fromEntries([
        ...rounding.flatMap(({ upTo, counts }, i) =>
          isWhole(upTo) && isWhole(counts) ? [] : [[`hours-rounding-${i}-upTo`, t('district_fault.no_number')]],
        ),
        ...(isWhole(shown) ? [] : [['hours-shownWorkdays', t('district_fault.no_number')]]),
        ...(hours.length > 0 && hours.every(isWhole) ? [] : [['hours-stars', t('district_fault.no_stars')]]),
      ]),
    send: () =>
      saveSettings(district, {
        hours: {
          rounding: rounding.map(({ upTo, counts }) => ({ upTo: Number(upTo), counts: Number(counts) })),
          shownWorkdays: Number(shown),
          stars: hours.map(Number),
        },
      }),
    onSaved: onDone,
  });
  const labels = {
    rounding: t('district.rounding'),
    shown: t('district.shown_workdays'),
    stars: t('district.stars'),
  };
  return (
    <SaveForm form={form} labels={labels} says={{ shown: draft.now.shown, stars: draft.now.stars }}>
      <h3>{labels.rounding}</h3>
      <p className="hint">{t('district.rounding_hint')}</p>
      {rounding.map(({ upTo, counts }, i) => (
        <div className="habit" key={i} role="group" aria-label={t('district.rounding_n', { n: i + 1 })}>
          <TextField
            label={t('district.up_to')}
            name={`hours-rounding-${i}-upTo`}
            inputMode="numeric"
            className="short"
            value={upTo}
            onChange={(event) => step(i, { upTo: event.target.value })}
          />
          <TextField
            label={t('district.counts')}
            name={`hours-rounding-${i}-counts`}
            inputMode="numeric"
            className="short"
            value={counts}
            onChange={(event) => step(i, { counts: event.target.value })}
          />
        </div>
      ))}
      <TextField
        label={labels.shown}
        hint={t('district.shown_workdays_hint')}
        name="hours-shownWorkdays"
        inputMode="numeric"
        className="short"
        value={shown}
        onChange={(event) => draft.set({ shown: event.target.value })}
      />
      <TextField
        label={labels.stars}
        hint={t('district.stars_hint')}
        name="hours-stars"
        value={stars}
        onChange={(event) => draft.set({ stars: event.target.value })}
      />
    </SaveForm>
  );
}
