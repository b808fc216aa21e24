import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { useMe } from '@/app/session';
import { fDayFull } from '@/i18n/format';
import { useWhenText } from '@/i18n/when';
import { useAudienceText, useLanguageName, usePlaceText, useWordName } from '@/i18n/words';
import type { Need } from '@/i18n/words';
import { Shown } from '@/ui/states';
import { CARE_GROUPS, FORMS } from './menu-words';
import { Boxes, PaperPage, Sheet, Signatures } from './paper';

/** The needs form (需求登记表) of one line of the menu. */
export function PrintNeedPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const need = useQuery({
    queryKey: ['need', id],
    queryFn: () => ask(api.GET('/api/needs/{id}', { params: { path: { id } } })),
  });
  return (
    <PaperPage
      title={t('print.need')}
      back={{ to: '/needs/$id', params: { id } as never, label: need.data?.title ?? t('nav.needs') }}
    >
      <Shown query={need}>{(found) => <NeedSheet need={found} />}</Shown>
    </PaperPage>
  );
}

/** The same form, empty: a class teacher fills it in by hand. */
export function PrintEmptyNeedPage() {
  const { t } = useTranslation();
  return (
    <PaperPage title={t('print.need_empty')} back={{ to: '/needs', label: t('nav.needs') }}>
      <NeedSheet need={null} />
    </PaperPage>
  );
}

function NeedSheet({ need }: { need: Need | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const when = useWhenText();
  const place = usePlaceText();
  const languageName = useLanguageName();
  const wordName = useWordName();
  const audience = useAudienceText();
  return (
    <article className="paper">
      <h2>{t('print.need_head')}</h2>
      <p className="paper-head">
        <span>{me.districtName}</span>
        <span>{t('print.code', { code: need?.code ?? '' })}</span>
      </p>
      <Sheet
        caption={t('print.need')}
        rows={[
          [t('ui.school'), need?.schoolName],
          [t('print.need_title'), need?.title],
          [t('ui.programme'), need?.programmeName ? wordName(need.programmeName) : ''],
          [t('ui.category'), need && wordName(need.categoryName)],
          [t('need.audience'), need ? audience(need) : ''],
          [
            t('print.care'),
            <Boxes
              key="care"
              choices={CARE_GROUPS.map((value) => ({
                word: t(`care.${value}`),
                on: need?.careGroups.includes(value) ?? false,
              }))}
            />,
          ],
          [
            t('need.form'),
            <Boxes
              key="form"
              choices={FORMS.map((value) => ({ word: t(`form_kind.${value}`), on: need?.form === value }))}
            />,
          ],
          [t('print.seats'), need ? String(need.seats) : ''],
          need?.form === 'goods'
            ? [t('need.quantity'), t('need.pieces', { count: need.quantity })]
            : [t('need.when'), need ? when(need) : ''],
          [
            t('need.period'),
            need ? t('need.from_to', { from: fDayFull(need.periodFrom), to: fDayFull(need.periodTo) }) : '',
          ],
          [t('need.place'), need ? place(need) : ''],
          [
            t('need.skills'),
            need?.skills.map((skill) => ('name' in skill ? wordName(String(skill.name)) : '')).join(t('form.and')) ??
              '',
          ],
          [t('need.languages'), need?.languages.map(languageName).join(t('form.and'))],
          [t('print.description'), need?.description],
          [t('need.contact'), need?.contact],
          [t('need.notes'), need?.notes],
        ]}
      />
      <Signatures who={[t('print.sign_coordinator'), t('print.sign_school')]} />
    </article>
  );
}
