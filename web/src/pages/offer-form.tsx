import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problem';
import { Picker, volunteersLike } from '@/app/picker';
import type { Picked } from '@/app/picker';
import { roleOf, useMe } from '@/app/session';
import { fWeekdayLong } from '@/i18n/format';
import { useNamed, useTaxonomy } from '@/i18n/words';
import type { Offer } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { Checks, ErrorSummary, FormFaults, Radios, Select, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Loading, ProblemNote, Shown } from '@/ui/states';
import { FORMS } from './menu-words';

type Window = Offer['availability']['weekly'][number];

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const HOLIDAYS = ['same', 'off', 'only'] as const;

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
            key={found.version}
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
  const client = useQueryClient();
  const navigate = useNavigate();
  const named = useNamed();
  const taxonomy = useTaxonomy();
  const [key] = useState(newKey);
  const [who, setWho] = useState(volunteer);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const text = (value: number | null | undefined, scale = 1) => (value == null ? '' : String(value * scale));
  const [typed, setTyped] = useState({
    title: offer?.title ?? '',
    description: offer?.description ?? '',
    categoryId: offer?.categoryId ?? '',
    programmeId: offer?.programmeId ?? '',
    minutes: text(offer?.sessionMinutes),
    atOnce: text(offer?.maxConcurrent),
    hours: text(offer?.monthlyMinutes, 1 / 60),
    km: text(offer?.travelLimitMetres, 1 / 1000),
    stock: text(offer?.stock || null),
    siteNeeds: offer?.siteNeeds ?? '',
    notes: offer?.notes ?? '',
    when: offer && !offer.availability.anyTime ? 'weekly' : 'any',
    holidays: offer?.availability.holidays ?? ('same' as (typeof HOLIDAYS)[number]),
  });
  const [forms, setForms] = useState<string[]>(offer?.forms ?? []);
  const [grades, setGrades] = useState<string[]>(
    Array.from({ length: 13 }, (_, grade) => String(grade)).filter(
      (grade) => (offer?.grades ?? 0) & (1 << Number(grade)),
    ),
  );
  const [places, setPlaces] = useState<string[]>(
    offer ? [offer.onsite && 'onsite', offer.online && 'online'].filter((place) => place !== false) : ['onsite'],
  );
  const [skills, setSkills] = useState<Schema<'OfferSkillDto'>[]>(
    offer?.skills.map(({ skillId, level }) => ({ skillId, level })) ?? [],
  );
  const [windows, setWindows] = useState<Window[]>(offer?.availability.weekly ?? []);
  const set = (change: Partial<typeof typed>) => setTyped({ ...typed, ...change });
  const all = taxonomy?.categories.flatMap((category) => category.skills) ?? [];
  const save = useMutation({
    mutationFn: () => {
      const weekly = typed.when === 'weekly';
      const body = {
        title: typed.title.trim(),
        description: typed.description.trim(),
        categoryId: typed.categoryId,
        programmeId: typed.programmeId || null,
        forms: FORMS.filter((form) => forms.includes(form)),
        grades: grades.reduce((mask, grade) => mask | (1 << Number(grade)), 0),
        sessionMinutes: typed.minutes ? Number(typed.minutes) : null,
        availability: {
          anyTime: !weekly,
          weekly: weekly ? windows : [],
          // Single dates and days off are not asked for here; what is on record stays.
          dates: offer?.availability.dates ?? [],
          daysOff: offer?.availability.daysOff ?? [],
          holidays: typed.holidays,
        },
        onsite: places.includes('onsite'),
        online: places.includes('online'),
        maxConcurrent: typed.atOnce ? Number(typed.atOnce) : null,
        monthlyMinutes: typed.hours ? Math.round(Number(typed.hours) * 60) : null,
        travelLimitMetres: typed.km ? Math.round(Number(typed.km) * 1000) : null,
        stock: forms.includes('goods') ? Number(typed.stock || 0) : 0,
        skills,
        siteNeeds: typed.siteNeeds.trim(),
        notes: typed.notes.trim(),
      };
      return offer
        ? ask(
            api.PUT('/api/offers/{id}', {
              params: { path: { id: offer.id } },
              body: { ...body, version: offer.version },
            }),
          )
        : ask(
            api.POST('/api/offers', { body: { ...body, volunteerId: who!.id }, headers: { 'Idempotency-Key': key } }),
          );
    },
    onSuccess: (saved) => {
      void client.invalidateQueries();
      void navigate({ to: '/resources/$id', params: { id: saved.id } });
    },
    onError: (error) => {
      if (error instanceof Problem && error.errors.length)
        setFaults(
          Object.fromEntries(
            error.errors.map(({ pointer }) => [pointer.slice(1).split('/')[0], t('offerform.refused')]),
          ),
        );
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    const whole = (value: string, least: number, most: number) =>
      value === '' || (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most);
    if (!who) found.volunteer = t('offerform.fault_volunteer');
    if (!typed.title.trim()) found.title = t('offerform.fault_title');
    if (!typed.categoryId) found.categoryId = t('offerform.fault_category');
    if (forms.length === 0) found.forms = t('offerform.fault_forms');
    if (places.length === 0) found.places = t('offerform.fault_places');
    if (!whole(typed.minutes, 5, 1440)) found.minutes = t('offerform.fault_minutes');
    if (!whole(typed.atOnce, 0, 100)) found.atOnce = t('offerform.fault_number');
    if (!whole(typed.stock, 0, 100_000)) found.stock = t('offerform.fault_number');
    if (typed.hours && !(Number(typed.hours) > 0 && Number(typed.hours) <= 744))
      found.hours = t('offerform.fault_hours');
    if (typed.km && !(Number(typed.km) > 0 && Number(typed.km) <= 200)) found.km = t('offerform.fault_km');
    if (typed.when === 'weekly' && windows.length === 0) found.windows = t('offerform.fault_windows');
    else if (typed.when === 'weekly' && windows.some(({ from, to }) => !from || !to || from >= to))
      found.windows = t('offerform.fault_window');
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  if (!taxonomy) return <Loading />;
  return (
    <FormFaults value={faults}>
      <form className="stack loose" onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        {save.error && Object.keys(faults).length === 0 && (
          <ProblemNote error={save.error} onRetry={() => void client.invalidateQueries()} />
        )}
        {!fixed && (
          <Picker
            label={t('offerform.who')}
            hint={t('offerform.who_hint')}
            name="volunteer"
            value={who}
            onChange={setWho}
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
          <Select
            label={t('ui.programme')}
            name="programmeId"
            optional
            value={typed.programmeId}
            onChange={(event) => set({ programmeId: event.target.value })}
          >
            <option value="">{t('ui.none')}</option>
            {taxonomy.programmes
              .filter(({ id, retiredAt }) => !retiredAt || id === offer?.programmeId)
              .map((row) => (
                <option key={row.id} value={row.id}>
                  {named(row)}
                </option>
              ))}
          </Select>
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
            values={forms}
            onChange={setForms}
            choices={FORMS.map((value) => ({ value, label: t(`form_kind.${value}`) }))}
          />
          {forms.includes('goods') && (
            <TextField
              label={t('offerform.stock')}
              name="stock"
              inputMode="numeric"
              className="short"
              value={typed.stock}
              onChange={(event) => set({ stock: event.target.value })}
            />
          )}
          <Combo
            label={t('need.skills')}
            hint={t('offerform.skills_hint')}
            name="skills"
            items={all
              .filter(({ id, mergedInto }) => !mergedInto && !skills.some(({ skillId }) => skillId === id))
              .map(({ id, name, nameEn, synonyms }) => ({ id, name, also: [nameEn, ...synonyms] }))}
            value={null}
            onChange={(skillId) => skillId && setSkills([...skills, { skillId, level: 2 }])}
          />
          {skills.length > 0 && (
            <ul className="plain stack tight">
              {skills.map(({ skillId, level }) => {
                const skill = all.find(({ id }) => id === skillId);
                const name = skill ? named(skill) : '';
                return (
                  <li key={skillId} className="cluster">
                    <b>{name}</b>
                    <select
                      className="input short"
                      aria-label={t('offerform.level', { skill: name })}
                      value={level ?? 2}
                      onChange={(event) =>
                        setSkills(
                          skills.map((one) =>
                            one.skillId === skillId ? { skillId, level: Number(event.target.value) } : one,
                          ),
                        )
                      }
                    >
                      {[1, 2, 3].map((value) => (
                        <option key={value} value={value}>
                          {t(`level.${value}`)}
                        </option>
                      ))}
                    </select>
                    <Button onClick={() => setSkills(skills.filter((one) => one.skillId !== skillId))}>
                      {t('ui.remove')}
                      <span className="sr">{name}</span>
                    </Button>
                  </li>
                );
              })}
            </ul>
          )}
        </section>
        <section className="card stack" aria-labelledby="whom">
          <h2 id="whom">{t('offerform.whom')}</h2>
          <Checks
            legend={t('offer.grades')}
            hint={t('offerform.grades_hint')}
            name="grades"
            inline
            values={grades}
            onChange={setGrades}
            choices={Array.from({ length: 13 }, (_, grade) => ({ value: String(grade), label: t(`grade.${grade}`) }))}
          />
          <Checks
            legend={t('need.place')}
            name="places"
            inline
            values={places}
            onChange={setPlaces}
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
          {typed.when === 'weekly' && <Windows windows={windows} onChange={setWindows} />}
          <Radios
            legend={t('offerform.holidays')}
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
        </section>
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {t(offer ? 'ui.save' : 'offerform.save')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}

/** Weekly times, one a line: weekday, from, to. */
function Windows({ windows, onChange }: { windows: Window[]; onChange: (windows: Window[]) => void }) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<Window>) =>
    onChange(windows.map((window, i) => (i === at ? { ...window, ...part } : window)));
  return (
    <div className="stack tight" id="f-windows" tabIndex={-1}>
      {windows.map((window, i) => (
        <div key={i} className="cluster">
          <select
            className="input short"
            aria-label={t('offerform.weekday', { n: i + 1 })}
            value={window.weekday}
            onChange={(event) => change(i, { weekday: Number(event.target.value) })}
          >
            {DAYS.map((day) => (
              <option key={day} value={day}>
                {fWeekdayLong(day)}
              </option>
            ))}
          </select>
          {(['from', 'to'] as const).map((end) => (
            <input
              key={end}
              type="time"
              className="input short"
              aria-label={t(`offerform.${end}`, { n: i + 1 })}
              value={window[end]}
              onChange={(event) => change(i, { [end]: event.target.value })}
            />
          ))}
          <Button onClick={() => onChange(windows.filter((_, at) => at !== i))}>
            {t('ui.remove')}
            <span className="sr">{t('offerform.weekday', { n: i + 1 })}</span>
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() =>
            onChange([...windows, { weekday: ((windows.at(-1)?.weekday ?? 0) % 7) + 1, from: '14:00', to: '17:00' }])
          }
        >
          {t('offerform.add_window')}
        </Button>
      </div>
    </div>
  );
}
