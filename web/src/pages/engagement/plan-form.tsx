import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { isWhole } from '@/app/typed';
import { dayOf, today } from '@/i18n/format';
import { DateField, isDay } from '@/ui/date-field';
import { TextField } from '@/ui/field';

type Engagement = Schema<'EngagementDetailDto'>;

/** Meetings of an engagement whose time was to be agreed: a first day, and how many weeks. */
export function PlanForm({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`meetings.${engagement.id}`, {
    day: engagement.startsOn > today() ? engagement.startsOn : today(),
    from: '15:00',
    to: '16:00',
    weeks: '1',
  });
  const { typed, set } = draft;
  const check = () => {
    const found: Record<string, string> = {};
    if (!isDay(typed.day)) found.day = t('form.fault_day');
    if (!typed.from || !typed.to || typed.to <= typed.from) found.to = t('engagement.fault_times');
    if (!isWhole(typed.weeks, 1, 60)) found.weeks = t('engagement.fault_weeks');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () => {
      const first = Date.parse(`${typed.day}T12:00:00+08:00`);
      const sessions = Array.from({ length: Number(typed.weeks) }, (_, week) => {
        const day = dayOf(new Date(first + week * 7 * 86_400_000).toISOString());
        return { startsAt: `${day}T${typed.from}:00+08:00`, endsAt: `${day}T${typed.to}:00+08:00` };
      });
      return ask(
        api.POST('/api/engagements/{id}/sessions', {
          params: { path: { id: engagement.id } },
          body: { version: engagement.version, sessions },
        }),
      );
    },
    onSaved: onDone,
    // The first day is out of bounds, or a later one: fewer weeks mend that.
    names: { 'sessions/0/startsAt': 'day', 'sessions/0/endsAt': 'to', sessions: 'weeks' },
  });
  const labels = {
    day: t('engagement.first_day'),
    from: t('needform.from'),
    to: t('needform.to'),
    weeks: t('engagement.weeks'),
  };
  return (
    <SaveForm form={form} labels={labels} button={t('engagement.plan')}>
      <DateField legend={labels.day} name="day" value={typed.day} onChange={(day) => set({ day })} />
      <div className="cluster">
        <TextField
          label={labels.from}
          name="from"
          type="time"
          className="short"
          value={typed.from}
          onChange={(event) => set({ from: event.target.value })}
        />
        <TextField
          label={labels.to}
          name="to"
          type="time"
          className="short"
          value={typed.to}
          onChange={(event) => set({ to: event.target.value })}
        />
      </div>
      <TextField
        label={labels.weeks}
        name="weeks"
        hint={t('engagement.weeks_hint')}
        inputMode="numeric"
        className="short"
        value={typed.weeks}
        onChange={(event) => set({ weeks: event.target.value })}
      />
    </SaveForm>
  );
}
