import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useDraft } from './draft';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextArea } from '@/ui/field';
import { Note, ProblemNote } from '@/ui/states';

/** One thing that can be done with a row. `reason` asks for a sentence first, `ask` for a plain yes. */
export interface Deed {
  key: string;
  label: string;
  kind?: 'main' | 'stop';
  reason?: { title: string; label: string; hint?: string };
  ask?: { title: string; text: string };
  run: (reason: string) => Promise<unknown>;
}

/**
 * The buttons of a row, one question at most before each. What went wrong stays beside them; when somebody else was
 * quicker, the row is loaded again at once and what is different is said, so that the choice is made on what is now true.
 */
export function Deeds({
  of,
  deeds,
  seen,
  onDone,
  refresh,
}: {
  /** Id of the row. */
  of: string;
  deeds: Deed[];
  /** What the row shows, by label: told apart when it has moved. */
  seen?: Record<string, string>;
  onDone?: (key: string) => void;
  refresh: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState<Deed | null>(null);
  const [before, setBefore] = useState(seen);
  const act = useMutation({
    mutationFn: ({ deed, reason = '' }: { deed: Deed; reason?: string; forget?: () => void }) => deed.run(reason),
    onError: (error) => {
      if (!moved(error)) return;
      setOpen(null);
      refresh();
    },
    onSuccess: (_, { deed, forget }) => {
      forget?.();
      setOpen(null);
      onDone?.(deed.key);
      void client.invalidateQueries();
    },
  });
  const start = (deed: Deed) => {
    act.reset();
    setBefore(seen);
    if (deed.reason || deed.ask) setOpen(deed);
    else act.mutate({ deed });
  };
  const problem =
    act.error &&
    (moved(act.error) ? (
      <Note tone="wait" title={t('problem.version_moved')} alert>
        <WhatChanged before={before} now={seen} />
      </Note>
    ) : (
      <ProblemNote error={act.error} />
    ));
  return (
    <>
      {!open && problem}
      {deeds.length > 0 && (
        <div className="cluster no-print">
          {deeds.map((deed) => (
            <Button
              key={deed.key}
              kind={deed.kind}
              busy={act.isPending && act.variables?.deed.key === deed.key}
              onClick={() => start(deed)}
            >
              {deed.label}
            </Button>
          ))}
        </div>
      )}
      <Dialog open={open !== null} title={open?.reason?.title ?? open?.ask?.title ?? ''} onClose={() => setOpen(null)}>
        {open && (
          <Question
            deed={open}
            draft={`deed.${of}.${open.key}`}
            busy={act.isPending}
            problem={problem}
            onSend={(reason, forget) => act.mutate({ deed: open, reason, forget })}
            onClose={() => setOpen(null)}
          />
        )}
      </Dialog>
    </>
  );
}

/** What is asked before a deed. A reason half written is there again when the question is. */
function Question({
  deed,
  draft,
  busy,
  problem,
  onSend,
  onClose,
}: {
  deed: Deed;
  draft: string;
  busy: boolean;
  problem: ReactNode;
  onSend: (reason: string, forget: () => void) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason, forget] = useDraft(draft, '');
  const [missing, setMissing] = useState(false);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (deed.reason && !reason.trim()) setMissing(true);
        else onSend(reason.trim(), forget);
      }}
    >
      {problem}
      {deed.ask && <p>{deed.ask.text}</p>}
      {deed.reason && (
        <TextArea
          label={deed.reason.label}
          hint={deed.reason.hint}
          value={reason}
          maxLength={500}
          error={missing && !reason.trim() ? t('form.reason_missing') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      <div className="cluster">
        <Button type="submit" kind={deed.kind === 'stop' ? 'stop' : 'main'} busy={busy}>
          {deed.label}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  );
}

const moved = (error: unknown): boolean => error instanceof Problem && error.code === 'version_moved';

function WhatChanged({ before = {}, now = {} }: { before?: Record<string, string>; now?: Record<string, string> }) {
  const { t } = useTranslation();
  const labels = Object.keys(now).filter((label) => now[label] !== before[label]);
  return (
    <>
      {labels.map((label) => (
        <p key={label}>
          {t('problem.moved_line', { label, before: before[label] ?? t('problem.moved_nothing'), now: now[label] })}
        </p>
      ))}
      <p>{t('problem.moved_hint')}</p>
    </>
  );
}

export function Facts({ facts }: { facts: ([label: string, value: ReactNode] | null)[] }) {
  return (
    <dl className="facts">
      {facts
        .filter((fact) => fact !== null)
        .map(([label, value]) => (
          <FactLine key={label} label={label} value={value} />
        ))}
    </dl>
  );
}

function FactLine({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
