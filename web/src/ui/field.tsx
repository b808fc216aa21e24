import { createContext, useContext, useEffect, useId, useRef } from 'react';
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';

/** Faults of a form by field name; fields show their own, the summary lists all. */
export const FormFaults = createContext<Record<string, string>>({});

interface Around {
  label: string;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
}

/** The id of the field of that name. */
export const idOf = (name: string): string => `f-${name}`;

function useField({ name, hint, error }: { name?: string; hint?: ReactNode; error?: string }) {
  const own = useId();
  const faults = useContext(FormFaults);
  const id = name ? idOf(name) : own;
  const fault = error ?? (name ? faults[name] : undefined);
  const describedBy = [hint && `${id}-hint`, fault && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return { id, fault, props: { id, name, 'aria-describedby': describedBy, 'aria-invalid': fault ? true : undefined } };
}

function Parts({
  id,
  label,
  hint,
  fault,
  optional,
  children,
}: Around & { id: string; fault?: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={fault ? 'field field-bad' : 'field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted"> {t('form.optional')}</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p className="fault" id={`${id}-error`}>
          <span className="sr">{t('form.error')} </span>
          {fault}
        </p>
      )}
      {children}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  optional,
  className,
  ...rest
}: Around & InputHTMLAttributes<HTMLInputElement>) {
  const { id, fault, props } = useField({ name: rest.name, hint, error });
  return (
    <Parts {...{ id, label, hint, fault, optional }}>
      <input className={`input ${className ?? ''}`} {...rest} {...props} />
    </Parts>
  );
}

export function TextArea({
  label,
  hint,
  error,
  optional,
  ...rest
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { id, fault, props } = useField({ name: rest.name, hint, error });
  return (
    <Parts {...{ id, label, hint, fault, optional }}>
      <textarea className="input" rows={4} {...rest} {...props} />
    </Parts>
  );
}

export function Select({
  label,
  hint,
  error,
  optional,
  children,
  ...rest
}: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const { id, fault, props } = useField({ name: rest.name, hint, error });
  return (
    <Parts {...{ id, label, hint, fault, optional }}>
      <select className="input" {...rest} {...props}>
        {children}
      </select>
    </Parts>
  );
}

interface GroupProps {
  legend: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  children: ReactNode;
}

/** Several inputs that answer one question. `focusable`: its first input may be missing, the summary leads to it itself. */
function Group({
  id,
  legend,
  hint,
  optional,
  fault,
  describedBy,
  focusable,
  children,
}: GroupProps & { id: string; fault?: string; describedBy?: string; focusable?: boolean }) {
  const { t } = useTranslation();
  return (
    <fieldset
      className={fault ? 'field field-bad' : 'field'}
      aria-describedby={describedBy}
      {...(focusable && { id, tabIndex: -1 })}
    >
      <legend>
        {legend}
        {optional && <span className="muted"> {t('form.optional')}</span>}
      </legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p className="fault" id={`${id}-error`}>
          <span className="sr">{t('form.error')} </span>
          {fault}
        </p>
      )}
      {children}
    </fieldset>
  );
}

/** A group whose inputs come and go, with the fault of its name. */
export function FieldGroup({ name, ...rest }: GroupProps & { name: string }) {
  const { id, fault, props } = useField({ name, hint: rest.hint });
  return <Group {...rest} {...{ id, fault }} describedBy={props['aria-describedby']} focusable />;
}

interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

