import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { ListShown, useList } from '@/app/lists';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useMe } from '@/app/session';
import { isWhole } from '@/app/typed';
import { addDays, fDay, fMoment, today } from '@/i18n/format';
import { StateTag, useDistrict, useNamed, useTaxonomy } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Note } from '@/ui/states';
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
  const named = useNamed();
  const district = useDistrict();
  const taxonomy = useTaxonomy();
  const [key] = useState(newKey);
  const draft = useRowDraft('mentor.new', {
    title: '',
    skillId: null as string | null,
    minutes: '60',
    description: '',
  });
  const { typed, set } = draft;
  const schoolId = me.grants.find((grant) => grant.schoolId)?.schoolId ?? '';
  const programme = taxonomy?.programmes.find(({ template, retiredAt }) => template.form === 'mentoring' && !retiredAt);
  const skills =
    taxonomy?.categories.flatMap((category) =>
      category.skills.filter(({ mergedInto }) => !mergedInto).map((skill) => ({ ...skill, categoryId: category.id })),
    ) ?? [];
  const form = useSaveForm({
    draft,
    check: () => {
      const found: Record<string, string> = {};
      if (!typed.title.trim()) found.title = t('mentor.fault_title');
      if (!typed.skillId) found.skillId = t('mentor.fault_skill');
      if (!isWhole(typed.minutes, 5, 600)) found.minutes = t('needform.fault_minutes');
      return found;
    },
    send: async () => {
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
    onSaved: () => {},
    names: { weeklyMinutes: 'minutes', skills: 'skillId', categoryId: 'skillId' },
  });
  const labels = {
    title: t('mentor.title'),
    skillId: t('mentor.skill'),
    minutes: t('needform.weekly_minutes'),
    description: t('needform.description'),
  };
  return (
    <section className="card">
      <div className="stack">
        <h2>{t('mentor.ask')}</h2>
        <Note title={t('mentor.ask_hint')} />
        <SaveForm form={form} labels={labels} button={t('mentor.send')}>
          <TextField
            label={labels.title}
            name="title"
            hint={t('mentor.title_hint')}
            maxLength={80}
            value={typed.title}
            onChange={(event) => set({ title: event.target.value })}
          />
          <Combo
            label={labels.skillId}
            name="skillId"
            items={skills.map((skill) => ({
              id: skill.id,
              name: named(skill),
              also: [skill.name, skill.nameEn, ...skill.synonyms],
            }))}
            value={typed.skillId}
            onChange={(skillId) => set({ skillId })}
          />
          <TextField
            label={labels.minutes}
            name="minutes"
            inputMode="numeric"
            className="short"
            value={typed.minutes}
            onChange={(event) => set({ minutes: event.target.value })}
          />
          <TextArea
            label={labels.description}
            optional
            name="description"
            maxLength={2000}
            value={typed.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        </SaveForm>
      </div>
    </section>
  );
}
