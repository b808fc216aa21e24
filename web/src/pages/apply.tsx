import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Door } from '@/app/door';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { chosenHere, setPrefs } from '@/app/prefs';
import { useMaybeMe } from '@/app/session';
import { Checks, Radios, Select, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Note, Shown } from '@/ui/states';

type District = Schema<'OpenDistrictDto'>;
const GROUPS = ['teacher', 'official', 'soldier', 'expert', 'model_worker'] as const;

/** Somebody without an account offers help: a name, a telephone and a yes. The office calls back and asks for the rest. */
export function ApplyPage() {
  const { t } = useTranslation();
  const [sent, setSent] = useState(false);
  const districts = useQuery({
    queryKey: ['districts', 'open'],
    queryFn: () => ask(api.GET('/api/applications/districts')),
  });
  const me = useMaybeMe().data;
  useEffect(() => {
    // Those who offer themselves are mostly old: large print until somebody has chosen otherwise on this browser.
    if (!me && !chosenHere()) setPrefs({ elder: 1 }, false);
  }, [me]);
  const page = (
    <Page title={t('apply.title')} lead={sent ? undefined : t('apply.lead')} width="narrow">
      {sent ? (
        <Note tone="good" title={t('apply.sent')}>
          <p>{t('apply.sent_hint')}</p>
        </Note>
      ) : (
        <Shown query={districts}>{(open) => <ApplyForm districts={open} onSent={() => setSent(true)} />}</Shown>
      )}
    </Page>
  );
  return me ? page : <Door>{page}</Door>;
}

function ApplyForm({ districts, onSent }: { districts: District[]; onSent: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft('apply', {
    districtId: districts.length === 1 ? districts[0].id : '',
    name: '',
    phone: '',
    veteranGroup: '',
    retiredFrom: '',
    areaId: '',
    consent: [] as string[],
  });
  const { typed, set } = draft;
  const { consent } = typed;
  const check = () => {
    const found: Record<string, string> = {};
    if (!typed.districtId) found.districtId = t('apply.fault_district');
    if (!typed.name.trim()) found.name = t('apply.fault_name');
    if (!/^\+?[\d\s-]{7,20}$/.test(typed.phone.trim())) found.phone = t('apply.fault_phone');
    if (consent.length === 0) found.consent = t('apply.fault_consent');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () =>
      ask(
        api.POST('/api/applications', {
          body: {
            districtId: typed.districtId,
            name: typed.name.trim(),
            phone: typed.phone.trim(),
            veteranGroup: GROUPS.find((one) => one === typed.veteranGroup) ?? null,
            retiredFrom: typed.retiredFrom.trim() || null,
            areaId: typed.areaId || null,
            consent: consent.length > 0,
          },
        }),
      ),
    onSaved: onSent,
  });
  const labels: Record<keyof typeof typed, string> = {
    districtId: t('apply.district'),
    name: t('apply.name'),
    phone: t('apply.phone'),
    veteranGroup: t('apply.group'),
    retiredFrom: t('apply.retired_from'),
    areaId: t('apply.area'),
    consent: t('apply.consent'),
  };
  const areas = districts.find(({ id }) => id === typed.districtId)?.areas ?? [];
  return (
    <SaveForm loose form={form} labels={labels} button={t('apply.send')}>
      {districts.length > 1 && (
        <Radios
          legend={t('apply.district')}
          name="districtId"
          value={typed.districtId}
          onChange={(districtId) => set({ districtId, areaId: '' })}
          choices={districts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <TextField
        label={t('apply.name')}
        name="name"
        autoComplete="name"
        maxLength={40}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label={t('apply.phone')}
        hint={t('apply.phone_hint')}
        name="phone"
        type="tel"
        autoComplete="tel"
        maxLength={20}
        value={typed.phone}
        onChange={(event) => set({ phone: event.target.value })}
      />
      <Radios
        legend={t('apply.group')}
        name="veteranGroup"
        value={typed.veteranGroup}
        onChange={(veteranGroup) => set({ veteranGroup })}
        choices={[
          ...GROUPS.map((value) => ({ value, label: t(`apply.${value}`) })),
          { value: '', label: t('apply.other') },
        ]}
      />
      <TextField
        label={t('apply.retired_from')}
        name="retiredFrom"
        optional
        maxLength={200}
        value={typed.retiredFrom}
        onChange={(event) => set({ retiredFrom: event.target.value })}
      />
      {areas.length > 0 && (
        <Select
          label={t('apply.area')}
          name="areaId"
          optional
          value={typed.areaId}
          onChange={(event) => set({ areaId: event.target.value })}
        >
          <option value="">{t('apply.area_none')}</option>
          {areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Checks
        legend={t('apply.consent')}
        name="consent"
        values={consent}
        onChange={(values) => set({ consent: values })}
        choices={[{ value: 'yes', label: t('apply.consent_yes') }]}
      />
    </SaveForm>
  );
}
