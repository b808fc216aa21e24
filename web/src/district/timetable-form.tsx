import { useTranslation } from 'react-i18next';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { Button } from '@/ui/button';
import { Checks, TextField } from '@/ui/field';
import { clockOf, isSpan, minutesOf, spanOf, typedOf } from './clock';
import type { Typed } from './clock';
import { saveSettings } from './save-settings';
import type { District } from './save-settings';

/** Between two lessons, when one more is added. */
const BREAK_MINUTES = 10;

/** Two times of a day. Their names are those of the server's pointers, so that a refusal stands at its field. */
export function SpanFields({
  name,
  label,
  typed,
  onChange,
}: {
  name: string;
  label: string;
  typed: Typed;
  onChange: (typed: Typed) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="bell" role="group" aria-label={label}>
      <b aria-hidden="true">{label}</b>
      <TextField
        label={t('district.from')}
        name={`${name}-from`}
        type="time"
        className="short"
        value={typed.from}
        onChange={(event) => onChange({ ...typed, from: event.target.value })}
      />
      <TextField
        label={t('district.to')}
        name={`${name}-to`}
        type="time"
        className="short"
        value={typed.to}
        onChange={(event) => onChange({ ...typed, to: event.target.value })}
      />
    </div>
  );
}

/** When lessons and breaks are: what 第三节 in a workbook means. */
export function TimetableForm({ district, onDone }: { district: District; onDone: () => void }) {
  const { t } = useTranslation();
  const { lessonMinutes, timetable } = district.settings;
  const draft = useRowDraft('settings.timetable', {
    lessons: timetable?.lessons.map(typedOf) ?? [typedOf({ from: 480, to: 480 + lessonMinutes })],
    earlyReading: timetable?.earlyReading ? typedOf(timetable.earlyReading) : null,
    longBreak: timetable?.longBreak ? typedOf(timetable.longBreak) : null,
  });
  const { typed: pauses, set } = draft;
  const { lessons } = pauses;
  const setLessons = (changed: Typed[]) => set({ lessons: changed });
  const usual = { earlyReading: { from: '07:40', to: '08:00' }, longBreak: { from: '10:00', to: '10:30' } };
  const keys = ['earlyReading', 'longBreak'] as const;
  const add = () => {
    const end = minutesOf(lessons.at(-1)?.to ?? '08:00');
    const from = Math.min((Number.isNaN(end) ? 480 : end) + BREAK_MINUTES, 1439 - lessonMinutes);
    setLessons([...lessons, { from: clockOf(from), to: clockOf(from + lessonMinutes) }]);
  };
  const form = useSaveForm({
    draft,
    check: () =>
      Object.fromEntries([
        ...lessons.flatMap((one, i) =>
          isSpan(one) ? [] : [[`timetable-lessons-${i}-from`, t('district_fault.no_time')]],
        ),
        ...keys.flatMap((key) =>
          pauses[key] && !isSpan(pauses[key]) ? [[`timetable-${key}-from`, t('district_fault.no_time')]] : [],
        ),
      ]),
    send: () =>
      saveSettings(district, {
        timetable: {
          lessons: lessons.map(spanOf),
          earlyReading: pauses.earlyReading && spanOf(pauses.earlyReading),
          longBreak: pauses.longBreak && spanOf(pauses.longBreak),
        },
      }),
    onSaved: onDone,
  });
  const labels = {
    lessons: t('district.timetable'),
    earlyReading: t('district.earlyReading'),
    longBreak: t('district.longBreak'),
  };
  return (
    <SaveForm form={form} labels={labels}>
      <div className="bells">
        {lessons.map((typed, i) => (
          <SpanFields
            key={i}
            name={`timetable-lessons-${i}`}
            label={t('district.lesson', { n: i + 1 })}
            typed={typed}
            onChange={(next) => setLessons(lessons.map((one, at) => (at === i ? next : one)))}
          />
        ))}
        <div className="cluster">
          {lessons.length < 16 && <Button onClick={add}>{t('district.add_lesson')}</Button>}
          {lessons.length > 1 && (
            <Button kind="quiet" onClick={() => setLessons(lessons.slice(0, -1))}>
              {t('district.fewer_lessons')}
            </Button>
          )}
        </div>
      </div>
      <Checks
        legend={t('district.pauses')}
        name="pauses"
        inline
        values={keys.filter((key) => pauses[key])}
        onChange={(values) =>
          set({
            earlyReading: values.includes('earlyReading') ? (pauses.earlyReading ?? usual.earlyReading) : null,
            longBreak: values.includes('longBreak') ? (pauses.longBreak ?? usual.longBreak) : null,
          })
        }
        choices={keys.map((key) => ({ value: key, label: labels[key] }))}
      />
      <div className="bells">
        {keys.map((key) => {
          const typed = pauses[key];
          return (
            typed && (
              <SpanFields
                key={key}
                name={`timetable-${key}`}
                label={labels[key]}
                typed={typed}
                onChange={(next) => set({ [key]: next })}
              />
            )
          );
        })}
      </div>
    </SaveForm>
  );
}
