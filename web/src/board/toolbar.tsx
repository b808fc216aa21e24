import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Round } from '@/app/rounds';
import { fNumber } from '@/i18n/format';
import { useDistrict, useProgrammeItems } from '@/i18n/words';
import { Combo } from '@/ui/combo';
import { Select } from '@/ui/field';
import { Segments } from '@/ui/segments';
import type { PairState } from './model';

export const STATES = ['proposed', 'approved', 'rejected', 'invited', 'accepted', 'declined', 'lapsed'] as const;

type Filters = Record<string, string | undefined>;

/** Which lines are shown, and how. Everything lives in the address, so that a link brings it back. */
export const Toolbar = memo(function Toolbar({
  state,
  counts,
  rounds,
  round,
  filters,
  setFilters,
  table,
  search,
  typed,
  onType,
}: {
  state: PairState;
  counts: Partial<Record<PairState, number>>;
  rounds: Round[];
  round: Round | undefined;
  filters: Filters;
  setFilters: (change: Filters) => void;
  table: boolean;
  search: Ref<HTMLInputElement>;
  typed: string;
  onType: (text: string) => void;
}) {
  const { t } = useTranslation();
  const district = useDistrict();
  const programmes = useProgrammeItems();
  const select = (key: string) => ({
    value: filters[key] ?? '',
    onChange: (event: { target: { value: string } }) => setFilters({ [key]: event.target.value || undefined }),
  });
  return (
    <div className="filters board-tools no-print">
      <div className="cluster tight" role="group" aria-label={t('ui.state')}>
        {STATES.filter((value) => (counts[value] ?? 0) > 0 || value === state).map((value) => (
          <button
            key={value}
            type="button"
            className="chip"
            aria-pressed={state === value}
            onClick={() => setFilters({ state: value === 'proposed' ? undefined : value })}
          >
            {t(`proposal_state.${value}`)} <span className="num">{fNumber(counts[value] ?? 0)}</span>
          </button>
        ))}
        {round?.result && round.result.unfilled > 0 && (
          <Link className="chip chip-link" to="/unmatched" search={{ round: round.id }}>
            {t('board.unmatched')} <span className="num">{fNumber(round.result.unfilled)}</span>
          </Link>
        )}
      </div>
      <input
        ref={search}
        type="search"
        className="input board-search"
        aria-label={t('board.search')}
        placeholder={t('board.search')}
        maxLength={60}
        value={typed}
        onChange={(event) => onType(event.target.value)}
      />
      {rounds.length > 0 && (
        <Select
          label={t('rounds.round')}
          value={round?.id ?? 'all'}
          onChange={(event) => setFilters({ round: event.target.value, pair: undefined })}
        >
          {rounds.map(({ id, code }) => (
            <option key={id} value={id}>
              {code}
            </option>
          ))}
          <option value="all">{t('board.all_sources')}</option>
        </Select>
      )}
      <Combo
        label={t('ui.school')}
        name="schoolId"
        none={t('rounds.all_schools')}
        items={district?.schools ?? []}
        value={filters.schoolId ?? null}
        onChange={(id) => setFilters({ schoolId: id ?? undefined })}
      />
      <Combo
        label={t('ui.programme')}
        name="programmeId"
        none={t('rounds.all_programmes')}
        items={programmes}
        value={filters.programmeId ?? null}
        onChange={(id) => setFilters({ programmeId: id ?? undefined })}
      />
      <Select label={t('board.order')} {...select('order')}>
        <option value="">{t('board.order_urgency')}</option>
        <option value="school">{t('board.order_school')}</option>
        <option value="person">{t('board.order_person')}</option>
      </Select>
      <Segments
        label={t('ui.view')}
        value={table ? 'table' : 'board'}
        choices={[
          { value: 'board', label: t('board.view_lines') },
          { value: 'table', label: t('ui.view_table') },
        ]}
        onChange={(view) => setFilters({ view })}
      />
    </div>
  );
});
