import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { Problem } from '@/api/problem';
import { useMe } from '@/app/session';
import { today } from '@/i18n/format';
import { useDistrict, useLanguageName } from '@/i18n/words';
import type { Volunteer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { DateField, ErrorSummary, FormFaults, isDay, Radios, Select, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { ProblemNote, Shown } from '@/ui/states';
import { GROUPS, GUESTS, KINDS, TIERS } from './person-words';

/** Somebody is put forward by the office or a school: everything of the registration form. */
export function NewPersonPage() {
  const { t } = useTranslation();
  return (
    <Page
      title={t('people.new')}
      lead={t('people.new_lead')}
      width="narrow"
      back={{ to: '/people', label: t('nav.people') }}
    >
      <PersonForm person={null} />
    </Page>
  );
}

export function EditPersonPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const person = useQuery({
    queryKey: ['volunteer', id],
    queryFn: () => ask(api.GET('/api/volunteers/{id}', { params: { path: { id } } })),
  });
  return (
    <Page
      title={t('people.edit')}
      lead={person.data && `${person.data.name} · ${person.data.code}`}
      width="narrow"
      back={{ to: '/people/$id', params: { id }, label: person.data?.name ?? t('nav.people') }}
    >
      <Shown query={person}>{(found) => <PersonForm key={found.version} person={found} />}</Shown>
    </Page>
  );
}

const text = (value: number | null | undefined, scale = 1): string =>
  value === null || value === undefined ? '' : String(value * scale);

function PersonForm({ person }: { person: Volunteer | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const district = useDistrict();
  const languageName = useLanguageName();
  const [key] = useState(newKey);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [typed, setTyped] = useState({
    name: person?.name ?? '',
    kind: person?.kind ?? 'person',
    group: person?.veteranGroup
      ? `veteran/${person.veteranGroup}`
      : person?.guestGroup
        ? `guest/${person.guestGroup}`
        : '',
    tier: person?.tier ?? 'participating',
    people: text(person?.people ?? 1),
    phone: person?.phone ?? '',
    preferredContact: person?.preferredContact ?? 'phone',
    retiredFrom: person?.retiredFrom ?? '',
    birthYear: text(person?.birthYear),
    languages: (person?.languages ?? ['zh']).map(languageName).join('、'),
    areaId: person?.areaId ?? '',
    travelMode: person?.travelMode ?? 'bus',
    km: text(person?.travelLimitMetres, 1 / 1000),
    hours: text(person?.monthlyMinutes, 1 / 60),
    atOnce: text(person?.maxConcurrent),
    bufferMinutes: text(person?.bufferMinutes ?? 0),
    consentedOn: person ? (person.consentedOn ?? '') : today(),
    training: person?.training ?? '',
    trainedOn: person?.trainedOn ?? '',
  });
  const set = (change: Partial<typeof typed>) => setTyped({ ...typed, ...change });
  const field = (
    name:
      | 'name'
      | 'phone'
      | 'retiredFrom'
      | 'birthYear'
      | 'languages'
      | 'km'
      | 'hours'
      | 'atOnce'
      | 'people'
      | 'bufferMinutes'
      | 'training',
  ) => ({
    name,
    label: t(`people.f_${name}`),
    value: typed[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: typed.name.trim(),
        kind: typed.kind,
        veteranGroup: GROUPS.find((one) => typed.group === `veteran/${one}`) ?? null,
        guestGroup: GUESTS.find((one) => typed.group === `guest/${one}`) ?? null,
        tier: typed.tier as (typeof TIERS)[number],
        people: typed.kind === 'person' ? 1 : Number(typed.people),
        phone: typed.phone.trim() || null,
        preferredContact: typed.preferredContact as Volunteer['preferredContact'],
        retiredFrom: typed.retiredFrom.trim() || null,
        birthYear: typed.birthYear ? Number(typed.birthYear) : null,
        languages: typed.languages.split(/[、,，\s]+/).filter(Boolean),
        areaId: typed.areaId || null,
        travelMode: typed.travelMode,
        travelLimitMetres: typed.km ? Math.round(Number(typed.km) * 1000) : null,
        monthlyMinutes: typed.hours ? Math.round(Number(typed.hours) * 60) : null,
        maxConcurrent: typed.atOnce ? Number(typed.atOnce) : null,
        bufferMinutes: Number(typed.bufferMinutes || 0),
        wishedSchoolIds: person?.wishedSchoolIds ?? [],
        consentedOn: typed.consentedOn || null,
        training: typed.training.trim(),
        trainedOn: typed.trainedOn || null,
      } as const;
      return person
        ? ask(
            api.PUT('/api/volunteers/{id}', {
              params: { path: { id: person.id } },
              body: { ...body, version: person.version } as never,
            }),
          )
        : ask(api.POST('/api/volunteers', { body: body as never, headers: { 'Idempotency-Key': key } }));
    },
    onSuccess: (saved) => {
      void client.invalidateQueries();
      void navigate({ to: '/people/$id', params: { id: saved.id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.errors.length)
        setFaults(
          Object.fromEntries(
            error.errors.map(({ pointer }) => [pointer.slice(1).split('/')[0], t('people.fault_refused')]),
          ),
        );
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    const year = Number(today().slice(0, 4));
    const whole = (value: string, least: number, most: number) =>
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
    const part = (value: string, most: number) =>
      value === '' || (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= most);
    if (!typed.name.trim()) found.name = t('people.fault_name');
    if (typed.phone && !/^\+?[\d\s-]{7,20}$/.test(typed.phone.trim())) found.phone = t('people.fault_phone');
    if (typed.birthYear && !whole(typed.birthYear, 1900, year)) found.birthYear = t('people.fault_year');
    if (typed.kind !== 'person' && !whole(typed.people, 1, 1000)) found.people = t('people.fault_people');
    if (!part(typed.km, 200)) found.km = t('people.fault_km');
    if (!part(typed.hours, 744)) found.hours = t('people.fault_hours');
    if (typed.atOnce && !whole(typed.atOnce, 0, 100)) found.atOnce = t('people.fault_at_once');
    if (typed.bufferMinutes && !whole(typed.bufferMinutes, 0, 240)) found.bufferMinutes = t('people.fault_buffer');
    if (typed.consentedOn && !isDay(typed.consentedOn)) found.consentedOn = t('form.fault_day');
    if (typed.trainedOn && !isDay(typed.trainedOn)) found.trainedOn = t('form.fault_day');
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <FormFaults value={faults}>
      <form className="stack loose" onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        {save.error && Object.keys(faults).length === 0 && (
          <ProblemNote error={save.error} onRetry={() => void client.invalidateQueries()} />
        )}
        <section className="card stack" aria-labelledby="who">
          <h2 id="who">{t('people.s_who')}</h2>
          <Radios
            legend={t('people.f_kind')}
            name="kind"
            inline
            value={typed.kind}
            onChange={(kind) => set({ kind: kind as typeof typed.kind, group: '' })}
            choices={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
          <TextField {...field('name')} maxLength={80} autoComplete="off" />
          <Select
            label={t('people.group')}
            name="group"
            value={typed.group}
            onChange={(event) => set({ group: event.target.value })}
          >
            <option value="">{t('ui.none')}</option>
            {GROUPS.map((value) => (
              <option key={value} value={`veteran/${value}`}>
                {t(`veteran.${value}`)}
              </option>
            ))}
            {GUESTS.map((value) => (
              <option key={value} value={`guest/${value}`}>
                {t(`guest.${value}`)}
              </option>
            ))}
          </Select>
          {typed.kind !== 'person' && <TextField {...field('people')} inputMode="numeric" className="short" />}
          <Select
            label={t('person.tier')}
            name="tier"
            value={typed.tier}
            onChange={(event) => set({ tier: event.target.value as typeof typed.tier })}
          >
            {TIERS.map((value) => (
              <option key={value} value={value}>
                {t(`tier.${value}`)}
              </option>
            ))}
          </Select>
          <TextField {...field('retiredFrom')} maxLength={200} optional />
          {typed.kind === 'person' && (
            <TextField {...field('birthYear')} inputMode="numeric" className="short" optional />
          )}
          <TextField {...field('languages')} hint={t('people.f_languages_hint')} />
        </section>
        <section className="card stack" aria-labelledby="reach">
          <h2 id="reach">{t('people.s_reach')}</h2>
          <TextField {...field('phone')} inputMode="tel" autoComplete="off" optional />
          <Radios
            legend={t('person.contact')}
            name="preferredContact"
            value={typed.preferredContact}
            onChange={(value) => set({ preferredContact: value as typeof typed.preferredContact })}
            choices={['phone', 'app', 'coordinator'].map((value) => ({ value, label: t(`contact_kind.${value}`) }))}
          />
        </section>
        <section className="card stack" aria-labelledby="limits">
          <h2 id="limits">{t('people.s_limits')}</h2>
          <Select
            label={t('people.area')}
            hint={t('people.area_hint')}
            name="areaId"
            value={typed.areaId}
            onChange={(event) => set({ areaId: event.target.value })}
          >
            <option value="">{t('ui.unknown')}</option>
            {district?.areas.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Radios
            legend={t('person.travel_mode')}
            name="travelMode"
            inline
            value={typed.travelMode}
            onChange={(travelMode) => set({ travelMode: travelMode as typeof typed.travelMode })}
            choices={['walk', 'bicycle', 'bus', 'car'].map((value) => ({ value, label: t(`travel.${value}`) }))}
          />
          <TextField {...field('km')} inputMode="decimal" className="short" optional />
          <TextField {...field('hours')} inputMode="decimal" className="short" optional />
          <TextField {...field('atOnce')} inputMode="numeric" className="short" optional />
          <TextField {...field('bufferMinutes')} inputMode="numeric" className="short" optional />
        </section>
        <section className="card stack" aria-labelledby="training">
          <h2 id="training">{t('people.s_training')}</h2>
          <TextField {...field('training')} hint={t('people.f_training_hint')} maxLength={500} optional />
          <DateField
            legend={t('people.f_trainedOn')}
            name="trainedOn"
            value={typed.trainedOn}
            onChange={(trainedOn) => set({ trainedOn })}
          />
        </section>
        <section className="card stack" aria-labelledby="consent">
          <h2 id="consent">{t('person.consent')}</h2>
          <DateField
            legend={t('people.f_consented')}
            hint={t('people.consent_hint', { district: me.districtName })}
            name="consentedOn"
            value={typed.consentedOn}
            onChange={(consentedOn) => set({ consentedOn })}
          />
        </section>
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {t(person ? 'ui.save' : 'people.put_forward')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
