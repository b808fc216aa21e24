import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { Problem } from '@/api/problem';
import { useRowDraft } from '@/app/draft';
import { volunteerRow } from '@/app/rows';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useMe } from '@/app/session';
import { useDistrict, useLanguageName } from '@/i18n/words';
import type { Volunteer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { DateField } from '@/ui/date-field';
import { Radios, Select, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { GROUPS, GUESTS, KINDS, TIERS } from '../person-words';
import { WishedSchools } from './wished-schools';
import { bodyOf, faultsOf, filledFrom, NAMES, TEXT_FIELDS } from './filled';
import type { Filled, TextFieldName } from './filled';

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
      <Shown query={person}>{(found) => <PersonForm key={found.id} person={found} />}</Shown>
    </Page>
  );
}

function PersonForm({ person }: { person: Volunteer | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const district = useDistrict();
  const languageName = useLanguageName();
  const [key] = useState(newKey);
  // Said of what stands in the form at that moment, and of nothing that is typed later.
  const another = useRef(false);
  const draft = useRowDraft(`person.${person?.id ?? 'new'}`, filledFrom(person, languageName));
  const { typed, set } = draft;
  const field = (name: TextFieldName) => ({
    name,
    label: t(`people.f_${name}`),
    value: typed[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const check = () =>
    Object.fromEntries(Object.entries(faultsOf(typed)).map(([name, sentence]) => [name, t(sentence)]));
  const form = useSaveForm({
    draft,
    check,
    send: () => {
      const body = { ...bodyOf(typed), ...(another.current && { another: true }) };
      another.current = false;
      return person
        ? ask(
            api.PUT('/api/volunteers/{id}', {
              params: { path: { id: person.id } },
              body: { ...volunteerRow(person), ...bodyOf(typed) },
            }),
          )
        : ask(api.POST('/api/volunteers', { body, headers: { 'Idempotency-Key': key } }));
    },
    onSaved: ({ id }) => void navigate({ to: '/people/$id', params: { id } }),
    names: NAMES,
  });
  const labels: Record<keyof Filled, string> = {
    ...(Object.fromEntries(TEXT_FIELDS.map((name) => [name, t(`people.f_${name}`)])) as Record<TextFieldName, string>),
    kind: t('people.f_kind'),
    group: t('people.group'),
    tier: t('person.tier'),
    preferredContact: t('person.contact'),
    areaId: t('people.area'),
    wishedSchoolIds: t('people.wished'),
    travelMode: t('person.travel_mode'),
    trainedOn: t('people.f_trainedOn'),
    consentedOn: t('person.consent'),
  };
  return (
    <SaveForm
      loose
      form={form}
      labels={labels}
      button={t(person ? 'ui.save' : 'people.put_forward')}
      more={
        form.save.error instanceof Problem &&
        form.save.error.code === 'volunteer_known' && (
          <Button
            onClick={() => {
              another.current = true;
              form.submit();
            }}
          >
            {t('people.another')}
          </Button>
        )
      }
    >
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
          onChange={(event) => set({ tier: event.target.value as Filled['tier'] })}
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
        <WishedSchools ids={typed.wishedSchoolIds} onChange={(wishedSchoolIds) => set({ wishedSchoolIds })} />
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
    </SaveForm>
  );
}
