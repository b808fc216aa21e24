import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { Dialog } from '@/ui/dialog';
import { Radios } from '@/ui/field';
import { Shown } from '@/ui/states';
import { PriceLine } from './alternatives';
import type { Names } from './alternatives';
import type { Alternative, BoardOffer, BoardPair, PairDetail } from './model';
import { BrokenRules } from './overrides';
import type { Overrides } from './overrides';
import { useDetail } from './use-lines';

export interface Swap {
  pair: BoardPair;
  /** Who was pointed out. */
  to?: BoardOffer | Alternative;
}

const idOf = (to: Swap['to']): string | null => (to ? ('offerId' in to ? to.offerId : to.id) : null);

/** Somebody else for the same seat: one of the alternatives, or anybody on the resources menu. */
export function SwapDialog({
  swap,
  names,
  onClose,
  onDone,
}: {
  swap: Swap | null;
  names: Names;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('board.swap_title', { need: swap?.pair.need.title, name: swap?.pair.offer.volunteerName })}
      open={swap !== null}
      onClose={onClose}
    >
      {swap && <SwapLoader {...swap} names={names} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

type Form = Swap & { names: Names; onClose: () => void; onDone: (id: string) => void };

/** The alternatives of the line, which may not have been fetched when the key was pressed. */
function SwapLoader(form: Form) {
  const detail = useDetail(form.pair);
  return (
    <Shown query={detail} rows={2}>
      {(found) => <SwapForm {...form} detail={found as unknown as PairDetail} />}
    </Shown>
  );
}

function SwapForm({ pair, to, names, detail, onClose, onDone }: Form & { detail: PairDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { alternatives } = detail;
  const [offerId, setOfferId] = useState(idOf(to) ?? alternatives[0]?.offerId ?? null);
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
  const other = alternatives.some((one) => one.offerId === offerId)
    ? undefined
    : names.offers.find(({ id }) => id === offerId);
  const choices: Alternative[] = other
    ? [
        ...alternatives,
        {
          offerId: other.id,
          volunteerName: other.volunteerName,
          offerTitle: other.title,
          score: null,
          priceAtLeast: null,
          alternative: detail.alternative,
        },
      ]
    : alternatives;
  const chosen = choices.find((one) => one.offerId === offerId);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (offerId) swap.mutate([]);
      }}
    >
      {choices.length > 0 && (
        <Radios
          legend={t('board.else')}
          name="alternative"
          value={offerId}
          onChange={setOfferId}
          choices={choices.map((one) => ({
            value: one.offerId,
            label: `${one.volunteerName} · ${one.offerTitle}`,
            hint: one.score === null ? t('board.not_proposed') : t('board.fit_is', { score: one.score }),
          }))}
        />
      )}
      <Combo
        label={t('board.anybody')}
        hint={t('board.anybody_hint')}
        name="anybody"
        items={names.offers
          .filter(({ id }) => id !== pair.offer.id)
          .map(({ id, title, volunteerName }) => ({ id, name: `${volunteerName} · ${title}` }))}
        adds
        value={null}
        onChange={(id) => id && setOfferId(id)}
      />
      {chosen && (
        <div className="stack tight" key={chosen.offerId}>
          <PriceLine pair={pair} of={chosen} names={names} />
        </div>
      )}
      <p className="muted">{t('board.swap_hint')}</p>
      {swap.error && (
        <BrokenRules
          key={offerId}
          of={`${pair.need.id}.${offerId}`}
          error={swap.error}
          busy={swap.isPending}
          onRetry={(overrides) => swap.mutate(overrides)}
        />
      )}
      <div className="cluster">
        <Button type="submit" kind="main" busy={swap.isPending} disabled={!offerId}>
          {t('board.swap')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}
