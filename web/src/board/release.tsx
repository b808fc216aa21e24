import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Round } from '@/app/rounds';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Note, ProblemNote } from '@/ui/states';
import type { BoardPair } from './model';

/** Ids a request may carry. */
const MANY = 200;

async function inParts<T>(ids: string[], send: (part: string[]) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let i = 0; i < ids.length; i += MANY) answers.push(await send(ids.slice(i, i + MANY)));
  return answers;
}

/**
 * A button that asks once before it acts on many, and says afterwards what came of it. `before` is awaited first, so
 * that decisions which still wait are on the server.
 */
function ManyButton({
  shown,
  label,
  kind,
  question,
  before,
  act,
}: {
  /** There is something to act on. What came of it stays to be read when there no longer is. */
  shown: boolean;
  label: string;
  kind?: 'main';
  question: string;
  before: () => Promise<unknown>;
  act: () => Promise<{ done: string; refused: number }>;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  /** The button's words when it was pressed: they count what is acted on. */
  const [open, setOpen] = useState<string | null>(null);
  const run = useMutation({
    mutationFn: async () => {
      await before();
      return act();
    },
    onSettled: () => client.invalidateQueries(),
  });
  const close = () => {
    setOpen(null);
    run.reset();
  };
  return (
    <>
      {shown && (
        <Button kind={kind} onClick={() => setOpen(label)}>
          {label}
        </Button>
      )}
      <Dialog title={open} open={open !== null} onClose={close}>
        <div className="stack">
          {run.data ? (
            <>
              <Note tone="good" title={run.data.done}>
                {run.data.refused > 0 && <p>{t('board.refused', { count: run.data.refused })}</p>}
              </Note>
              <div>
                <Button kind="main" onClick={close}>
                  {t('ui.close')}
                </Button>
              </div>
            </>
          ) : (
            <>
              {run.error && <ProblemNote error={run.error} />}
              <p>{question}</p>
              <div className="cluster">
                <Button kind="main" busy={run.isPending} onClick={() => run.mutate()}>
                  {open}
                </Button>
                <Button kind="quiet" onClick={close}>
                  {t('ui.cancel')}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </>
  );
}

/** Approve everything the filters show. */
export function ApproveAll({
  shown,
  pairs,
  before,
}: {
  shown: boolean;
  pairs: BoardPair[];
  before: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  return (
    <ManyButton
      shown={shown}
      label={t('board.approve_all', { count: pairs.length })}
      question={t('board.approve_all_sure', { count: pairs.length })}
      before={before}
      act={async () => {
        const answers = await inParts(
          pairs.map(({ id }) => id),
          (ids) => ask(api.POST('/api/proposals/approve', { body: { ids } })),
        );
        return {
          done: t('board.approved_many', { count: answers.reduce((sum, { approved }) => sum + approved.length, 0) }),
          refused: answers.reduce((sum, { refused }) => sum + refused.length, 0),
        };
      }}
    />
  );
}

/** Invitations for what has been approved: a round that is not public yet is published, otherwise they are sent one by one. */
export function Release({
  round,
  approved,
  before,
}: {
  round: Round | undefined;
  approved: BoardPair[];
  before: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const publishes = round?.state === 'solved';
  const sent = (count: number, refused: number) => ({ done: t('round.sent', { count }), refused });
  return (
    <ManyButton
      shown={approved.length > 0}
      kind="main"
      label={t(publishes ? 'board.publish' : 'board.invite', { count: approved.length })}
      question={publishes ? t('round.publish_text') : t('board.invite_sure', { count: approved.length })}
      before={before}
      act={async () => {
        if (publishes) {
          const { invited, refused } = await ask(
            api.POST('/api/rounds/{id}/publish', {
              params: { path: { id: round.id } },
              body: { version: round.version },
            }),
          );
          return sent(invited, refused.length);
        }
        const answers = await inParts(
          approved.map(({ id }) => id),
          (ids) => ask(api.POST('/api/proposals/invite', { body: { ids } })),
        );
        return sent(
          answers.reduce((sum, { invited }) => sum + invited.length, 0),
          answers.reduce((sum, { refused }) => sum + refused.length, 0),
        );
      }}
    />
  );
}
