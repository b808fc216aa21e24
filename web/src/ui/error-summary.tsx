import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { idOf } from './field';

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
