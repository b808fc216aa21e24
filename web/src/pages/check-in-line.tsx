import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { fDay } from '@/i18n/format';
import { StateTag } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Radios, TextArea } from '@/ui/field';

type CheckIn = Schema<'CheckInLineDto'>;

/** A check-in that is due, and the form to enter it. */
export function CheckInLine({ line, able }: { line: CheckIn; able: boolean }) {
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
          <RecordCheckIn line={line} />
        </div>
      )}
    </li>
  );
}

type ToRecord = Pick<CheckIn, 'id' | 'version' | 'volunteerName'>;

/** The button that opens the form for a check-in. */
export function RecordCheckIn({ line }: { line: ToRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t('check.record')}
        <span className="sr"> {line.volunteerName}</span>
      </Button>
      <Dialog title={t('check.title', { name: line.volunteerName })} open={open} onClose={() => setOpen(false)}>
        <CheckInForm line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CheckInForm({ line, onDone }: { line: ToRecord; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`check-in.done.${line.id}`, {
    how: 'phone' as 'phone' | 'visit' | 'message',
    going: null as 'well' | 'mixed' | 'badly' | null,
    note: '',
  });
  const { typed, set } = draft;
  const { how, going, note } = typed;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => (going ? {} : { going: t('check.fault_going') }),
    send: () =>
      ask(
        api.POST('/api/check-ins/{id}/done', {
          params: { path: { id: line.id } },
          body: { version: line.version, how, going: going!, note },
        }),
      ),
    onSaved: onDone,
  });
  const labels = { how: t('check.how'), going: t('check.going'), note: t('session.note') };
  return (
    <SaveForm form={form} labels={labels}>
      <Radios
        legend={labels.how}
        name="how"
        inline
        value={how}
        onChange={(value) => set({ how: value as typeof how })}
        choices={['phone', 'visit', 'message'].map((value) => ({ value, label: t(`check.how_${value}`) }))}
      />
      <Radios
        legend={labels.going}
        name="going"
        inline
        value={going}
        onChange={(value) => set({ going: value as typeof going })}
        choices={['well', 'mixed', 'badly'].map((value) => ({ value, label: t(`check.going_${value}`) }))}
      />
      <TextArea
        label={labels.note}
        optional
        name="note"
        maxLength={2000}
        value={note}
        onChange={(event) => set({ note: event.target.value })}
      />
    </SaveForm>
  );
}
