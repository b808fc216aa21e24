import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, newKey } from '@/api/client';
import { Problem } from '@/api/problem';
import { useDraft } from '@/app/draft';
import { DraftNote } from '@/app/draft-note';
import { same } from '@/app/merge';
import { useFaultText } from '@/app/refusal';
import { useMe } from '@/app/session';
import { useDistrict, useLanguageName } from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { today } from '@/i18n/format';
import { Button } from '@/ui/button';
import { ErrorSummary } from '@/ui/error-summary';
import { FormFaults } from '@/ui/field';
import { Page } from '@/ui/page';
import { Loading, ProblemNote, Shown } from '@/ui/states';
import { Check } from './check';
import { emptyDraft, faultsOf, filledFrom, stepOf, STEPS, toDto } from './draft';
import type { Filled, Step } from './draft';
import { HelpersAside } from './helpers';
import { Moved } from './moved';
import { StepFields } from './steps';
import '@/styles/need-form.css';

/** A new need: empty, copied from an earlier one, or ordered from the resources menu. */
export function NewNeedPage() {
  const { t } = useTranslation();
  const me = useMe();
  const district = useDistrict();
  const languageName = useLanguageName();
  const { copy, offer } = useSearch({ strict: false }) as { copy?: string; offer?: string };
  const source = useQuery({
    queryKey: ['need', copy],
    enabled: !!copy,
    queryFn: () => ask(api.GET('/api/needs/{id}', { params: { path: { id: copy! } } })),
  });
  const wished = useQuery({
    queryKey: ['offer', offer],
    enabled: !!offer,
    queryFn: () => ask(api.GET('/api/offers/{id}', { params: { path: { id: offer! } } })),
  });
  if (!district || (copy && source.isPending) || (offer && wished.isPending))
    return (
      <Page title={t('needform.new')} width="narrow">
        <Loading />
      </Page>
    );
  const own = me.grants.find(({ schoolId }) => schoolId)?.schoolId ?? '';
  const term = district.terms.find(({ endsOn }) => endsOn > today());
  const blank = emptyDraft(own, term);
  const { periodFrom, periodTo } = blank;
  const start = source.data ? { ...filledFrom(source.data, true, languageName), periodFrom, periodTo } : blank;
  if (own) start.schoolId = own;
  if (wished.data)
    Object.assign(start, {
      wishedOfferId: wished.data.id,
      categoryId: wished.data.categoryId,
      programmeId: wished.data.programmeId,
      form: wished.data.forms[0],
      title: wished.data.title,
      skills: wished.data.skills.map(({ skillId }) => ({ skillId, level: 1, required: true })),
    });
  return (
    <Guided
      key={`${copy}-${offer}`}
      title={t('needform.new')}
      start={start}
      keep={`line.${copy ?? offer ?? 'new'}`}
      offerTitle={wished.data ? `${wished.data.title} · ${wished.data.volunteerName}` : undefined}
    />
  );
}

export function EditNeedPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const languageName = useLanguageName();
  const need = useQuery({
    queryKey: ['need', id, 'edit'],
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: () => ask(api.GET('/api/needs/{id}', { params: { path: { id } } })),
  });
  if (need.data)
    return (
      <Guided
        key={id}
        title={t('needform.edit')}
        start={filledFrom(need.data, false, languageName)}
        keep={`line.${id}`}
        edited={need.data}
        reload={() => void need.refetch()}
      />
    );
  return (
    <Page title={t('needform.edit')} width="narrow">
      <Shown query={need}>{() => null}</Shown>
    </Page>
  );
}

