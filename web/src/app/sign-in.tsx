import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { ProblemNote } from '@/ui/states';
import { DoorFoot, DoorTools } from './door';
import { chosenHere, setPrefs } from './prefs';
import { Mark } from './mark';
import { announce, markSignedIn, meQuery, roleOf } from './session';
import '@/styles/sign-in.css';

/** Account and password. `again`: the session ended while a page was open; the page stays as it is. */
export function SignInForm({ again, login: known }: { again?: boolean; login?: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [login, setLogin] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    retry: false,
    mutationFn: async () => {
      await ask(api.POST('/api/sign-in', { body: { login: login.trim(), password } }));
      return ask(api.GET('/api/me'));
    },
    onSuccess: (me) => {
      announce(me.accountId);
      // Somebody else: nothing of what the other one saw or typed may stay in the page.
      if (again && me.login !== known) return location.assign('/');
      // Until somebody has chosen on this browser, volunteers read large print, others what their account says.
      if (!chosenHere()) setPrefs({ elder: me.elderMode || roleOf(me) === 'volunteer' ? 1 : 0 }, false);
      client.setQueryData(meQuery.queryKey, me);
      if (again) markSignedIn();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {signIn.error && <ProblemNote error={signIn.error} />}
      <TextField
        label={t('signin.login')}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        required
      />
      <TextField
        label={t('signin.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <div>
        <Button kind="main" type="submit" busy={signIn.isPending}>
          {t('signin.submit')}
        </Button>
      </div>
    </form>
  );
}

/** The first page of everybody who is not signed in. The address stays, so that one arrives where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t('signin.title')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="door">
      <DoorTools />
      <main id="main" className="door-main">
        <div className="door-name">
          <p className="mark">
            <Mark />
            {t('app.name')}
          </p>
          <p className="door-line">{t('signin.line')}</p>
          <DoorDrawing />
        </div>
        <div className="card door-card">
          <h1>{t('signin.title')}</h1>
          <SignInForm />
          <p className="muted small">{t('signin.help')}</p>
          <p>
            <Link to="/apply" className="tall">
              {t('signin.apply')}
            </Link>
          </p>
        </div>
      </main>
      <DoorFoot />
    </div>
  );
}

/** The idea in one picture: two menus, and lines between them. */
function DoorDrawing() {
  const { t } = useTranslation();
  const needs = ['a', 'b', 'c', 'd'].map((row) => t(`door.need_${row}`));
  const offers = ['a', 'b', 'c', 'd'].map((row) => t(`door.offer_${row}`));
  return (
    <div className="door-drawing" aria-hidden="true">
      <ul className="plain">
        <li className="door-head">{t('nav.needs')}</li>
        {needs.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <svg viewBox="0 0 60 200" preserveAspectRatio="none">
        <path d="M0 60C30 60 30 100 60 100M0 100C30 100 30 60 60 60M0 140C30 140 30 180 60 180M0 180C30 180 30 140 60 140" />
      </svg>
      <ul className="plain">
        <li className="door-head">{t('nav.resources')}</li>
        {offers.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
