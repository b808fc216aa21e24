import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Problem } from '@/api/problem';
import { ReadingSettings } from '@/app/reading';
import { forgetDrafts } from '@/app/draft';
import { fieldOf, useFaultText } from '@/app/refusal';
import { announce, meQuery, useMe } from '@/app/session';
import { LANGUAGES, setLanguage } from '@/i18n';
import type { Language } from '@/i18n';
import { Button } from '@/ui/button';
import { ErrorSummary } from '@/ui/error-summary';
import { FormFaults, Radios, TextField } from '@/ui/field';
import { Page } from '@/ui/page';
import { Note, ProblemNote } from '@/ui/states';

export function AccountPage() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => ask(api.DELETE('/api/sign-in')),
    // A fresh page: nothing of what was seen stays in memory.
    onSuccess: () => {
      forgetDrafts();
      announce(null);
      location.assign('/');
    },
  });
  return (
    <Page title={t('account.title')} width="narrow">
      <div className="stack loose">
        <section className="card stack">
          <h2>{me.name}</h2>
          <dl className="facts">
            <dt>{t('account.login')}</dt>
            <dd>{me.login}</dd>
            <dt>{t('account.district')}</dt>
            <dd>{me.districtName}</dd>
            <dt>{t('account.roles')}</dt>
            <dd>
              {me.grants.map(({ role, schoolName }, i) => (
                <div key={i}>
                  {schoolName
                    ? t('account.role_at', { role: t(`role.${role}`), school: schoolName })
                    : t(`role.${role}`)}
                </div>
              ))}
            </dd>
          </dl>
          {leave.error && <ProblemNote error={leave.error} />}
          <div>
            <Button onClick={() => leave.mutate()} busy={leave.isPending}>
              {t('account.sign_out')}
            </Button>
          </div>
        </section>
        <section className="card stack">
          <h2>{t('reading.title')}</h2>
          <ReadingSettings />
          <Radios
            legend={t('account.language')}
            name="language"
            value={i18n.language}
            inline
            onChange={(value) => {
              void setLanguage(value as Language);
              void ask(api.PATCH('/api/me', { body: { locale: value as Language } })).then(
                (changed) => client.setQueryData(meQuery.queryKey, changed),
                () => undefined,
              );
            }}
            choices={LANGUAGES.map((value) => ({
              value,
              label: <span lang={value}>{value === 'en' ? 'English' : '中文'}</span>,
            }))}
          />
        </section>
        <Password />
      </div>
    </Page>
  );
}

function Password() {
  const { t } = useTranslation();
  const text = useFaultText();
  const [typed, setTyped] = useState({ current: '', next: '', again: '' });
  const [faults, setFaults] = useState<Record<string, string>>({});
  const change = useMutation({
    mutationFn: () => ask(api.POST('/api/me/password', { body: { current: typed.current, next: typed.next } })),
    onSuccess: () => setTyped({ current: '', next: '', again: '' }),
    onError: (error) => {
      if (error instanceof Problem && error.code === 'invalid')
        setFaults(Object.fromEntries(error.errors.map((fault) => [fieldOf(fault.pointer), text(fault)])));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.reset();
    const found: Record<string, string> = {};
    if (!typed.current) found.current = t('account.fault_current');
    if (typed.next.length < 8) found.next = t('account.fault_next');
    else if (typed.next !== typed.again) found.again = t('account.fault_again');
    setFaults(found);
    if (Object.keys(found).length === 0) change.mutate();
  };
  const field = (name: keyof typeof typed, autoComplete: string) => (
    <TextField
      label={t(`account.password_${name}`)}
      name={name}
      type="password"
      autoComplete={autoComplete}
      value={typed[name]}
      hint={name === 'next' ? t('account.password_hint') : undefined}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  return (
    <section className="card">
      <FormFaults value={faults}>
        <form className="stack" onSubmit={submit} noValidate>
          <h2>{t('account.password')}</h2>
          <ErrorSummary faults={faults} />
          {change.isSuccess && <Note tone="good" title={t('account.password_done')} />}
          {change.error && Object.keys(faults).length === 0 && <ProblemNote error={change.error} />}
          {field('current', 'current-password')}
          {field('next', 'new-password')}
          {field('again', 'new-password')}
          <div>
            <Button type="submit" kind="main" busy={change.isPending}>
              {t('account.password_change')}
            </Button>
          </div>
        </form>
      </FormFaults>
    </section>
  );
}
