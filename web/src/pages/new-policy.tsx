import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { Checks, TextArea, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { policiesQuery } from './policies';
import { changedParams, POLICY_FIELDS, POLICY_GROUPS, shownNumber, valueAt } from './policy-fields';
import type { Params } from './policy-fields';

type Policy = Schema<'PolicyDto'>;

/** A new version of the rules: starts from the newest, and only what was changed is sent. Older versions stay. */
export function NewPolicyPage() {
  const { t } = useTranslation();
  const policies = useQuery(policiesQuery);
  return (
    <Page
      title={t('policies.new')}
      lead={t('policies.new_lead')}
      width="narrow"
      back={{ to: '/policies', label: t('nav.policies') }}
    >
      <Shown query={policies}>{([newest]) => <Form base={newest} />}</Shown>
    </Page>
  );
}

/** Field names have no slash: they are ids in the page. */
const nameOf = (path: string): string => path.replace('/', '-');

function Form({ base }: { base: Policy }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const params = base.params as Params;
  const draft = useRowDraft(`policy.${base.number}`, {
    fields: Object.fromEntries(
      POLICY_FIELDS.map((field): [string, string | boolean] => {
        const value = valueAt(params, field.path);
        return [field.path, field.kind === 'switch' ? value === true : shownNumber(value, field)];
      }),
    ),
    note: '',
  });
  const { fields: typed, note } = draft.typed;
  const changes = changedParams(params, typed);
  const check = () => {
    const found: Record<string, string> = {};
    for (const { path, kind } of POLICY_FIELDS)
      if (kind === 'number' && (String(typed[path]).trim() === '' || !(Number(typed[path]) >= 0)))
        found[nameOf(path)] = t('fault.not_a_weight');
    if (Object.keys(found).length === 0 && Object.keys(changes).length === 0)
      found.note = t('policies.nothing_changed');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () => ask(api.POST('/api/policies', { body: { params: changes as never, note: note.trim() } })),
    onSaved: ({ number }) =>
      void navigate({ to: '/policies', search: { version: String(number), with: String(base.number) } as never }),
  });
  const labels = {
    fields: t('policies.new'),
    note: t('policies.note'),
    ...Object.fromEntries(POLICY_FIELDS.map(({ path }) => [nameOf(path), t(`policy.${path}`)])),
  };
  return (
    <SaveForm loose form={form} labels={labels} button={t('policies.save', { number: base.number + 1 })}>
      {POLICY_GROUPS.map((group) => (
        <section key={group} className="card stack" aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{t(`policy_group.${group}`)}</h2>
          <p className="muted">{t(`policy_group_hint.${group}`)}</p>
          {POLICY_FIELDS.filter((field) => field.group === group).map(({ path, kind }) =>
            kind === 'switch' ? (
              <Checks
                key={path}
                legend={t(`policy.${path}`)}
                name={nameOf(path)}
                values={typed[path] ? ['on'] : []}
                onChange={(values) => draft.set({ fields: { ...typed, [path]: values.length > 0 } })}
                choices={[{ value: 'on', label: t('policies.on') }]}
              />
            ) : (
              <TextField
                key={path}
                label={t(`policy.${path}`)}
                name={nameOf(path)}
                inputMode="decimal"
                className="short"
                value={String(typed[path])}
                onChange={(event) => draft.set({ fields: { ...typed, [path]: event.target.value } })}
              />
            ),
          )}
        </section>
      ))}
      <TextArea
        label={t('policies.note')}
        hint={t('policies.note_hint')}
        name="note"
        maxLength={500}
        value={note}
        onChange={(event) => draft.set({ note: event.target.value })}
      />
    </SaveForm>
  );
}
