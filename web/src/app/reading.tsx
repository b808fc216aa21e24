import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Button } from '@/ui/button';
import { Radios } from '@/ui/field';
import { setPrefs, usePrefs } from './prefs';
import type { Prefs } from './prefs';
import { meQuery } from './session';

/** Text size and contrast. Takes effect at once; the account remembers whether large print is wanted. */
export function ReadingSettings({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation();
  const prefs = usePrefs();
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: (elderMode: boolean) => ask(api.PATCH('/api/me', { body: { elderMode } })),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
  const choose = (elder: Prefs['elder']) => {
    if (elder > 0 !== prefs.elder > 0) keep.mutate(elder > 0);
    setPrefs({ elder });
  };
  return (
    <div className="stack loose">
      <Radios
        legend={t('reading.size')}
        name="reading-size"
        value={String(prefs.elder)}
        onChange={(value) => choose(Number(value) as Prefs['elder'])}
        choices={[0, 1, 2, 3].map((size) => ({
          value: String(size),
          label: <span className={`sample sample-${size}`}>{t(`reading.size_${size}`)}</span>,
        }))}
      />
      <Radios
        legend={t('reading.contrast')}
        name="reading-contrast"
        value={prefs.contrast}
        onChange={(value) => setPrefs({ contrast: value as Prefs['contrast'] })}
        choices={[
          { value: 'normal', label: t('reading.contrast_normal') },
          { value: 'more', label: t('reading.contrast_more') },
        ]}
      />
      {onDone && (
        <div>
          <Button kind="main" onClick={onDone}>
            {t('ui.done')}
          </Button>
        </div>
      )}
    </div>
  );
}
