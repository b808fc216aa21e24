import { useTranslation } from 'react-i18next';
import { merge } from '@/app/merge';
import { Button } from '@/ui/button';
import { Note } from '@/ui/states';
import { useLines } from './check';
import type { Filled } from './draft';

/** Somebody else changed the need meanwhile: what, beside what was written here, and two ways on. */
export function Moved({
  base,
  mine,
  theirs,
  onChoose,
}: {
  base: Filled;
  mine: Filled;
  theirs: Filled;
  onChoose: (filled: Filled) => void;
}) {
  const { t } = useTranslation();
  const linesOf = useLines();
  const [before, here] = [base, mine].map((filled) => new Map(linesOf(filled).map(([label, value]) => [label, value])));
  const there = new Map(linesOf(theirs).map(([label, value]) => [label, value]));
  const changed = [...new Set([...before.keys(), ...there.keys()])].filter(
    (label) => before.get(label) !== there.get(label),
  );
  const none = t('ui.none');
  return (
    <Note tone="wait" title={t('problem.version_moved')} alert>
      <p>{t('moved.hint')}</p>
      <dl className="stack tight">
        {changed.map((label) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {t('moved.now', { now: there.get(label) ?? none, before: before.get(label) ?? none })}
              {here.get(label) !== before.get(label) && here.get(label) !== there.get(label) && (
                <>
                  <br />
                  {t('moved.yours', { yours: here.get(label) ?? none })}
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {changed.length === 0 && <p>{t('moved.elsewhere')}</p>}
      <div className="cluster">
        <Button kind="main" onClick={() => onChoose(merge(base, mine, theirs))}>
          {t('moved.keep')}
        </Button>
        <Button onClick={() => onChoose(theirs)}>{t('moved.theirs')}</Button>
      </div>
    </Note>
  );
}
