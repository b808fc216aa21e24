import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { addDays, today } from '@/i18n/format';
import { DateField, isDay } from '@/ui/date-field';
import { TextField } from '@/ui/field';

/** The yearly check of somebody who will meet minors, as the authority's paper has it. */
export function ClearanceForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`clearance.${id}`, {
    number: '',
    authority: '',
    checkedOn: today(),
    expiresOn: addDays(today(), 365),
  });
  const { typed, set } = draft;
  const check = () => {
    const found: Record<string, string> = {};
    if (!typed.number.trim()) found.number = t('person.fault_number');
    if (!typed.authority.trim()) found.authority = t('person.fault_authority');
    if (!isDay(typed.checkedOn)) found.checkedOn = t('form.fault_day');
    if (!isDay(typed.expiresOn) || typed.expiresOn < typed.checkedOn) found.expiresOn = t('person.fault_expires');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () => ask(api.POST('/api/volunteers/{id}/clearances', { params: { path: { id } }, body: typed })),
    onSaved: onDone,
  });
  const labels = {
    number: t('person.clearance_number'),
    authority: t('person.clearance_authority'),
    checkedOn: t('person.checked_on'),
    expiresOn: t('person.expires_on'),
  };
  return (
    <SaveForm form={form} labels={labels}>
      <TextField
        label={labels.number}
        name="number"
        maxLength={60}
        value={typed.number}
        onChange={(event) => set({ number: event.target.value })}
      />
      <TextField
        label={labels.authority}
        name="authority"
        maxLength={120}
        value={typed.authority}
        onChange={(event) => set({ authority: event.target.value })}
      />
      <DateField
        legend={labels.checkedOn}
        name="checkedOn"
        value={typed.checkedOn}
        onChange={(checkedOn) => set({ checkedOn })}
      />
      <DateField
        legend={labels.expiresOn}
        name="expiresOn"
        hint={t('person.expires_hint')}
        value={typed.expiresOn}
        onChange={(expiresOn) => set({ expiresOn })}
      />
    </SaveForm>
  );
}
