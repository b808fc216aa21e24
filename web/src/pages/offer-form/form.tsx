import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { Picker, volunteersLike } from '@/app/picker';
import type { Picked } from '@/app/picker';
import { offerRow } from '@/app/rows';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { roleOf, useMe } from '@/app/session';
import { useNamed, useProgrammeItems, useTaxonomy } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { Checks, Radios, Select, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Loading, Shown } from '@/ui/states';
import { FORMS } from '../menu-words';
import { bodyOf, faultsOf, filledFrom, HOLIDAYS, NAMES } from './filled';
import { Dates, DaysOff } from './days';
import { Skills } from './skills';
import { Windows } from './windows';

/** A new line of the resources menu: for a volunteer of the address, a chosen one, or oneself. */
export function NewOfferPage() {
  const { t } = useTranslation();
  const me = useMe();
  const own =
    roleOf(me) === 'volunteer' ? (me.grants.find(({ volunteerId }) => volunteerId)?.volunteerId ?? null) : null;
  const { volunteer } = useSearch({ strict: false }) as { volunteer?: string };
  const id = own ?? volunteer;
  const person = useQuery({
    queryKey: ['volunteer', id],
    enabled: !!id,
    queryFn: () => ask(api.GET('/api/volunteers/{id}', { params: { path: { id: id! } } })),
  });
  return (
    <Page
      title={t('offerform.new')}
      lead={t('offerform.lead')}
      width="narrow"
      back={own ? { to: '/profile', label: t('nav.profile') } : { to: '/resources', label: t('nav.resources') }}
    >
      {id ? (
        <Shown query={person}>
          {(found) => (
            <OfferForm offer={null} volunteer={{ id: found.id, name: found.name, hint: found.code }} fixed={!!own} />
          )}
        </Shown>
      ) : (
        <OfferForm offer={null} volunteer={null} fixed={false} />
      )}
    </Page>
  );
}

export function EditOfferPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const offer = useQuery({
    queryKey: ['offer', id],
    queryFn: () => ask(api.GET('/api/offers/{id}', { params: { path: { id } } })),
  });
  return (
    <Page
      title={t('offerform.edit')}
      lead={offer.data && `${offer.data.volunteerName} · ${offer.data.code}`}
      width="narrow"
      back={{ to: '/resources/$id', params: { id }, label: offer.data?.title ?? t('nav.resources') }}
    >
      <Shown query={offer}>
        {(found) => (
          <OfferForm
            key={found.id}
            offer={found}
            volunteer={{ id: found.volunteerId, name: found.volunteerName }}
            fixed
          />
        )}
      </Shown>
    </Page>
  );
}

