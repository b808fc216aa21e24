import { createContext, useContext, useId } from 'react';
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

/** What a field of that name has to say about itself. */
export function useField({ name, hint, error }: { name?: string; hint?: ReactNode; error?: string }) {
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
export function Group({
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
