import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useNamed } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { TextArea, TextField } from '@/ui/field';

type Kind = 'category' | 'skill';
type Word = Schema<'WordDto'>;

/** Words as they are typed: one a line, or with commas of either kind. */
const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,，、;；]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];

type Typed = { name: string; nameEn?: string; synonyms: string[] };

function send(kind: Kind, word: Word | null, categoryId: string | null, typed: Typed): Promise<Word> {
  if (!word)
    return kind === 'category'
      ? ask(api.POST('/api/categories', { body: typed }))
      : ask(api.POST('/api/skills', { body: { ...typed, categoryId: categoryId! } }));
  const change = { params: { path: { id: word.id } }, body: { ...typed, version: word.version } };
  return kind === 'category'
    ? ask(api.PATCH('/api/categories/{id}', change))
    : ask(api.PATCH('/api/skills/{id}', change));
}

/** A new category or skill, or another name for one. */
export function WordForm({
  kind,
  word,
  categoryId,
  onDone,
}: {
  kind: Kind;
  word: Word | null;
  categoryId: string | null;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const draft = useRowDraft(`word.${word?.id ?? `new.${kind}.${categoryId ?? ''}`}`, {
    name: word?.name ?? '',
    nameEn: word?.nameEn ?? '',
    synonyms: word?.synonyms.join('\n') ?? '',
  });
  const { typed, set } = draft;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => (typed.name.trim() ? {} : { name: t('taxonomy.name_missing') }),
    send: () =>
      send(kind, word, categoryId, {
        name: typed.name.trim(),
        nameEn: typed.nameEn.trim() || undefined,
        synonyms: wordsOf(typed.synonyms),
      }),
    onSaved: onDone,
  });
  const labels = { name: t('taxonomy.name'), nameEn: t('taxonomy.name_en'), synonyms: t('taxonomy.synonyms') };
  return (
    <SaveForm form={form} labels={labels} says={{ name: word?.name, nameEn: word?.nameEn }}>
      <TextField
        label={labels.name}
        hint={word ? t('taxonomy.name_hint') : undefined}
        name="name"
        maxLength={60}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label={labels.nameEn}
        name="nameEn"
        maxLength={100}
        optional
        value={typed.nameEn}
        onChange={(event) => set({ nameEn: event.target.value })}
      />
      <TextArea
        label={labels.synonyms}
        hint={t('taxonomy.synonyms_hint')}
        name="synonyms"
        optional
        value={typed.synonyms}
        onChange={(event) => set({ synonyms: event.target.value })}
      />
    </SaveForm>
  );
}

/** One word goes into another of its kind; the lines of both menus move with it. */
export function MergeForm({
  kind,
  word,
  categories,
  onDone,
}: {
  kind: Kind;
  word: Word;
  categories: Schema<'CategoryDto'>[];
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const named = useNamed();
  const draft = useRowDraft(`merge.${word.id}`, { into: null as string | null });
  const { into } = draft.typed;
  const form = useSaveForm({
    draft,
    check: (): Record<string, string> => (into ? {} : { into: t('taxonomy.into_missing') }),
    send: () => {
      const request = { params: { path: { id: word.id } }, body: { version: word.version, into: into! } };
      return kind === 'category'
        ? ask(api.POST('/api/categories/{id}/merge', request))
        : ask(api.POST('/api/skills/{id}/merge', request));
    },
    onSaved: onDone,
  });
  const item = ({ id, name, nameEn, synonyms }: Word, more = '') => ({
    id,
    name: name + more,
    also: [nameEn, ...synonyms],
  });
  const items =
    kind === 'category'
      ? categories.filter(({ id }) => id !== word.id).map((category) => item(category))
      : categories.flatMap((category) =>
          category.skills
            .filter(({ id, mergedInto }) => id !== word.id && !mergedInto)
            .map((skill) => item(skill, ` · ${named(category)}`)),
        );
  return (
    <SaveForm
      form={form}
      labels={{ into: t('taxonomy.into') }}
      button={t(kind === 'category' ? 'taxonomy.merge_category' : 'taxonomy.merge')}
    >
      <p>{t(kind === 'category' ? 'taxonomy.merge_category_text' : 'taxonomy.merge_text', { skill: word.name })}</p>
      <Combo
        label={t('taxonomy.into')}
        name="into"
        items={items}
        value={into}
        onChange={(picked) => draft.set({ into: picked })}
      />
    </SaveForm>
  );
}