function OfferForm({ offer, volunteer, fixed }: { offer: Offer | null; volunteer: Picked | null; fixed: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const named = useNamed();
  const taxonomy = useTaxonomy();
  const programmes = useProgrammeItems();
  const [key] = useState(newKey);
  const draft = useRowDraft(`offer.${offer?.id ?? `new.${volunteer?.id ?? ''}`}`, {
    ...filledFrom(offer),
    who: volunteer,
  });
  const { typed, set } = draft;
  const check = () => {
    const found = Object.fromEntries(Object.entries(faultsOf(typed)).map(([field, sentence]) => [field, t(sentence)]));
    if (!typed.who) found.volunteer = t('offerform.fault_volunteer');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () => {
      const body = bodyOf(typed, offer);
      return offer
        ? ask(
            api.PUT('/api/offers/{id}', {
              params: { path: { id: offer.id } },
              body: { ...offerRow(offer), ...body },
            }),
          )
        : ask(
            api.POST('/api/offers', {
              body: { ...body, volunteerId: typed.who!.id },
              headers: { 'Idempotency-Key': key },
            }),
          );
    },
    onSaved: ({ id }) => void navigate({ to: '/resources/$id', params: { id } }),
    names: NAMES,
  });
  if (!taxonomy) return <Loading />;
  const labels: Record<keyof typeof typed, string> = {
    who: t('offerform.who'),
    title: t('offerform.title'),
    description: t('offerform.description'),
    categoryId: t('ui.category'),
    programmeId: t('ui.programme'),
    forms: t('need.form'),
    stock: t('offerform.stock'),
    skills: t('need.skills'),
    grades: t('offer.grades'),
    places: t('need.place'),
    siteNeeds: t('offer.site_needs'),
    when: t('offerform.when'),
    windows: t('offer.when'),
    holidays: t('offerform.holidays'),
    dates: t('offerform.dates'),
    daysOff: t('offer.days_off'),
    notes: t('need.notes'),
    minutes: t('offerform.f_minutes'),
    atOnce: t('offerform.f_atOnce'),
    km: t('offerform.f_km'),
    hours: t('offerform.f_hours'),
  };
  return (
    <SaveForm loose form={form} labels={labels} button={t(offer ? 'ui.save' : 'offerform.save')}>
      {!fixed && (
        <Picker
          label={t('offerform.who')}
          hint={t('offerform.who_hint')}
          name="volunteer"
          value={typed.who}
          onChange={(who) => set({ who })}
          find={volunteersLike}
        />
      )}
      <section className="card stack" aria-labelledby="what">
        <h2 id="what">{t('offerform.what')}</h2>
        <TextField
          label={t('offerform.title')}
          hint={t('offerform.title_hint')}
          name="title"
          maxLength={80}
          value={typed.title}
          onChange={(event) => set({ title: event.target.value })}
        />
        <Select
          label={t('ui.category')}
          name="categoryId"
          value={typed.categoryId}
          onChange={(event) => set({ categoryId: event.target.value })}
        >
          <option value="">{t('ui.choose')}</option>
          {taxonomy.categories.map((row) => (
            <option key={row.id} value={row.id}>
              {named(row)}
            </option>
          ))}
        </Select>
        <Combo
          label={t('ui.programme')}
          name="programmeId"
          none={t('ui.none')}
          items={programmes}
          value={typed.programmeId || null}
          onChange={(id) => set({ programmeId: id ?? '' })}
        />
        <TextArea
          label={t('offerform.description')}
          name="description"
          optional
          maxLength={2000}
          value={typed.description}
          onChange={(event) => set({ description: event.target.value })}
        />
        <Checks
          legend={t('need.form')}
          name="forms"
          inline
          values={typed.forms}
          onChange={(forms) => set({ forms })}
          choices={FORMS.map((value) => ({ value, label: t(`form_kind.${value}`) }))}
        />
        {typed.forms.includes('goods') && (
          <TextField
            label={t('offerform.stock')}
            name="stock"
            inputMode="numeric"
            className="short"
            value={typed.stock}
            onChange={(event) => set({ stock: event.target.value })}
          />
        )}
        <Skills skills={typed.skills} onChange={(skills) => set({ skills })} />
      </section>
      <section className="card stack" aria-labelledby="whom">
        <h2 id="whom">{t('offerform.whom')}</h2>
        <Checks
          legend={t('offer.grades')}
          hint={t('offerform.grades_hint')}
          name="grades"
          inline
          values={typed.grades}
          onChange={(grades) => set({ grades })}
          choices={Array.from({ length: 13 }, (_, grade) => ({ value: String(grade), label: t(`grade.${grade}`) }))}
        />
        <Checks
          legend={t('need.place')}
          name="places"
          inline
          values={typed.places}
          onChange={(places) => set({ places })}
          choices={(['onsite', 'online'] as const).map((value) => ({ value, label: t(`offer.place_${value}`) }))}
        />
        <TextField
          label={t('offer.site_needs')}
          name="siteNeeds"
          optional
          maxLength={500}
          value={typed.siteNeeds}
          onChange={(event) => set({ siteNeeds: event.target.value })}
        />
      </section>
      <section className="card stack" aria-labelledby="when">
        <h2 id="when">{t('offer.when')}</h2>
        <Radios
          legend={t('offerform.when')}
          name="when"
          value={typed.when}
          onChange={(when) => set({ when })}
          choices={(['any', 'weekly'] as const).map((value) => ({ value, label: t(`offerform.when_${value}`) }))}
        />
        {typed.when === 'weekly' && <Windows windows={typed.windows} onChange={(windows) => set({ windows })} />}
        {typed.when === 'weekly' && <Dates dates={typed.dates} onChange={(dates) => set({ dates })} />}
        <DaysOff daysOff={typed.daysOff} onChange={(daysOff) => set({ daysOff })} />
        <Radios
          legend={labels.holidays}
          name="holidays"
          value={typed.holidays}
          onChange={(holidays) => set({ holidays: holidays as typeof typed.holidays })}
          choices={HOLIDAYS.map((value) => ({ value, label: t(`offerform.holidays_${value}`) }))}
        />
        {(
          [
            ['minutes', 'numeric'],
            ['atOnce', 'numeric'],
            ['hours', 'decimal'],
            ['km', 'decimal'],
          ] as const
        ).map(([name, inputMode]) => (
          <TextField
            key={name}
            label={t(`offerform.f_${name}`)}
            name={name}
            inputMode={inputMode}
            className="short"
            optional
            value={typed[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        ))}
        <TextArea
          label={labels.notes}
          name="notes"
          optional
          maxLength={2000}
          value={typed.notes}
          onChange={(event) => set({ notes: event.target.value })}
        />
      </section>
    </SaveForm>
  );
}
