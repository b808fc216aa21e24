import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useDraft } from '@/app/draft';
import { fDay } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Radios, TextArea } from '@/ui/field';
import { ProblemNote } from '@/ui/states';

type CheckIn = Schema<'CheckInLineDto'>;

/** A check-in that is due, and the form to enter it. */
export function CheckInLine({ line, able }: { line: CheckIn; able: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li className="menu-line">
      <div className="l1">
        <Link to="/engagements/$id" params={{ id: line.engagementId }}>
          {line.volunteerName}
        </Link>
        <i aria-hidden="true" />
        <em className="num">{fDay(line.dueOn)}</em>
      </div>
      <div className="l2">
        <StateTag kind="check_in" state={line.state} />
        <span>{[line.title, line.schoolName].join(' · ')}</span>
        {line.volunteerPhone && (
          <a className="num" href={`tel:${line.volunteerPhone}`}>
            {line.volunteerPhone}
          </a>
        )}
      </div>
      {able && (
        <div className="cluster session-deeds no-print">
          <Button onClick={() => setOpen(true)}>
            {t('check.record')}
            <span className="sr"> {line.volunteerName}</span>
          </Button>
        </div>
      )}
      <Dialog title={t('check.title', { name: line.volunteerName })} open={open} onClose={() => setOpen(false)}>
        <CheckInForm line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </li>
  );
}

function CheckInForm({ line, onDone }: { line: CheckIn; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped, forget] = useDraft(`check-in.${line.id}`, {
    how: 'phone' as 'phone' | 'visit' | 'message',
    going: null as 'well' | 'mixed' | 'badly' | null,
    note: '',
  });
  const { how, going, note } = typed;
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/check-ins/{id}/done', {
          params: { path: { id: line.id } },
          body: { version: line.version, how, going: going!, note },
        }),
      ),
    onSuccess: () => {
      forget();
      void client.invalidateQueries();
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (going) save.mutate();
        else setMissing(true);
      }}
    >
      {save.error && (
        <ProblemNote
          error={save.error}
          onRetry={() => {
            save.reset();
            void client.invalidateQueries();
          }}
        />
      )}
      <Radios
        legend={t('check.how')}
        name="how"
        inline
        value={how}
        onChange={(value) => setTyped({ ...typed, how: value as typeof how })}
        choices={['phone', 'visit', 'message'].map((value) => ({ value, label: t(`check.how_${value}`) }))}
      />
      <Radios
        legend={t('check.going')}
        name="going"
        inline
        value={going}
        error={missing && !going ? t('check.fault_going') : undefined}
        onChange={(value) => setTyped({ ...typed, going: value as typeof going })}
        choices={['well', 'mixed', 'badly'].map((value) => ({ value, label: t(`check.going_${value}`) }))}
      />
      <TextArea
        label={t('session.note')}
        optional
        name="note"
        maxLength={2000}
        value={note}
        onChange={(event) => setTyped({ ...typed, note: event.target.value })}
      />
      <div>
        <Button type="submit" kind="main" busy={save.isPending}>
          {t('ui.save')}
        </Button>
      </div>
    </form>
  );
}
