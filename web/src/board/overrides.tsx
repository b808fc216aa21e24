import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useDraft } from '@/app/draft';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { Note, ProblemNote } from '@/ui/states';

export type Overrides = { rule: string; reason: string }[];

/**
 * What a pair made by hand breaks: rules nobody may set aside are named, for the others a reason is asked for, and the
 * pair is tried again with it.
 */
export function BrokenRules({
  of,
  error,
  busy,
  onRetry,
}: {
  /** Of the pair: reasons half written are there again when it is tried again. */
  of: string;
  error: unknown;
  busy: boolean;
  onRetry: (overrides: Overrides) => void;
}) {
  const { t, i18n } = useTranslation();
  const sentences = useReasons('they');
  const [given, setGiven, forget] = useDraft<Record<string, string>>(`override.${of}`, {});
  if (!(error instanceof Problem) || !['rule_broken', 'override_needed'].includes(error.code))
    return <ProblemNote error={error} />;
  const rules = error.errors.map(({ code, params }) => ({
    code,
    why: sentences([{ code, params }])[0] ?? (i18n.exists(`rule.${code}`) ? t(`rule.${code}`) : code),
  }));
  if (error.code === 'rule_broken')
    return (
      <Note tone="stop" title={t('override.never')} alert>
        <ul>
          {rules.map(({ code, why }) => (
            <li key={code}>{why}</li>
          ))}
        </ul>
      </Note>
    );
  return (
    <Note tone="wait" title={t('override.needed')} alert>
      {rules.map(({ code, why }) => (
        <TextField
          key={code}
          label={why}
          hint={t('override.reason')}
          maxLength={1000}
          value={given[code] ?? ''}
          onChange={(event) => setGiven({ ...given, [code]: event.target.value })}
        />
      ))}
      <div>
        <Button
          busy={busy}
          disabled={rules.some(({ code }) => !given[code]?.trim())}
          onClick={() => {
            forget();
            onRetry(rules.map(({ code }) => ({ rule: code, reason: given[code].trim() })));
          }}
        >
          {t('override.go')}
        </Button>
      </div>
    </Note>
  );
}
