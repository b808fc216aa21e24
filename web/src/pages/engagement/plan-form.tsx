import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useDraft } from '@/app/draft';
import { dayOf, today } from '@/i18n/format';
import { Button } from '@/ui/button';
import { DateField, ErrorSummary, FormFaults, isDay, TextField } from '@/ui/field';
import { ProblemNote } from '@/ui/states';

type Engagement = Schema<'EngagementDetailDto'>;

/** Meetings of an engagement whose time was to be agreed: a first day, and how many weeks. */
export function PlanForm({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped, forget] = useDraft(`plan.${engagement.id}`, {
    day: engagement.startsOn > today() ? engagement.startsOn : today(),
    from: '15:00',
    to: '16:00',
    weeks: '1',
  });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () => {
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
    onSuccess: () => {
      forget();
      void client.invalidateQueries();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!isDay(typed.day)) found.day = t('form.fault_day');
    if (!typed.from || !typed.to || typed.to <= typed.from) found.to = t('engagement.fault_times');
    if (!/^\d+$/.test(typed.weeks) || Number(typed.weeks) < 1 || Number(typed.weeks) > 60)
      found.weeks = t('engagement.fault_weeks');
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <FormFaults value={faults}>
      <form className="stack" onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        {save.error && (
          <ProblemNote
            error={save.error}
            onRetry={() => {
              save.reset();
              void client.invalidateQueries();
            }}
          />
        )}
        <DateField
          legend={t('engagement.first_day')}
          name="day"
          value={typed.day}
          onChange={(day) => setTyped({ ...typed, day })}
        />
        <div className="cluster">
          <TextField
            label={t('needform.from')}
            name="from"
            type="time"
            className="short"
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.target.value })}
          />
          <TextField
            label={t('needform.to')}
            name="to"
            type="time"
            className="short"
            value={typed.to}
            onChange={(event) => setTyped({ ...typed, to: event.target.value })}
          />
        </div>
        <TextField
          label={t('engagement.weeks')}
          name="weeks"
          hint={t('engagement.weeks_hint')}
          inputMode="numeric"
          className="short"
          value={typed.weeks}
          onChange={(event) => setTyped({ ...typed, weeks: event.target.value })}
        />
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {t('engagement.plan')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
