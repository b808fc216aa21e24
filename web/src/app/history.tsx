import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { fDay, fKm, fMoment, fNumber } from '@/i18n/format';
import { gradesText } from '@/i18n/reasons';
import { useFreeText, useWhenText } from '@/i18n/when';
import { useNamed } from '@/i18n/words';
import type { Need, Offer } from '@/i18n/words';
import { Shown } from '@/ui/states';

type Line = Schema<'HistoryLineDto'>;
type Change = Line['changes'][number];
type Of = 'needs' | 'offers' | 'volunteers';

const PATHS = {
  needs: '/api/needs/{id}/history',
  offers: '/api/offers/{id}/history',
  volunteers: '/api/volunteers/{id}/history',
} as const;

/** Fields whose values are words of a closed list: the word's key. */
const WORDS: Record<string, (value: string) => string> = {
  form: (value) => `form_kind.${value}`,
  forms: (value) => `form_kind.${value}`,
  audience: (value) => `audience.${value}`,
  careGroups: (value) => `care.${value}`,
  placeKind: (value) => `place_kind.${value}`,
  kind: (value) => `kind.${value}`,
  veteranGroup: (value) => `veteran.${value}`,
  guestGroup: (value) => `guest.${value}`,
  tier: (value) => `tier.${value}`,
  travelMode: (value) => `travel.${value}`,
  preferredContact: (value) => `contact_kind.${value}`,
  languages: (value) => `language.${value}`,
};
const MINUTES = ['weeklyMinutes', 'sessionMinutes', 'bufferMinutes'];
/** Said as a place, not as two numbers. */
const POINT = ['latitude', 'longitude'];

/** What happened to a line, in order: who did what, for whom, and which fields changed from what to what. */
export function History({ of, id }: { of: Of; id: string }) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: [of, id, 'history'],
    queryFn: () => ask(api.GET(PATHS[of], { params: { path: { id } } })),
  });
  if (history.data?.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="history">
      <h2 id="history">{t('need.history')}</h2>
      <Shown query={history} rows={2}>
        {(lines) => (
          <ol className="plain stack tight">
            {lines.map((line, i) => (
              <HistoryLine key={i} line={line} kind={of.slice(0, -1)} />
            ))}
          </ol>
        )}
      </Shown>
    </section>
  );
}

function HistoryLine({ line, kind }: { line: Line; kind: string }) {
  const { t, i18n } = useTranslation();
  const { at, action, byName, onBehalfOfName, change, changes } = line;
  const said = useSaid(line.names);
  const word = (state: unknown): string =>
    i18n.exists(`${kind}_state.${String(state)}`) ? t(`${kind}_state.${String(state)}` as never) : '';
  const moved =
    word(change.from) && word(change.to) ? t('audit.moved', { from: word(change.from), to: word(change.to) }) : '';
  const reason = typeof change.reason === 'string' ? change.reason : '';
  const who = [byName ?? t('audit.system'), onBehalfOfName && t('audit.for', { name: onBehalfOfName }), fMoment(at)];
  return (
    <li>
      <span>{i18n.exists(`action.${action}`) ? t(`action.${action}` as never) : action}</span>{' '}
      <span className="muted small">{who.filter(Boolean).join(' · ')}</span>
      {(moved || reason) && <div className="small">{[moved, reason].filter(Boolean).join(' · ')}</div>}
      {changes.length > 0 && (
        <ul className="history-changes small">
          {told(changes).map((one) => (
            <li key={one.field}>{said(one)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** The two numbers of a point are one change. */
function told(changes: Change[]): Change[] {
  const point = changes.find(({ field }) => POINT.includes(field));
  return [
    ...changes.filter(({ field }) => !POINT.includes(field)),
    ...(point ? [{ ...point, field: 'point', kept: false }] : []),
  ];
}

/** A change as a sentence: the field's name, and both values as a reader knows them. */
function useSaid(names: Line['names']): (change: Change) => string {
  const { t, i18n } = useTranslation();
  const named = useNamed();
  const when = useWhenText();
  const free = useFreeText();
  const byId = new Map(names.map((row) => [row.id, row]));
  const one = (field: string, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
    if (field === 'grades') return value ? gradesText(Number(value)) : t('offer.grades_any');
    if (MINUTES.includes(field)) return t('offer.minutes', { count: Number(value) });
    if (field === 'monthlyMinutes') return t('history.hours', { hours: fNumber(Number(value) / 60, 1) });
    if (field === 'travelLimitMetres') return t('history.km', { km: fKm(Number(value)) });
    if (field === 'birthYear') return String(value);
    if (typeof value === 'number') return fNumber(value);
    const row = byId.get(value);
    if (row) return named(row);
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return fDay(value);
    const word = WORDS[field]?.(value);
    return word && i18n.exists(word) ? t(word as never) : value;
  };
  const text = (field: string, value: unknown): string => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return t('history.nothing');
    if (field === 'alternatives') return when({ alternatives: value as Need['alternatives'], weeklyMinutes: null });
    if (field === 'availability') {
      const availability = value as Offer['availability'];
      const off = availability.daysOff.map(({ from, to }) => t('need.from_to', { from: fDay(from), to: fDay(to) }));
      const holidays = availability.holidays === 'same' ? [] : [t(`offer.holidays_${availability.holidays}`)];
      return [
        free(availability),
        ...holidays,
        ...(off.length ? [`${t('offer.days_off')} ${off.join(t('form.and'))}`] : []),
      ].join(' · ');
    }
    if (field === 'skills')
      return (value as { skillId: string; level: number; required?: boolean }[])
        .map(({ skillId, level, required }) =>
          t(required === false ? 'need.skill_wished' : 'offer.skill', {
            skill: one(field, skillId),
            level: t(`level.${level}` as never),
          }),
        )
        .join(t('form.and'));
    return Array.isArray(value)
      ? value.map((part: string) => one(field, part)).join(t('form.and'))
      : one(field, value as string | number | boolean);
  };
  return ({ field, from, to, kept }) => {
    const label = i18n.exists(`field.${field}`) ? t(`field.${field}` as never) : field;
    if (!kept) return t('history.changed_only', { label });
    if (field === 'revokeReason') return t('history.reason', { reason: text(field, to) });
    return t('history.changed', { label, from: text(field, from), to: text(field, to) });
  };
}
