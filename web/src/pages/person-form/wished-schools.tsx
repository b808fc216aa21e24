import { useTranslation } from 'react-i18next';
import { useDistrict } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';

/** Schools somebody would like to go to; a wish, no rule. */
export function WishedSchools({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const schools = useDistrict()?.schools ?? [];
  return (
    <div className="stack tight">
      <Combo
        label={t('people.wished')}
        hint={t('people.wished_hint')}
        name="wishedSchoolIds"
        items={schools.filter(({ id }) => !ids.includes(id))}
        adds
        value={null}
        onChange={(id) => id && onChange([...ids, id])}
      />
      {ids.length > 0 && (
        <ul className="plain stack tight">
          {ids.map((id) => {
            const name = schools.find((school) => school.id === id)?.name ?? '';
            return (
              <li key={id} className="cluster">
                <b>{name}</b>
                <Button kind="quiet" onClick={() => onChange(ids.filter((one) => one !== id))}>
                  {t('ui.remove')}
                  <span className="sr"> {name}</span>
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
