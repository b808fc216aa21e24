import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { Picker, volunteersLike } from '@/app/picker';
import type { Picked } from '@/app/picker';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { roleOf, useMe } from '@/app/session';
import { useDistrict } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { Radios } from '@/ui/field';
import { Page } from '@/ui/page';
import { Note } from '@/ui/states';

const needsLike = (search: string): Promise<Picked[]> =>
  ask(api.GET('/api/needs', { params: { query: { search, limit: 6 } } })).then(({ items }) =>
    items.map(({ id, title, code, schoolName }) => ({ id, name: title, hint: `${schoolName} · ${code}` })),
  );

/** Keeps a volunteer and a school, or a volunteer and one need, apart. */
export function NewExclusionPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const district = useDistrict();
  const admin = roleOf(me) === 'admin';
  const own = me.grants.flatMap(({ schoolId }) => schoolId ?? []);
  const schools = (district?.schools ?? []).filter(({ id }) => admin || own.includes(id));
  const draft = useRowDraft('exclusion.new', {
    volunteer: null as Picked | null,
    about: 'school' as 'school' | 'need',
    schoolId: '',
    need: null as Picked | null,
    reason: 'blocked' as 'blocked' | 'conflict_of_interest',
    side: (admin ? 'district' : 'school') as Schema<'ExclusionDto'>['side'],
  });
  const { typed, set } = draft;
  const { volunteer, about, schoolId, need, reason, side } = typed;
  const school = schoolId || (schools.length === 1 ? schools[0].id : '');
  const check = () => {
    const found: Record<string, string> = {};
    if (!volunteer) found.volunteer = t('exclusions.volunteer_missing');
    if (about === 'school' && !school) found.school = t('exclusions.school_missing');
    if (about === 'need' && !need) found.need = t('exclusions.need_missing');
    return found;
  };
  const form = useSaveForm({
    draft,
    check,
    send: () =>
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
    onSaved: () => void navigate({ to: '/exclusions' }),
    names: { volunteerId: 'volunteer', schoolId: 'school', needId: 'need' },
  });
  const labels: Record<keyof typeof typed, string> = {
    volunteer: t('exclusions.who'),
    about: t('exclusions.about'),
    schoolId: t('ui.school'),
    need: t('exclusions.need'),
    reason: t('exclusions.why'),
    side: t('exclusions.side'),
  };
  return (
    <Page
      title={t('exclusions.new')}
      lead={t('exclusions.new_lead')}
      width="narrow"
      back={{ to: '/exclusions', label: t('nav.exclusions') }}
    >
      <SaveForm loose form={form} labels={labels} button={t('exclusions.save')}>
        <Picker
          label={t('exclusions.who')}
          hint={t('exclusions.who_hint')}
          name="volunteer"
          value={volunteer}
          onChange={(picked) => set({ volunteer: picked })}
          find={volunteersLike}
        />
        <Radios
          legend={t('exclusions.about')}
          name="about"
          value={about}
          onChange={(value) => set({ about: value as typeof about })}
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
            onChange={(id) => set({ schoolId: id ?? '' })}
          />
        ) : (
          <Picker
            label={t('exclusions.need')}
            hint={t('exclusions.need_hint')}
            name="need"
            value={need}
            onChange={(picked) => set({ need: picked })}
            find={needsLike}
          />
        )}
        {admin && (
          <Radios
            legend={t('exclusions.why')}
            name="reason"
            value={reason}
            onChange={(value) => set({ reason: value as typeof reason })}
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
            onChange={(value) => set({ side: value as typeof side })}
            choices={(admin ? (['district', 'school', 'volunteer'] as const) : (['school', 'volunteer'] as const)).map(
              (value) => ({ value, label: t(`exclusion_side.${value}`) }),
            )}
          />
        )}
        <Note title={t('exclusions.promise')} />
      </SaveForm>
    </Page>
  );
}
