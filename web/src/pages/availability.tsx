import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { DraftNote } from '@/app/draft-note';
import { offerRow } from '@/app/rows';
import { fWeekday, fWeekdayLong } from '@/i18n/format';
import { useFreeText } from '@/i18n/when';
import { StateTag } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Note, ProblemNote } from '@/ui/states';
import type { Window } from '@/ui/week';
import { Week } from '@/ui/week';
import '@/styles/week.css';
import '@/styles/availability.css';

/** The parts of a day one can tick; free times that fit none of them are kept as they are. */
const PARTS = { morning: ['08:00', '12:00'], afternoon: ['13:00', '17:00'], evening: ['17:00', '20:00'] } as const;
type Part = keyof typeof PARTS;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const keyOf = (day: number, part: Part) => `${day}-${part}`;

/** When one is free for an offer: large boxes by day and part of the day; the exact times stay the office's to refine. */
export function Availability({ offer }: { offer: Offer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const free = useFreeText();
  const { availability } = offer;
  // Boxes are for every week; odd weeks and days of a month are kept as they are, and said.
  const plain = availability.weekly.filter(({ weeks }) => !weeks);
  const alternating = availability.weekly.filter(({ weeks }) => weeks);
  const beside = !availability.anyTime && alternating.length + (availability.recurrences?.length ?? 0) > 0;
  const draft = useRowDraft(`free.${offer.id}`, {
    ticked: DAYS.flatMap((day) =>
      (Object.keys(PARTS) as Part[])
        .filter((part) => plain.some((window) => covers(window, day, part)))
        .map((part) => keyOf(day, part)),
    ),
  });
  const { ticked } = draft.typed;
  const [editing, setEditing] = useState(draft.found);
  const save = useMutation({
    mutationFn: () => {
      const known = (window: Window) =>
        (Object.keys(PARTS) as Part[]).some((part) => PARTS[part][0] === window.from && PARTS[part][1] === window.to);
      // A finer window inside a part that stays ticked is kept; one whose part was unticked goes.
      const kept = plain.filter(
        (window) =>
          !known(window) &&
          (Object.keys(PARTS) as Part[]).some(
            (part) => covers(window, window.weekday, part) && ticked.includes(keyOf(window.weekday, part)),
          ),
      );
      const added = DAYS.flatMap((weekday) =>
        (Object.keys(PARTS) as Part[])
          .filter(
            (part) => ticked.includes(keyOf(weekday, part)) && !kept.some((window) => covers(window, weekday, part)),
          )
          .map((part) => ({ weekday, from: PARTS[part][0], to: PARTS[part][1] })),
      );
      return ask(
        api.PUT('/api/offers/{id}', {
          params: { path: { id: offer.id } },
          body: {
            ...offerRow(offer),
            availability: {
              ...availability,
              anyTime: false,
              weekly: [...kept, ...added, ...alternating].sort(
                (a, b) => a.weekday - b.weekday || a.from.localeCompare(b.from),
              ),
            },
          },
        }),
      );
    },
    onSuccess: () => {
      draft.forget();
      setEditing(false);
      void client.invalidateQueries({ queryKey: ['offers'] });
    },
  });
  const confirm = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/offers/{id}/confirm', { params: { path: { id: offer.id } }, body: { version: offer.version } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['offers'] }),
  });
  const toggle = (key: string) =>
    draft.set({ ticked: ticked.includes(key) ? ticked.filter((one) => one !== key) : [...ticked, key] });
  return (
    <article className="card stack" aria-labelledby={`offer-${offer.id}`}>
      <h3 id={`offer-${offer.id}`}>{offer.title}</h3>
      <p className="cluster">
        <StateTag kind="offer" state={offer.state} />
        <span>{free(availability)}</span>
      </p>
      {(save.error ?? confirm.error) && (
        <ProblemNote
          error={save.error ?? confirm.error}
          onRetry={() => {
            save.reset();
            confirm.reset();
            void client.invalidateQueries();
          }}
        />
      )}
      {offer.staleSince && (
        <Note tone="wait" title={t('profile.still')}>
          <div>
            <Button busy={confirm.isPending} onClick={() => confirm.mutate()}>
              {t('profile.still_yes')}
            </Button>
          </div>
        </Note>
      )}
      {!editing ? (
        <>
          {!availability.anyTime && <Week windows={plain} />}
          <div>
            <Button onClick={() => setEditing(true)}>
              {t('profile.when')}
              <span className="sr"> {offer.title}</span>
            </Button>
          </div>
        </>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <DraftNote draft={draft} labels={{ ticked: t('profile.when') }} />
          <fieldset className="field">
            <legend>{t('profile.when_legend')}</legend>
            <div className="paint">
              {DAYS.map((day) => (
                <Fragment key={day}>
                  <span className="paint-day" aria-hidden="true">
                    {fWeekday(day)}
                  </span>
                  {(Object.keys(PARTS) as Part[]).map((part) => (
                    <label key={part} className="choice paint-box">
                      <input
                        type="checkbox"
                        checked={ticked.includes(keyOf(day, part))}
                        onChange={() => toggle(keyOf(day, part))}
                      />
                      <span>
                        <span className="sr">{fWeekdayLong(day)} </span>
                        {t(`profile.${part}`)}
                      </span>
                    </label>
                  ))}
                </Fragment>
              ))}
            </div>
          </fieldset>
          {beside && <p className="hint">{t('profile.beside')}</p>}
          <div className="cluster">
            <Button type="submit" kind="main" busy={save.isPending}>
              {t('profile.save')}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                draft.drop();
                setEditing(false);
              }}
            >
              {t('ui.cancel')}
            </Button>
          </div>
        </form>
      )}
    </article>
  );
}

function covers(window: Window, day: number, part: Part): boolean {
  return window.weekday === day && window.from < PARTS[part][1] && window.to > PARTS[part][0];
}
