import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { useList } from '@/app/lists';
import { BrokenRules } from '@/board/overrides';
import type { Overrides } from '@/board/overrides';
import type { Offer } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Radios } from '@/ui/field';
import { Note } from '@/ui/states';

/** 点单: asks for this offer, for a need that is on the menu or for a new one. */
export function Order({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [needId, setNeedId] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const needs = useList(
    ['needs', { state: 'open', categoryId: offer.categoryId, order: true }],
    (cursor) =>
      ask(
        api.GET('/api/needs', {
          params: { query: { state: 'open', categoryId: offer.categoryId, limit: 50, cursor } },
        }),
      ),
    open,
  );
  const order = useMutation({
    mutationFn: (overrides: Overrides) =>
      ask(
        api.POST('/api/proposals', {
          headers: { 'idempotency-key': `${key}${overrides.length}` },
          body: { needId: needId!, offerId: offer.id, overrides },
        }),
      ),
    onSuccess: () => {
      setKey(newKey());
      void client.invalidateQueries({ queryKey: ['proposals'] });
    },
  });
  const close = () => {
    setOpen(false);
    order.reset();
  };
  return (
    <>
      <Button kind="main" onClick={() => setOpen(true)}>
        {t('offer.order')}
      </Button>
      <Dialog title={t('order.title', { title: offer.title, name: offer.volunteerName })} open={open} onClose={close}>
        {order.isSuccess ? (
          <div className="stack">
            <Note tone="good" title={t('order.done')}>
              <p>{t('order.done_hint')}</p>
            </Note>
            <div>
              <Button kind="main" onClick={close}>
                {t('ui.done')}
              </Button>
            </div>
          </div>
        ) : (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (needId) order.mutate([]);
            }}
          >
            <p className="muted">{t('order.hint')}</p>
            {needs.items.length > 0 && (
              <>
                <Radios
                  legend={t('order.for')}
                  name="need"
                  value={needId}
                  onChange={(id) => {
                    setNeedId(id);
                    order.reset();
                  }}
                  choices={needs.items.map((need) => ({
                    value: need.id,
                    label: need.title,
                    hint: `${need.schoolName} · ${need.code}`,
                  }))}
                />
                {order.error && (
                  <BrokenRules
                    key={needId}
                    of={`${needId}.${offer.id}`}
                    error={order.error}
                    busy={order.isPending}
                    onRetry={(overrides) => order.mutate(overrides)}
                  />
                )}
                <div>
                  <Button type="submit" kind="main" busy={order.isPending} disabled={!needId}>
                    {t('order.send')}
                  </Button>
                </div>
              </>
            )}
            {!needs.isPending && (
              <div>
                <ButtonLink to="/needs/new" search={{ offer: offer.id }}>
                  {t('order.new')}
                </ButtonLink>
              </div>
            )}
          </form>
        )}
      </Dialog>
    </>
  );
}
