import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Radios } from '@/ui/field';
import type { Alternative, BoardPair } from './model';
import { BrokenRules } from './overrides';
import type { Overrides } from './overrides';

/** Somebody else for the same seat: who, how well it fits, and what the whole plan would lose. */
export function SwapDialog({
  pair,
  to,
  onClose,
  onDone,
}: {
  pair: BoardPair | null;
  to?: Alternative;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('board.swap_title', { need: pair?.need.title, name: pair?.offer.volunteerName })}
      open={pair !== null}
      onClose={onClose}
    >
      {pair && <SwapForm pair={pair} to={to} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function SwapForm({
  pair,
  to,
  onClose,
  onDone,
}: {
  pair: BoardPair;
  to?: Alternative;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [offerId, setOfferId] = useState(to?.offerId ?? pair.alternatives[0]?.offerId ?? null);
  const swap = useMutation({
    mutationFn: (overrides: Overrides) =>
      ask(
        api.POST('/api/proposals/{id}/swap', {
          params: { path: { id: pair.id } },
          body: { version: pair.version, offerId: offerId!, overrides },
        }),
      ),
    onSuccess: (changed) => {
      void client.invalidateQueries({ queryKey: ['proposal'] });
      onDone(changed.id);
    },
  });
  const { reset } = swap;
  useEffect(reset, [offerId, reset]);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        swap.mutate([]);
      }}
    >
      <Radios
        legend={t('board.else')}
        name="alternative"
        value={offerId}
        onChange={setOfferId}
        choices={pair.alternatives.map((one) => ({
          value: one.offerId,
          label: `${one.volunteerName} · ${one.offerTitle}`,
          hint: `${t('board.fit_is', { score: one.score })} · ${one.priceAtLeast > 0 ? t('board.price', { points: fNumber(one.priceAtLeast) }) : t('board.price_unproven')}`,
        }))}
      />
      <p className="muted">{t('board.swap_hint')}</p>
      {swap.error && (
        <BrokenRules error={swap.error} busy={swap.isPending} onRetry={(overrides) => swap.mutate(overrides)} />
      )}
      <div className="cluster">
        <Button type="submit" kind="main" busy={swap.isPending}>
          {t('board.swap')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