/** One of a few: large rows, the whole row is the target. */
export function Radios({
  legend,
  name,
  hint,
  error,
  value,
  choices,
  onChange,
  inline,
}: {
  legend: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: string;
  value: string | null;
  choices: Choice[];
  onChange: (value: string) => void;
  inline?: boolean;
}) {
  const { id, fault, props } = useField({ name, hint, error });
  return (
    <Group {...{ id, legend, hint, fault }} describedBy={props['aria-describedby']}>
      <div className={inline ? 'choices inline' : 'choices'}>
        {choices.map((choice, i) => (
          <label className="choice" key={choice.value}>
            <input
              type="radio"
              id={i === 0 ? id : undefined}
              name={name}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint && <span className="hint">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </Group>
  );
}

/** Any of a few. */
export function Checks({
  legend,
  name,
  hint,
  error,
  values,
  choices,
  onChange,
  inline,
}: {
  legend: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: string;
  values: string[];
  choices: Choice[];
  onChange: (values: string[]) => void;
  inline?: boolean;
}) {
  const { id, fault, props } = useField({ name, hint, error });
  return (
    <Group {...{ id, legend, hint, fault }} describedBy={props['aria-describedby']}>
      <div className={inline ? 'choices inline' : 'choices'}>
        {choices.map((choice, i) => (
          <label className="choice" key={choice.value}>
            <input
              type="checkbox"
              id={i === 0 ? id : undefined}
              name={name}
              value={choice.value}
              checked={values.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...values, choice.value] : values.filter((value) => value !== choice.value),
                )
              }
            />
            <span>
              {choice.label}
              {choice.hint && <span className="hint">{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </Group>
  );
}

/** A day as three numbers: nothing to open, nothing to aim at. The value is `YYYY-MM-DD`, or what was typed when it is no day. */
export function DateField({
  legend,
  name,
  hint,
  error,
  value,
  onChange,
}: {
  legend: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { id, fault, props } = useField({ name, hint, error });
  const [year = '', month = '', day = ''] = value.split('-');
  const bare = (part: string) => part.replace(/^0+(?=\d)/, '');
  const set = (y: string, m: string, d: string) =>
    onChange(y || m || d ? `${y}-${m.length === 1 ? `0${m}` : m}-${d.length === 1 ? `0${d}` : d}` : '');
  const box = (label: string, part: string, size: number, change: (typed: string) => void, first = false) => (
    <label className="date-part">
      <span>{label}</span>
      <input
        className="input"
        inputMode="numeric"
        autoComplete="off"
        id={first ? id : undefined}
        size={size}
        maxLength={size}
        value={part}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => change(event.target.value.replace(/\D/g, ''))}
      />
    </label>
  );
  return (
    <Group {...{ id, legend, hint, fault }} describedBy={props['aria-describedby']}>
      <div className="date-parts">
        {box(t('form.year'), year, 4, (typed) => set(typed, month, day), true)}
        {box(t('form.month'), bare(month), 2, (typed) => set(year, typed, day))}
        {box(t('form.day'), bare(day), 2, (typed) => set(year, month, typed))}
      </div>
    </Group>
  );
}

/** True for a day that exists. */
export const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/**
 * Above a form: everything that must be mended, each a link to its field. It takes the focus when it appears. `labels`:
 * what the fields are called, said in front where the sentence does not; a name that begins with `/` is no field here.
 */
export function ErrorSummary({
  faults,
  labels = {},
}: {
  faults: Record<string, string>;
  labels?: Record<string, string>;
}) {
  const { t } = useTranslation();
  const entries = Object.entries(faults);
  const box = useRef<HTMLDivElement>(null);
  const names = entries.map(([name]) => name).join();
  // Once for each set of faults: never while somebody is mending one of them.
  useEffect(() => box.current?.focus(), [names]);
  if (entries.length === 0) return null;
  const line = (name: string, sentence: string) => {
    const label = labels[name];
    return !label || sentence.toLowerCase().includes(label.toLowerCase())
      ? sentence
      : t('form.at', { label, sentence });
  };
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('form.summary')}</h2>
      <ul className="plain">
        {entries.map(([name, sentence]) => (
          <li key={name}>
            {name.startsWith('/') ? (
              `${sentence} (${name})`
            ) : (
              <a
                href={`#${idOf(name)}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(idOf(name))?.focus();
                }}
              >
                {line(name, sentence)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
