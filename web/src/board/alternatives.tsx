import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problem';
import { fNumber } from '@/i18n/format';
import { useReasons } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Loading, ProblemNote } from '@/ui/states';
import type { Alternative, BoardOffer, BoardPair } from './model';

type Price = Schema<'PriceDto'>;

/** Names for the ids in a price: what is on the board, and both menus. */
export interface Names {
  pairs: BoardPair[];
  offers: BoardOffer[];
}

/** If somebody else: who, how well it fits, and what the whole plan would lose at the least. The exact figure is asked for. */
export function Alternatives({
  pair,
  alternatives,
  names,
  onSwap,
}: {
  pair: BoardPair;
  alternatives: Alternative[];
  names: Names;
  onSwap?: (to: Alternative) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('board.else')}</h3>
      <ul className="plain alternatives">
        {alternatives.map((alternative) => (
          <li key={`${alternative.offerId}-${alternative.alternative}`}>
            <div>
              <b>{alternative.volunteerName}</b>
              <span className="muted small">
                {alternative.offerTitle} · {t('board.fit_is', { score: alternative.score })}
              </span>
              <PriceLine pair={pair} of={alternative} names={names} />
            </div>
            {onSwap && (
              <Button onClick={() => onSwap(alternative)}>
                {t('board.take')}
                <span className="sr"> {alternative.volunteerName}</span>
              </Button>
            )}
          </li>
        ))}
        <li>
          <div>
            <b>{t('board.leave_open')}</b>
            <span className="price">{t('board.leave_open_price')}</span>
          </div>
        </li>
      </ul>
      {alternatives.length === 0 && <p className="muted">{t('board.nobody_else')}</p>}
    </>
  );
}

/** The price of one alternative: what is known without asking, and on request the exact one with whom it moves. */
export function PriceLine({
  pair,
  of: { offerId, alternative, priceAtLeast, volunteerName },
  names,
}: {
  pair: BoardPair;
  of: Alternative;
  names: Names;
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const price = useQuery({
    queryKey: ['price', pair.roundId, pair.need.id, offerId, alternative],
    enabled: asked && pair.roundId !== null,
    staleTime: Infinity,
    retry: false,
    queryFn: () =>
      ask(
        api.GET('/api/rounds/{id}/price', {
          params: {
            path: { id: pair.roundId! },
            query: { needId: pair.need.id, offerId, alternative: alternative ?? undefined },
          },
        }),
      ),
  });
  if (price.data) return <Priced price={price.data} pair={pair} offerId={offerId} names={names} />;
  // The round did not know one of the two, or a rule forbids the pair: there is no price, only the rule.
  if (price.error instanceof Problem && price.error.code === 'not_found')
    return <WhyNot pair={pair} offerId={offerId} />;
  return (
    <>
      {priceAtLeast !== null && (
        <span className="price">
          {priceAtLeast > 0 ? t('board.price', { points: fNumber(priceAtLeast) }) : t('board.price_unproven')}
        </span>
      )}
      {price.error ? (
        <ProblemNote error={price.error} onRetry={() => void price.refetch()} />
      ) : (
        pair.roundId !== null && (
          <span>
            <Button kind="quiet" className="btn-line" busy={price.isFetching} onClick={() => setAsked(true)}>
              {t('board.ask_price')}
              <span className="sr"> {volunteerName}</span>
            </Button>
          </span>
        )
      )}
    </>
  );
}

function Priced({ price, pair, offerId, names }: { price: Price; pair: BoardPair; offerId: string; names: Names }) {
  const { t } = useTranslation();
  const { atLeast, atMost } = price;
  const seats = atMost === null ? 0 : price.goes.length - price.comes.length;
  const needName = (id: string) => {
    const need = names.pairs.find((line) => line.need.id === id)?.need;
    return need ? `${need.schoolName} ${need.title}` : t('board.another_need');
  };
  const who = (id: string) =>
    (names.offers.find((offer) => offer.id === id) ?? names.pairs.find(({ offer }) => offer.id === id)?.offer)
      ?.volunteerName ?? t('role.volunteer');
  const moves = [
    ...price.goes
      .filter(({ need, offer }) => !(need === pair.need.id && offer === pair.offer.id))
      .map(({ need, offer }) => t('board.goes', { name: who(offer), need: needName(need) })),
    ...price.comes
      .filter(({ need, offer }) => !(need === pair.need.id && offer === offerId))
      .map(({ need, offer }) => t('board.comes', { name: who(offer), need: needName(need) })),
  ];
  return (
    <>
      <span className="price">
        {atMost === null
          ? t('board.price_none', { points: fNumber(Math.max(0, atLeast ?? 0)) })
          : atMost <= 0
            ? t('board.price_free')
            : atLeast === atMost
              ? t('board.price_exact', { points: fNumber(atMost) })
              : (atLeast ?? 0) <= 0
                ? t('board.price_most', { most: fNumber(atMost) })
                : t('board.price_between', { least: fNumber(atLeast ?? 0), most: fNumber(atMost) })}
        {seats > 0 && ` ${t('board.seats_lost', { count: seats })}`}
      </span>
      {atMost !== null && (
        <span className="small muted">
          {moves.length === 0 ? t('board.moves_nobody') : t('board.moves', { count: moves.length })}
        </span>
      )}
      {moves.length > 0 && (
        <ul className="small moves">
          {moves.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Why a pair has no price: the rules that forbid it, or that the round did not know one of the two. */
function WhyNot({ pair, offerId }: { pair: BoardPair; offerId: string }) {
  const { t } = useTranslation();
  const sentences = useReasons('they');
  const why = useQuery({
    queryKey: ['why-not', pair.roundId, pair.need.id, offerId],
    staleTime: Infinity,
    retry: false,
    queryFn: () =>
      ask(
        api.GET('/api/rounds/{id}/why-not', {
          params: { path: { id: pair.roundId! }, query: { needId: pair.need.id, offerId } },
        }),
      ),
  });
  if (why.isPending) return <Loading rows={1} />;
  const rules = [...new Set(why.data?.ways.flatMap(({ forbidden }) => sentences(forbidden)))];
  return (
    <>
      <span className="price">{t(rules.length ? 'board.forbidden' : 'board.not_in_round')}</span>
      {rules.length > 0 && (
        <ul className="small moves">
          {rules.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  );
}
