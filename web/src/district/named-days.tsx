import type { TFunction } from 'i18next';
import { fDayFull } from '@/i18n/format';
import { DateField, isDay } from '@/ui/date-field';
import { TextField } from '@/ui/field';

/** What a term and a holiday have in common: a name, a first day and a last one. */
export interface NamedDays {
  name: string;
  startsOn: string;
  endsOn: string;
}

export const namedDays = (row: NamedDays | null): NamedDays => ({
  name: row?.name ?? '',
  startsOn: row?.startsOn ?? '',
  endsOn: row?.endsOn ?? '',
});

/** What is on record, as it is read. */
export const saysOf = ({ name, startsOn, endsOn }: NamedDays): NamedDays => ({
  name,
  startsOn: fDayFull(startsOn),
  endsOn: fDayFull(endsOn),
});

export const namedDaysFaults = (t: TFunction, { name, startsOn, endsOn }: NamedDays): Record<string, string> => ({
  ...(!name.trim() && { name: t('district_fault.name_missing') }),
  ...(!isDay(startsOn) && { startsOn: t('district_fault.no_day') }),
  ...(!isDay(endsOn) && { endsOn: t('district_fault.no_day') }),
});

export function NamedDaysFields({
  labels,
  hint,
  typed,
  set,
}: {
  labels: NamedDays;
  /** Below the name. */
  hint?: string;
  typed: NamedDays;
  set: (change: Partial<NamedDays>) => void;
}) {
  return (
    <>
      <TextField
        label={labels.name}
        hint={hint}
        name="name"
        maxLength={100}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <DateField
        legend={labels.startsOn}
        name="startsOn"
        value={typed.startsOn}
        onChange={(startsOn) => set({ startsOn })}
      />
      <DateField legend={labels.endsOn} name="endsOn" value={typed.endsOn} onChange={(endsOn) => set({ endsOn })} />
    </>
  );
}
