import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Deeds } from '@/app/deeds';
import { districtQuery } from '@/i18n/words';
import { Button } from '@/ui/button';

/** Change and remove, the latter after a question. */
export function FactDeeds({
  id,
  name,
  onChange,
  remove,
  text,
}: {
  id: string;
  name: string;
  onChange: () => void;
  remove: () => Promise<unknown>;
  text: string;
}) {
  const { t } = useTranslation();
  const district = useQuery(districtQuery);
  return (
    <div className="cluster no-print">
      <Button onClick={onChange}>
        {t('ui.change')}
        <span className="sr">{name}</span>
      </Button>
      <Deeds
        of={id}
        refresh={() => void district.refetch()}
        deeds={[
          {
            key: 'remove',
            label: t('ui.remove'),
            ask: { title: t('district.remove', { name }), text },
            run: remove,
          },
        ]}
      />
    </div>
  );
}
