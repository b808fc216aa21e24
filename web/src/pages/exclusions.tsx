import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Deeds } from '@/app/deeds';
import { ListShown, useFilters, useList } from '@/app/lists';
import { Picker, volunteersLike } from '@/app/picker';
import type { Picked } from '@/app/picker';
import { may, roleOf, useMe } from '@/app/session';
import { dayOf, fDay } from '@/i18n/format';
import { useDistrict } from '@/i18n/words';
import { Button, ButtonLink } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { ErrorSummary, FormFaults, Radios, Select } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, Note, ProblemNote, Tag } from '@/ui/states';
import { PeopleNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

type Exclusion = Schema<'ExclusionDto'>;

/** Who is not brought together with whom, whose word that is, and the way to lift it. */
export function ExclusionsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [filters, setFilters] = useFilters();
  const district = useDistrict();
  const lifted = filters.lifted === 'true';
  const { schoolId } = filters;
  const list = useList(['exclusions', { lifted, schoolId }], (cursor) =>
    ask(api.GET('/api/exclusions', { params: { query: { lifted, schoolId, limit: 50, cursor } } })),
  );
  const deeds = (row: Exclusion) =>
    may(me, 'exclusion.change') && !row.liftedAt
      ? [
          {
            key: 'lift',
            label: t('exclusions.lift'),
            ask: {
              title: t('exclusions.lift'),
              text: t('exclusions.lift_text', { who: row.volunteerName, what: row.needTitle ?? row.schoolName ?? '' }),
            },
            run: () => ask(api.POST('/api/exclusions/{id}/lift', { params: { path: { id: row.id } } })),
          },
        ]
      : [];
  return (
    <Page
      title={t('nav.exclusions')}
      lead={t('exclusions.lead')}
      nav={<PeopleNav />}
      actions={
        may(me, 'exclusion.change') && (
          <ButtonLink to="/exclusions/new" kind="main">
            {t('exclusions.new')}
          </ButtonLink>
        )
      }
    >
      <div className="filters">
        {roleOf(me) !== 'coordinator' && (
          <Select
            label={t('ui.school')}
            value={schoolId ?? ''}
            onChange={(event) => setFilters({ schoolId: event.target.value || undefined })}
          >
            <option value="">{t('ui.all')}</option>
            {district?.schools.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
        <button
          type="button"
          className="chip"
          aria-pressed={lifted}
          onClick={() => setFilters({ lifted: lifted ? undefined : 'true' })}
        >
          {t('exclusions.with_lifted')}
        </button>
      </div>
      <ListShown
        list={list}
        empty={
          <Empty title={t('exclusions.none')}>
            <p>{t('exclusions.none_hint')}</p>
          </Empty>
        }
      >
        {(rows) => (
          <Table
            caption={t('nav.exclusions')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'who',
                label: t('role.volunteer'),
                head: true,
                cell: ({ volunteerId, volunteerName }) => (
                  <Link to="/people/$id" params={{ id: volunteerId }}>
                    {volunteerName}
                  </Link>
                ),
              },
              {
                key: 'what',
                label: t('exclusions.with'),
                cell: ({ needId, needTitle, schoolName }) =>
                  needId ? (
                    <>
                      <Link to="/needs/$id" params={{ id: needId }}>
                        {needTitle}
                      </Link>
                      <br />
                      <span className="muted small">{schoolName}</span>
                    </>
                  ) : (
                    t('exclusions.whole_school', { school: schoolName ?? '' })
                  ),
              },
              {
                key: 'why',
                label: t('exclusions.why'),
                cell: ({ reason, roundId }) => (
                  <>
                    {t(`because.${reason}`)}
                    {roundId && (
                      <>
                        <br />
                        <span className="muted small">{t('exclusions.one_round')}</span>
                      </>
                    )}
                  </>
                ),
              },
              { key: 'side', label: t('exclusions.side'), cell: ({ side }) => t(`exclusion_side.${side}`) },
              {
                key: 'since',
                label: t('exclusions.since'),
                cell: ({ createdAt, liftedAt }) => (
                  <>
                    <span className="num">{fDay(dayOf(createdAt))}</span>{' '}
                    {liftedAt && <Tag>{t('exclusions.lifted', { day: fDay(dayOf(liftedAt)) })}</Tag>}
                  </>
                ),
              },
              {
                key: 'do',
                label: t('exclusions.do'),
                cell: (row) => {
                  const can = deeds(row);
                  return can.length ? <Deeds of={row.id} deeds={can} refresh={() => void list.refetch()} /> : '—';
                },
              },
            ]}
          />
        )}
      </ListShown>
    </Page>
  );
}

const needsLike = (search: string): Promise<Picked[]> =>
  ask(api.GET('/api/needs', { params: { query: { search, limit: 6 } } })).then(({ items }) =>
    items.map(({ id, title, code, schoolName }) => ({ id, name: title, hint: `${schoolName} · ${code}` })),
  );

/** Keeps a volunteer and a school, or a volunteer and one need, apart. */
export function NewExclusionPage() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const district = useDistrict();
  const admin = roleOf(me) === 'admin';
  const own = me.grants.flatMap(({ schoolId }) => schoolId ?? []);
  const schools = (district?.schools ?? []).filter(({ id }) => admin || own.includes(id));
  const [volunteer, setVolunteer] = useState<Picked | null>(null);
  const [about, setAbout] = useState<'school' | 'need'>('school');
  const [schoolId, setSchoolId] = useState('');
  const [need, setNeed] = useState<Picked | null>(null);
  const [reason, setReason] = useState<'blocked' | 'conflict_of_interest'>('blocked');
  const [side, setSide] = useState<Exclusion['side']>(admin ? 'district' : 'school');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const school = schoolId || (schools.length === 1 ? schools[0].id : '');
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/exclusions', {
          body: {
            volunteerId: volunteer!.id,
            reason,
            side: reason === 'conflict_of_interest' ? 'district' : side,
            ...(about === 'school' ? { schoolId: school } : { needId: need!.id }),
          },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries();
      void navigate({ to: '/exclusions' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!volunteer) found.volunteer = t('exclusions.volunteer_missing');
    if (about === 'school' && !school) found.school = t('exclusions.school_missing');
    if (about === 'need' && !need) found.need = t('exclusions.need_missing');
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <Page
      title={t('exclusions.new')}
      lead={t('exclusions.new_lead')}
      width="narrow"
      back={{ to: '/exclusions', label: t('nav.exclusions') }}
    >
      <FormFaults value={faults}>
        <form className="stack loose" onSubmit={submit} noValidate>
          <ErrorSummary faults={faults} />
          {save.error && <ProblemNote error={save.error} />}
          <Picker
            label={t('exclusions.who')}
            hint={t('exclusions.who_hint')}
            name="volunteer"
            value={volunteer}
            onChange={setVolunteer}
            find={volunteersLike}
          />
          <Radios
            legend={t('exclusions.about')}
            name="about"
            value={about}
            onChange={(value) => setAbout(value as typeof about)}
            choices={[
              { value: 'school', label: t('exclusions.about_school') },
              { value: 'need', label: t('exclusions.about_need') },
            ]}
          />
          {about === 'school' ? (
            <Combo
              label={t('ui.school')}
              name="school"
              items={schools}
              value={school || null}
              onChange={(id) => setSchoolId(id ?? '')}
            />
          ) : (
            <Picker
              label={t('exclusions.need')}
              hint={t('exclusions.need_hint')}
              name="need"
              value={need}
              onChange={setNeed}
              find={needsLike}
            />
          )}
          {admin && (
            <Radios
              legend={t('exclusions.why')}
              name="reason"
              value={reason}
              onChange={(value) => setReason(value as typeof reason)}
              choices={(['blocked', 'conflict_of_interest'] as const).map((value) => ({
                value,
                label: t(`because.${value}`),
              }))}
            />
          )}
          {reason === 'blocked' && (
            <Radios
              legend={t('exclusions.side')}
              hint={t('exclusions.side_hint')}
              name="side"
              value={side}
              onChange={(value) => setSide(value as typeof side)}
              choices={(admin
                ? (['district', 'school', 'volunteer'] as const)
                : (['school', 'volunteer'] as const)
              ).map((value) => ({ value, label: t(`exclusion_side.${value}`) }))}
            />
          )}
          <Note title={t('exclusions.promise')} />
          <div>
            <Button type="submit" kind="main" busy={save.isPending}>
              {t('exclusions.save')}
            </Button>
          </div>
        </form>
      </FormFaults>
    </Page>
  );
}
