import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useNamed, useTaxonomy } from '@/i18n/words';
import { TextField } from '@/ui/field';
import { isSpan, spanOf, typedOf } from './clock';
import type { Typed } from './clock';
import { FactForm } from './save';
import { SpanFields } from './timetable-form';
import type { District } from './timetable-form';

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
  const [name, setName] = useState(district.name);
  return (
    <FactForm
      labels={{ name: t('district.name') }}
      onDone={onDone}
      check={(): Record<string, string> => (name.trim() ? {} : { name: t('district_fault.name_missing') })}
      save={() => ask(api.PATCH('/api/district', { body: { version: district.version, name: name.trim() } }))}
    >
      <TextField
        label={t('district.name')}
        name="name"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </FactForm>
  );
}

/** Whole numbers of the settings, and for the habits the days between check-ins. */
export function NumbersForm({ district, group, onDone }: FormProps & { group: keyof typeof NUMBERS }) {
  const { t } = useTranslation();
  const named = useNamed();
  const programmes = useTaxonomy()?.programmes ?? [];
  const { settings, version } = district;
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(NUMBERS[group].map((key) => [key, String(settings[key])])),
  );
  const [days, setDays] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(settings.checkInDays).map(([code, n]) => [code, String(n)])),
  );
  const codes = group === 'habits' ? ['default', ...programmes.map(({ code }) => code)] : [];
  return (
    <FactForm
      labels={Object.fromEntries(NUMBERS[group].map((key) => [key, t(`district.${key}`)]))}
      onDone={onDone}
      check={() =>
        Object.fromEntries([
          ...Object.entries(typed).flatMap(([key, value]) =>
            isWhole(value) ? [] : [[key, t('district_fault.no_number')]],
          ),
          ...codes.flatMap((code) =>
            isWhole(days[code] ?? '') || (code !== 'default' && !days[code])
              ? []
              : [[`checkInDays-${code}`, t('district_fault.no_number')]],
          ),
        ])
      }
      save={() =>
        ask(
          api.PATCH('/api/district', {
            body: {
              version,
              settings: {
                ...Object.fromEntries(Object.entries(typed).map(([key, value]) => [key, Number(value)])),
                ...(codes.length > 0 && {
                  checkInDays: Object.fromEntries(
                    codes.filter((code) => days[code]?.trim()).map((code) => [code, Number(days[code])]),
                  ),
                }),
              },
            },
          }),
        )
      }
    >
      {NUMBERS[group].map((key) => (
        <TextField
          key={key}
          label={t(`district.${key}`)}
          hint={t(`district.${key}_hint`)}
          name={key}
          inputMode="numeric"
          className="short"
          value={typed[key]}
          onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
        />
      ))}
      {codes.length > 0 && (
        <>
          <h3>{t('district.check_ins')}</h3>
          <p className="hint">{t('district.check_ins_hint')}</p>
          {codes.map((code) => {
            const programme = programmes.find((one) => one.code === code);
            return (
              <TextField
                key={code}
                label={programme ? named(programme) : t('district.check_ins_default')}
                name={`checkInDays-${code}`}
                inputMode="numeric"
                className="short"
                optional={code !== 'default'}
                value={days[code] ?? ''}
                onChange={(event) => setDays({ ...days, [code]: event.target.value })}
              />
            );
          })}
        </>
      )}
    </FactForm>
  );
}

/** What 上午, 下午 and the like mean in this district. */
export function PartsForm({ district, onDone }: FormProps) {
  const { t } = useTranslation();
  const { settings, version } = district;
  const [typed, setTyped] = useState<Record<string, Typed>>(() =>
    Object.fromEntries(PARTS.map((part) => [part, typedOf(settings.dayParts[part])])),
  );
  return (
    <FactForm
      labels={{ dayParts: t('district.parts') }}
      onDone={onDone}
      check={() =>
        Object.fromEntries(
          PARTS.flatMap((part) =>
            isSpan(typed[part]) ? [] : [[`dayParts-${part}-from`, t('district_fault.no_time')]],
          ),
        )
      }
      save={() =>
        ask(
          api.PATCH('/api/district', {
            body: {
              version,
              settings: {
                dayParts: Object.fromEntries(
                  PARTS.map((part) => [part, spanOf(typed[part])]),
                ) as typeof settings.dayParts,
              },
            },
          }),
        )
      }
    >
      <div className="bells">
        {PARTS.map((part) => (
          <SpanFields
            key={part}
            name={`dayParts-${part}`}
            label={t(`district.part_${part}`)}
            typed={typed[part]}
            onChange={(next) => setTyped({ ...typed, [part]: next })}
          />
        ))}
      </div>
    </FactForm>
  );
}

/** How service becomes hours: what is left of an hour, when it counts, and the stars. */
export function HoursForm({ district, onDone }: FormProps) {
  const { t } = useTranslation();
  const { settings, version } = district;
  const [rounding, setRounding] = useState(() =>
    settings.hours.rounding.map(({ upTo, counts }) => ({ upTo: String(upTo), counts: String(counts) })),
  );
  const [shown, setShown] = useState(String(settings.hours.shownWorkdays));
  const [stars, setStars] = useState(settings.hours.stars.join(' '));
  const hours = stars.split(/[\s,，、]+/).filter(Boolean);
  const step = (i: number, patch: object) =>
    setRounding(rounding.map((one, at) => (at === i ? { ...one, ...patch } : one)));
  return (
    <FactForm
      labels={{ hours: t('district.hours') }}
      onDone={onDone}
      check={() =>
        Object.fromEntries([
          ...rounding.flatMap(({ upTo, counts }, i) =>
            isWhole(upTo) && isWhole(counts) ? [] : [[`hours-rounding-${i}-upTo`, t('district_fault.no_number')]],
          ),
          ...(isWhole(shown) ? [] : [['hours-shownWorkdays', t('district_fault.no_number')]]),
          ...(hours.length > 0 && hours.every(isWhole) ? [] : [['hours-stars', t('district_fault.no_stars')]]),
        ])
      }
      save={() =>
        ask(
          api.PATCH('/api/district', {
            body: {
              version,
              settings: {
                hours: {
                  rounding: rounding.map(({ upTo, counts }) => ({ upTo: Number(upTo), counts: Number(counts) })),
                  shownWorkdays: Number(shown),
                  stars: hours.map(Number),
                },
              },
            },
          }),
        )
      }
    >
      <h3>{t('district.rounding')}</h3>
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
        label={t('district.shown_workdays')}
        hint={t('district.shown_workdays_hint')}
        name="hours-shownWorkdays"
        inputMode="numeric"
        className="short"
        value={shown}
        onChange={(event) => setShown(event.target.value)}
      />
      <TextField
        label={t('district.stars')}
        hint={t('district.stars_hint')}
        name="hours-stars"
        value={stars}
        onChange={(event) => setStars(event.target.value)}
      />
    </FactForm>
  );
}