/** One thing per page; what is typed is kept on this device until it has been sent. */
function Guided({
  title,
  start,
  keep,
  edited,
  reload,
  offerTitle,
}: {
  title: string;
  start: Filled;
  keep: string;
  edited?: Need;
  reload?: () => void;
  offerTitle?: string;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const languageName = useLanguageName();
  const text = useFaultText();
  const search = useSearch({ strict: false }) as { step?: string };
  const step: Step = STEPS.find((name) => name === search.step) ?? (edited ? 'check' : 'programme');
  const [draft, setDraft, forget] = useDraft<{ filled: Filled; base: Need | null }>(keep, {
    filled: start,
    base: edited ?? null,
  });
  const { filled, base } = draft;
  // Said at the step one arrives at: what stands there was typed on an earlier visit and never sent.
  const [found, setFound] = useState(() => !same(filled, start));
  const drop = () => {
    setDraft({ filled: start, base: edited ?? null });
    forget();
    setFaults({});
    setFound(false);
  };
  const setFilled = (change: Filled) => setDraft({ ...draft, filled: change });
  // Somebody else has changed the need since this draft was begun: nothing is sent before one has seen what.
  const moved = edited && base && edited.version !== base.version ? edited : null;
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [key] = useState(newKey);
  const [submitToo, setSubmitToo] = useState(true);
  const go = (to: Step) => {
    setFound(false);
    void navigate({ to: '.', search: { ...search, step: to } as never }).then(() =>
      document.getElementById('main')?.focus(),
    );
  };

  const send = useMutation({
    mutationFn: async (submit: boolean) => {
      const { schoolId, ...fields } = toDto(filled);
      // A place nobody has touched keeps its point on the map, which this form does not show.
      if (base && fields.areaId === base.areaId && fields.placeKind === base.placeKind) delete fields.areaId;
      const saved = base
        ? await ask(
            api.PUT('/api/needs/{id}', {
              params: { path: { id: base.id } },
              body: { ...fields, version: base.version },
            }),
          )
        : await ask(api.POST('/api/needs', { body: { ...fields, schoolId }, headers: { 'idempotency-key': key } }));
      return submit && ['draft', 'returned'].includes(saved.state)
        ? ask(
            api.POST('/api/needs/{id}/submit', {
              params: { path: { id: saved.id } },
              body: { version: saved.version },
            }),
          )
        : saved;
    },
    onSuccess: (saved) => {
      forget();
      void client.invalidateQueries();
      void navigate({ to: '/needs/$id', params: { id: saved.id } });
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      if (error.code === 'version_moved') reload?.();
      if (error.errors.length === 0) return;
      const found = Object.fromEntries(error.errors.map((fault) => [fault.pointer.split('/')[1] ?? '', text(fault)]));
      setFaults(found);
      const first = stepOf(Object.keys(found)[0]);
      if (first !== 'check') go(first);
    },
  });

  const at = STEPS.indexOf(step);
  const next = (event: FormEvent) => {
    event.preventDefault();
    if (step === 'check') {
      const bad = STEPS.map((name) => faultsOf(name, filled)).find((found) => Object.keys(found).length > 0);
      if (!bad) return send.mutate(submitToo);
      setFaults(Object.fromEntries(Object.entries(bad).map(([field, sentence]) => [field, t(sentence)])));
      return go(stepOf(Object.keys(bad)[0]));
    }
    const found = faultsOf(step, filled);
    setFaults(Object.fromEntries(Object.entries(found).map(([field, sentence]) => [field, t(sentence)])));
    if (Object.keys(found).length === 0) go(edited ? 'check' : STEPS[at + 1]);
  };
  const ofStep = Object.fromEntries(
    Object.entries(faults).filter(([field]) => stepOf(field) === step || step === 'check'),
  );
  return (
    <Page
      title={t(`needform.step_${step}`)}
      lead={t('needform.at', { title, at: at + 1, of: STEPS.length })}
      back={{
        to: edited ? '/needs/$id' : '/needs',
        params: { id: edited?.id },
        label: edited ? edited.title : t('nav.needs'),
      }}
    >
      <div className="needform">
        <form className="stack loose" onSubmit={next} noValidate>
          <progress
            className="sr"
            value={at + 1}
            max={STEPS.length}
            aria-label={t('needform.at', { title, at: at + 1, of: STEPS.length })}
          />
          <FormFaults value={ofStep}>
            <ErrorSummary faults={ofStep} />
            {!moved && <DraftNote draft={{ found, clashing: [], drop }} labels={{}} />}
            {moved && base ? (
              <Moved
                base={filledFrom(base, false, languageName)}
                mine={filled}
                theirs={filledFrom(moved, false, languageName)}
                onChoose={(chosen) => {
                  send.reset();
                  setDraft({ filled: chosen, base: moved });
                  go('check');
                }}
              />
            ) : (
              send.error && <ProblemNote error={send.error} />
            )}
            {step === 'check' ? (
              <Check filled={filled} go={go} offerTitle={offerTitle} />
            ) : (
              <StepFields step={step} filled={filled} set={(change) => setFilled({ ...filled, ...change })} />
            )}
          </FormFaults>
          <div className="cluster" hidden={moved !== null}>
            {step === 'check' ? (
              <>
                <Button type="submit" kind="main" busy={send.isPending} onClick={() => setSubmitToo(true)}>
                  {t(edited && !['draft', 'returned'].includes(edited.state) ? 'needform.save' : 'needform.send')}
                </Button>
                {(!edited || edited.state === 'draft') && (
                  <Button type="submit" busy={send.isPending} onClick={() => setSubmitToo(false)}>
                    {t('needform.keep')}
                  </Button>
                )}
              </>
            ) : (
              <Button type="submit" kind="main">
                {t('needform.next')}
              </Button>
            )}
            {at > 0 && (
              <Button kind="quiet" onClick={() => go(STEPS[at - 1])}>
                {t('ui.back')}
              </Button>
            )}
          </div>
        </form>
        <HelpersAside filled={filled} go={(to) => go(to as Step)} />
      </div>
    </Page>
  );
}
