import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problem';
import { SearchField, useFilters } from '@/app/lists';
import { may, useMe } from '@/app/session';
import { useNamed } from '@/i18n/words';
import { taxonomyQuery } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Combo } from '@/ui/combo';
import { Dialog } from '@/ui/dialog';
import { ErrorSummary, FormFaults, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Empty, ProblemNote, Shown } from '@/ui/states';
import '@/styles/taxonomy.css';
import { OfficeNav } from '@/ui/subnav';

type Category = Schema<'CategoryDto'>;
type Skill = Schema<'WordDto'>;

/** What is being done: a new skill of a category, a change of one, or one going into another. */
type Open = { what: 'new'; category: Category } | { what: 'change' | 'merge'; category: Category; skill: Skill };

/** The words both menus share: categories, their skills, and what else people call them. */
export function TaxonomyPage() {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const taxonomy = useQuery(taxonomyQuery);
  const [{ search = '' }, setFilters] = useFilters();
  const [open, setOpen] = useState<Open | null>(null);
  const able = may(me, 'taxonomy.change');
  const wanted = search.toLowerCase();
  const fits = (skill: Skill) =>
    !wanted || [skill.name, skill.nameEn, ...skill.synonyms].some((word) => word.toLowerCase().includes(wanted));
  return (
    <Page title={t('nav.taxonomy')} lead={t('taxonomy.lead')} nav={<OfficeNav />}>
      <div className="filters">
        <SearchField label={t('taxonomy.search')} value={search} onChange={(value) => setFilters({ search: value })} />
      </div>
      <Shown query={taxonomy}>
        {({ categories }) => {
          const shown = categories
            .map((category) => ({
              category,
              skills: category.skills.filter((skill) => !skill.mergedInto && fits(skill)),
            }))
            .filter(({ skills }) => skills.length > 0 || !wanted);
          return shown.length === 0 ? (
            <Empty title={t('taxonomy.none')} />
          ) : (
            <div className="stack">
              {shown.map(({ category, skills }) => (
                <details key={category.id} className="card" open={wanted !== '' || undefined}>
                  <summary className="tall">
                    <b>{named(category)}</b>{' '}
                    <span className="muted">{t('taxonomy.count', { count: skills.length })}</span>
                  </summary>
                  <ul className="plain skill-lines">
                    {skills.map((skill) => (
                      <li key={skill.id} className="spread">
                        <span>
                          <b>{skill.name}</b> <span className="muted">{skill.nameEn}</span>
                          {skill.synonyms.length > 0 && (
                            <>
                              <br />
                              <span className="muted small">
                                {t('taxonomy.also', { words: skill.synonyms.join(t('form.and')) })}
                              </span>
                            </>
                          )}
                        </span>
                        {able && (
                          <span className="cluster no-print">
                            <Button onClick={() => setOpen({ what: 'change', category, skill })}>
                              {t('ui.change')}
                              <span className="sr">{skill.name}</span>
                            </Button>
                            <Button onClick={() => setOpen({ what: 'merge', category, skill })}>
                              {t('taxonomy.merge')}
                              <span className="sr">{skill.name}</span>
                            </Button>
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                  {able && (
                    <Button onClick={() => setOpen({ what: 'new', category })}>
                      {t('taxonomy.add')}
                      <span className="sr">{named(category)}</span>
                    </Button>
                  )}
                </details>
              ))}
            </div>
          );
        }}
      </Shown>
      <Dialog
        open={open !== null}
        onClose={() => setOpen(null)}
        title={
          open === null
            ? ''
            : open.what === 'new'
              ? t('taxonomy.new_in', { category: named(open.category) })
              : t(open.what === 'change' ? 'taxonomy.change' : 'taxonomy.merge_title', { skill: open.skill.name })
        }
      >
        {open?.what === 'merge' ? (
          <MergeForm skill={open.skill} categories={taxonomy.data?.categories ?? []} onDone={() => setOpen(null)} />
        ) : (
          open && (
            <SkillForm
              category={open.category}
              skill={open.what === 'change' ? open.skill : null}
              onDone={() => setOpen(null)}
            />
          )
        )}
      </Dialog>
    </Page>
  );
}

/** Words as they are typed: one a line, or with commas of either kind. */
const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,，、;；]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];

function SkillForm({ category, skill, onDone }: { category: Category; skill: Skill | null; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState({
    name: skill?.name ?? '',
    nameEn: skill?.nameEn ?? '',
    synonyms: skill?.synonyms.join('\n') ?? '',
  });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: typed.name.trim(),
        nameEn: typed.nameEn.trim() || undefined,
        synonyms: wordsOf(typed.synonyms),
      };
      return skill
        ? ask(
            api.PATCH('/api/skills/{id}', {
              params: { path: { id: skill.id } },
              body: { ...body, version: skill.version },
            }),
          )
        : ask(api.POST('/api/skills', { body: { ...body, categoryId: category.id } }));
    },
    onSuccess: () => {
      void client.invalidateQueries();
      onDone();
    },
    onError: (error) => {
      const taken = error instanceof Problem && error.errors.find(({ code }) => code === 'taken');
      if (taken) setFaults({ [taken.pointer.startsWith('/synonyms') ? 'synonyms' : 'name']: t('taxonomy.taken') });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = !typed.name.trim();
    setFaults(missing ? { name: t('taxonomy.name_missing') } : {});
    if (!missing) save.mutate();
  };
  return (
    <FormFaults value={faults}>
      <form className="stack" onSubmit={submit} noValidate>
        <ErrorSummary faults={faults} />
        {save.error && Object.keys(faults).length === 0 && (
          <ProblemNote error={save.error} onRetry={() => void client.invalidateQueries().then(onDone)} />
        )}
        <TextField
          label={t('taxonomy.name')}
          hint={skill ? t('taxonomy.name_hint') : undefined}
          name="name"
          maxLength={60}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
        />
        <TextField
          label={t('taxonomy.name_en')}
          name="nameEn"
          maxLength={100}
          optional
          value={typed.nameEn}
          onChange={(event) => setTyped({ ...typed, nameEn: event.target.value })}
        />
        <TextArea
          label={t('taxonomy.synonyms')}
          hint={t('taxonomy.synonyms_hint')}
          name="synonyms"
          optional
          value={typed.synonyms}
          onChange={(event) => setTyped({ ...typed, synonyms: event.target.value })}
        />
        <div>
          <Button type="submit" kind="main" busy={save.isPending}>
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}

function MergeForm({ skill, categories, onDone }: { skill: Skill; categories: Category[]; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const named = useNamed();
  const [into, setInto] = useState<string | null>(null);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const merge = useMutation({
    mutationFn: (target: string) =>
      ask(
        api.POST('/api/skills/{id}/merge', {
          params: { path: { id: skill.id } },
          body: { version: skill.version, into: target },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries();
      onDone();
    },
  });
  const items = categories.flatMap((category) =>
    category.skills
      .filter(({ id, mergedInto }) => id !== skill.id && !mergedInto)
      .map(({ id, name, nameEn, synonyms }) => ({
        id,
        name: `${name} · ${named(category)}`,
        also: [nameEn, ...synonyms],
      })),
  );
  return (
    <FormFaults value={faults}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setFaults(into ? {} : { into: t('taxonomy.into_missing') });
          if (into) merge.mutate(into);
        }}
      >
        <ErrorSummary faults={faults} />
        {merge.error && (
          <ProblemNote error={merge.error} onRetry={() => void client.invalidateQueries().then(onDone)} />
        )}
        <p>{t('taxonomy.merge_text', { skill: skill.name })}</p>
        <Combo label={t('taxonomy.into')} name="into" items={items} value={into} onChange={setInto} />
        <div>
          <Button type="submit" kind="main" busy={merge.isPending}>
            {t('taxonomy.merge')}
          </Button>
        </div>
      </form>
    </FormFaults>
  );
}
