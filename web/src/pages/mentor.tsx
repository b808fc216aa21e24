import { Link } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { useDraft } from '@/app/draft';
import { ListShown, useList } from '@/app/lists';
import { useMe } from '@/app/session';
import { addDays, fDay, fMoment, today } from '@/i18n/format';
import { StateTag, useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { ErrorSummary, FormFaults, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Note, ProblemNote } from '@/ui/states';
import { NeedsMenu } from './needs';

/** A young teacher asks for a mentor, sees what becomes of it, and meets. */
export function MentorPage() {
  const { t } = useTranslation();
  const needs = useList(['needs', 'mine'], (cursor) =>
    ask(api.GET('/api/needs', { params: { query: { limit: 50, cursor } } })),
  );
  const engagements = useList(['engagements', 'mine'], (cursor) =>
    ask(api.GET('/api/engagements', { params: { query: { limit: 50, cursor } } })),
  );
  const live = needs.items.some(({ state }) => !['withdrawn', 'expired', 'completed', 'evaluated'].includes(state));
  return (
    <Page title={t('nav.mentor')} lead={t('mentor.lead')} width="narrow">
      <div className="stack loose">
        {engagements.items.length > 0 && (
          <section className="stack" aria-labelledby="mentors">
            <h2 id="mentors">{t('mentor.mentors')}</h2>
            <ul className="plain menu-list">
              {engagements.items.map((row) => (
                <li key={row.id}>
                  <Link className="menu-line" to="/engagements/$id" params={{ id: row.id }}>
                    <span className="l1">
                      <span>{row.volunteerName}</span>
                      <i aria-hidden="true" />
                      <em>
                        {row.nextSessionAt
                          ? t('mentor.next', { when: fMoment(row.nextSessionAt) })
                          : t('need.from_to', { from: fDay(row.startsOn), to: fDay(row.endsOn) })}
                      </em>
                    </span>
                    <span className="l2">
                      <StateTag kind="engagement" state={row.state} />
                      <span>{row.title}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className="stack" aria-labelledby="asked">
          <h2 id="asked">{t('mentor.asked')}</h2>
          <ListShown list={needs} empty={<p className="muted">{t('mentor.none')}</p>}>
            {(rows) => <NeedsMenu needs={rows} />}
          </ListShown>
        </section>
        {!needs.isPending && !live && <AskForMentor />}
      </div>
    </Page>
  );
}

function AskForMentor() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const named = useNamed();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const [key] = useState(newKey);
  const [typed, setTyped, forget] = useDraft('mentor', {
    title: '',
    skillId: null as string | null,
    minutes: '60',
    description: '',
  });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const schoolId = me.grants.find((grant) => grant.schoolId)?.schoolId ?? '';
  const programme = taxonomy?.programmes.find(({ template, retiredAt }) => template.form === 'mentoring' && !retiredAt);
  const skills =
    taxonomy?.categories.flatMap((category) =>
      category.skills.filter(({ mergedInto }) => !mergedInto).map((skill) => ({ ...skill, categoryId: category.id })),
    ) ?? [];
  const save = useMutation({
    mutationFn: async () => {
      const term = district?.terms.find(({ endsOn }) => endsOn > addDays(today(), 30));
      const from = term && term.startsOn > today() ? term.startsOn : addDays(today(), 7);
      const skill = skills.find(({ id }) => id === typed.skillId)!;
      const need = await ask(
        api.POST('/api/needs', {
          headers: { 'idempotency-key': key },
          body: {
            schoolId,
            aboutMe: true,
            title: typed.title.trim(),
            description: typed.description.trim(),
            categoryId: skill.categoryId,
            programmeId: programme?.id ?? null,
            audience: 'young_teachers',
            form: 'mentoring',
            weeklyMinutes: Number(typed.minutes),
            periodFrom: from,
            periodTo: addDays(from, 300),
            skills: [{ skillId: skill.id, level: 2, required: true }],
            minors: false,
          },
        }),
      );
      return ask(
        api.POST('/api/needs/{id}/submit', { params: { path: { id: need.id } }, body: { version: need.version } }),
      );
    },
    onSuccess: () => {
      forget();
      return client.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!typed.title.trim()) found.title = t('mentor.fault_title');
    if (!typed.skillId) found.skillId = t('mentor.fault_skill');
    if (!/^\d+$/.test(typed.minutes) || Number(typed.minutes) < 5 || Number(typed.minutes) > 600)
      found.minutes = t('needform.fault_minutes');
    setFaults(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <section className="card">
      <FormFaults value={faults}>
        <form className="stack" onSubmit={submit} noValidate>
          <h2>{t('mentor.ask')}</h2>
          <Note title={t('mentor.ask_hint')} />
          <ErrorSummary faults={faults} />
          {save.error && <ProblemNote error={save.error} />}
          <TextField
            label={t('mentor.title')}
            name="title"
            hint={t('mentor.title_hint')}
            maxLength={80}
            value={typed.title}
            onChange={(event) => setTyped({ ...typed, title: event.target.value })}
          />
          <Combo
            label={t('mentor.skill')}
            name="skillId"
            items={skills.map((skill) => ({
              id: skill.id,
              name: named(skill),
              also: [skill.name, skill.nameEn, ...skill.synonyms],
            }))}
            value={typed.skillId}
            onChange={(skillId) => setTyped({ ...typed, skillId })}
          />
          <TextField
            label={t('needform.weekly_minutes')}
            name="minutes"
            inputMode="numeric"
            className="short"
            value={typed.minutes}
            onChange={(event) => setTyped({ ...typed, minutes: event.target.value })}
          />
          <TextArea
            label={t('needform.description')}
            optional
            name="description"
            maxLength={2000}
            value={typed.description}
            onChange={(event) => setTyped({ ...typed, description: event.target.value })}
          />
          <div>
            <Button type="submit" kind="main" busy={save.isPending}>
              {t('mentor.send')}
            </Button>
          </div>
        </form>
      </FormFaults>
    </section>
  );
}
