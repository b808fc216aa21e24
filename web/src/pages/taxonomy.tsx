import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/client';
import { SearchField, useFilters } from '@/app/lists';
import { nowOf } from '@/app/rows';
import { may, useMe } from '@/app/session';
import { useNamed } from '@/i18n/words';
import { taxonomyQuery } from '@/i18n/reasons';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { OfficeNav } from '@/ui/subnav';
import { Programmes } from './programmes';
import { MergeForm, WordForm } from './word-forms';
import '@/styles/taxonomy.css';

type Category = Schema<'CategoryDto'>;
type Word = Schema<'WordDto'>;

/** What is being done: a new word, a change of one, or one going into another; a skill says its category. */
type Open =
  | { what: 'new'; kind: 'category' }
  | { what: 'new'; kind: 'skill'; category: Category }
  | { what: 'change' | 'merge'; kind: 'category' | 'skill'; word: Word };

/** The words both menus share: categories, their skills, what else people call them, and the programmes. */
export function TaxonomyPage() {
  const { t } = useTranslation();
  const me = useMe();
  const named = useNamed();
  const taxonomy = useQuery(taxonomyQuery);
  const [{ search = '' }, setFilters] = useFilters();
  const [open, setOpen] = useState<Open | null>(null);
  const able = may(me, 'taxonomy.change');
  const close = () => setOpen(null);
  const all = taxonomy.data?.categories.flatMap((category): Word[] => [category, ...category.skills]);
  const title = (): string => {
    if (open === null) return '';
    if (open.what !== 'new')
      return t(open.what === 'change' ? 'taxonomy.change' : 'taxonomy.merge_title', { skill: open.word.name });
    return open.kind === 'category'
      ? t('taxonomy.new_category')
      : t('taxonomy.new_in', { category: named(open.category) });
  };
  return (
    <Page
      title={t('nav.taxonomy')}
      lead={t('taxonomy.lead')}
      nav={<OfficeNav />}
      actions={
        able && <Button onClick={() => setOpen({ what: 'new', kind: 'category' })}>{t('taxonomy.new_category')}</Button>
      }
    >
      <div className="filters">
        <SearchField label={t('taxonomy.search')} value={search} onChange={(value) => setFilters({ search: value })} />
      </div>
      <Shown query={taxonomy}>
        {({ categories, programmes }) => (
          <div className="stack loose">
            <Categories categories={categories} search={search} able={able} onOpen={setOpen} />
            {!search && <Programmes programmes={programmes} categories={categories} able={able} />}
          </div>
        )}
      </Shown>
      <Dialog open={open !== null} onClose={close} title={title()}>
        {open?.what === 'merge' ? (
          <MergeForm
            kind={open.kind}
            word={nowOf(all, open.word)!}
            categories={taxonomy.data?.categories ?? []}
            onDone={close}
          />
        ) : (
          open && (
            <WordForm
              kind={open.kind}
              categoryId={open.what === 'new' && open.kind === 'skill' ? open.category.id : null}
              word={open.what === 'change' ? nowOf(all, open.word) : null}
              onDone={close}
            />
          )
        )}
      </Dialog>
    </Page>
  );
}

function Categories({
  categories,
  search,
  able,
  onOpen,
}: {
  categories: Category[];
  search: string;
  able: boolean;
  onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const wanted = search.toLowerCase();
  const fits = (word: Word) =>
    !wanted || [word.name, word.nameEn, ...word.synonyms].some((one) => one.toLowerCase().includes(wanted));
  const shown = categories
    .map((category) => ({
      category,
      skills: category.skills.filter((skill) => !skill.mergedInto && (fits(skill) || fits(category))),
    }))
    .filter(({ category, skills }) => skills.length > 0 || fits(category));
  if (shown.length === 0) return <Empty title={t('taxonomy.none')} />;
  return (
    <div className="stack">
      {shown.map(({ category, skills }) => (
        <details key={category.id} className="card" open={wanted !== '' || undefined}>
          <summary className="tall">
            <b>{named(category)}</b> <span className="muted">{t('taxonomy.count', { count: skills.length })}</span>
          </summary>
          <div className="spread category-head">
            <Also word={category} />
            {able && <Buttons kind="category" word={category} onOpen={onOpen} />}
          </div>
          <ul className="plain skill-lines">
            {skills.map((skill) => (
              <li key={skill.id} className="spread">
                <span>
                  <b>{skill.name}</b> <span className="muted">{skill.nameEn}</span>
                  <Also word={skill} />
                </span>
                {able && <Buttons kind="skill" word={skill} onOpen={onOpen} />}
              </li>
            ))}
          </ul>
          {able && (
            <Button onClick={() => onOpen({ what: 'new', kind: 'skill', category })}>
              {t('taxonomy.add')}
              <span className="sr">{named(category)}</span>
            </Button>
          )}
        </details>
      ))}
    </div>
  );
}

function Also({ word }: { word: Word }) {
  const { t } = useTranslation();
  if (word.synonyms.length === 0) return <span />;
  return <span className="muted small also">{t('taxonomy.also', { words: word.synonyms.join(t('form.and')) })}</span>;
}

function Buttons({ kind, word, onOpen }: { kind: 'category' | 'skill'; word: Word; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  return (
    <span className="cluster no-print">
      <Button onClick={() => onOpen({ what: 'change', kind, word })}>
        {t(kind === 'category' ? 'taxonomy.change_category' : 'ui.change')}
        <span className="sr">{word.name}</span>
      </Button>
      <Button onClick={() => onOpen({ what: 'merge', kind, word })}>
        {t(kind === 'category' ? 'taxonomy.merge_category' : 'taxonomy.merge')}
        <span className="sr">{word.name}</span>
      </Button>
    </span>
  );
}
