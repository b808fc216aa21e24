import { useTranslation } from 'react-i18next';
import { fDay, today } from '@/i18n/format';
import { useDistrict } from '@/i18n/words';
import { arriveAt } from '@/ui/arrive';
import { Button } from '@/ui/button';
import { DateField } from '@/ui/date-field';
import { Radios, TextField } from '@/ui/field';
import type { Filled, StepProps } from './draft';
import { dayAfter, newRule, seeded } from './times';
import type { Choice, Period, Rule } from './times';
import { Days } from './when-days';
import { RuleFields, TimeField } from './when-rule';

export function When({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const { periodFrom, periodTo, timeKind, choices } = filled;
  const change = (at: number, patch: Partial<Choice>) =>
    set({ choices: choices.map((choice, i) => (i === at ? { ...choice, ...patch } : choice)) });
  return (
    <>
      <PeriodFields filled={filled} set={set} />
      {filled.form !== 'goods' && (
        <>
          <Radios
            legend={t('needform.time_kind')}
            name="timeKind"
            value={timeKind}
            onChange={(kind) => set({ timeKind: kind as Filled['timeKind'], choices: seeded(choices, kind, filled) })}
            choices={(['weekly', 'dates', 'agreed'] as const).map((value) => ({
              value,
              label: t(`needform.time_${value}`),
            }))}
          />
          {timeKind !== 'agreed' && (
            <div className="stack" id="f-alternatives" tabIndex={-1}>
              {choices.map((choice, i) => (
                <section
                  key={i}
                  id={`choice-${i}`}
                  tabIndex={-1}
                  className="stack tight"
                  aria-label={t('needform.choice_n', { n: i + 1 })}
                >
                  {choices.length > 1 && (
                    <div className="spread">
                      <h2 className="h3">{t('needform.choice_n', { n: i + 1 })}</h2>
                      <Button kind="quiet" onClick={() => set({ choices: choices.filter((_, at) => at !== i) })}>
                        {t('ui.remove')}
                        <span className="sr"> {t('needform.choice_n', { n: i + 1 })}</span>
                      </Button>
                    </div>
                  )}
                  <ChoiceFields
                    name={`choice-${i}`}
                    choice={choice}
                    weekly={timeKind === 'weekly'}
                    period={{ periodFrom, periodTo }}
                    change={(patch) => change(i, patch)}
                  />
                </section>
              ))}
              {choices.length < 10 && (
                <div>
                  <Button
                    onClick={() => {
                      set({ choices: seeded([...choices, { rules: [], dates: [] }], timeKind, filled) });
                      arriveAt(`choice-${choices.length}`);
                    }}
                  >
                    {t('needform.more_choices')}
                  </Button>
                </div>
              )}
            </div>
          )}
          {timeKind === 'agreed' && (
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

/** First and last day, which usually are those of a term. */
function PeriodFields({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const terms = useDistrict()?.terms.filter(({ endsOn }) => endsOn > today()) ?? [];
  const { periodFrom, periodTo, choices } = filled;
  // Lines as they came belong to the period they came with.
  const move = (period: Partial<Filled>) =>
    set({
      ...period,
      choices: choices.map(({ rules, dates }) => ({
        dates,
        rules: rules.map((rule) => (rule.sealed ? rule : { ...rule, given: null })),
      })),
    });
  return (
    <>
      {terms.length > 0 && (
        <div className="cluster">
          {terms.slice(0, 2).map(({ id, name, startsOn, endsOn }) => {
            const from =
              startsOn > today() ? startsOn : periodFrom > startsOn && periodFrom < endsOn ? periodFrom : today();
            return (
              <button
                key={id}
                type="button"
                className="chip"
                aria-pressed={periodFrom === from && periodTo === endsOn}
                onClick={() => move({ periodFrom: from, periodTo: endsOn })}
              >
                {t('needform.term', { name, day: fDay(endsOn) })}
              </button>
            );
          })}
        </div>
      )}
      <DateField
        legend={t('needform.period_from')}
        name="periodFrom"
        value={periodFrom}
        onChange={(day) => move({ periodFrom: day })}
      />
      <DateField
        legend={t('needform.period_to')}
        name="periodTo"
        value={periodTo}
        onChange={(day) => move({ periodTo: day })}
      />
    </>
  );
}

/** The lines of one choice of times, single days below them, and what days that makes. */
function ChoiceFields({
  name,
  choice,
  weekly,
  period,
  change,
}: {
  name: string;
  choice: Choice;
  weekly: boolean;
  period: Period;
  change: (patch: Partial<Choice>) => void;
}) {
  const { t } = useTranslation();
  const { dates } = choice;
  const rules = weekly ? choice.rules : [];
  const lines = rules.length + dates.length;
  const lineOf = (n: number) => ({
    id: `${name}-time-${n}`,
    tabIndex: -1,
    className: 'time-row',
    role: 'group',
    'aria-label': t('needform.time_n', { n }),
  });
  const add = (patch: Partial<Choice>, n: number) => {
    change(patch);
    arriveAt(lineOf(n).id);
  };
  const rule = (at: number, patch: Partial<Rule>) =>
    change({ rules: rules.map((one, i) => (i === at ? { ...one, ...patch, given: null } : one)) });
  const dated = (at: number, patch: Partial<Choice['dates'][number]>) =>
    change({ dates: dates.map((one, i) => (i === at ? { ...one, ...patch } : one)) });
  const remove = (n: number, deed: () => void) =>
    lines > 1 && (
      <Button kind="quiet" onClick={deed}>
        {t('ui.remove')}
        <span className="sr"> {t('needform.time_n', { n })}</span>
      </Button>
    );
  return (
    <>
      {rules.map((one, i) => (
        <div key={`r${i}`} {...lineOf(i + 1)}>
          <RuleFields name={`${name}-${i}`} rule={one} period={period} change={(patch) => rule(i, patch)} />
          {remove(i + 1, () => change({ rules: rules.filter((_, at) => at !== i) }))}
        </div>
      ))}
      {dates.map((one, i) => {
        const n = rules.length + i + 1;
        return (
          <div key={`d${i}`} {...lineOf(n)}>
            <DateField
              legend={t('needform.day')}
              name={`${name}-day-${i}`}
              value={one.day}
              onChange={(day) => dated(i, { day })}
            />
            <TimeField label={t('needform.from')} value={one.from} onChange={(from) => dated(i, { from })} />
            <TimeField label={t('needform.to')} value={one.to} onChange={(to) => dated(i, { to })} />
            {remove(n, () => change({ dates: dates.filter((_, at) => at !== i) }))}
          </div>
        );
      })}
      <div className="cluster">
        {weekly && (
          <Button
            kind="quiet"
            onClick={() => {
              const { weekdays = [2], from = '14:00', to = '15:00' } = rules.at(-1) ?? {};
              add({ rules: [...rules, { ...newRule((Math.max(...weekdays) % 7) + 1), from, to }] }, rules.length + 1);
            }}
          >
            {t('needform.more_times')}
          </Button>
        )}
        <Button kind="quiet" onClick={() => add({ dates: [...dates, dayAfter(dates.at(-1), period)] }, lines + 1)}>
          {t('needform.more_days')}
        </Button>
      </div>
      <Days choice={{ rules, dates }} period={period} except={(at, except) => rule(at, { except })} />
    </>
  );
}
