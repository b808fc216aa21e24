import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { useRowDraft } from '@/app/draft';
import { SaveForm, useSaveForm } from '@/app/save-form';
import { useDistrict } from '@/i18n/words';
import { Checks, Select, TextField } from '@/ui/field';

export type School = Schema<'SchoolRecordDto'>;
export type Area = Schema<'AreaDto'>;

/** Stages of schools, as the district's workbooks write them. */
const STAGES = ['幼儿园', '小学', '初中', '九年一贯制', '高中', '中职', '特殊教育'];

/** What was typed as a number; null for an empty field, undefined for what is none. */
const degrees = (typed: string, most: number): number | null | undefined => {
  if (typed.trim() === '') return null;
  const value = Number(typed);
  return Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
};
const shown = (value: number | null | undefined): string => (value == null ? '' : String(value));

export function SchoolForm({ school, onDone }: { school: School | null; onDone: () => void }) {
  const { t } = useTranslation();
  const district = useDistrict();
  const draft = useRowDraft(`school.${school?.id ?? 'new'}`, {
    name: school?.name ?? '',
    code: school?.code ?? '',
    stages: school?.stages ?? [],
    areaId: school?.areaId ?? '',
    latitude: shown(school?.latitude),
    longitude: shown(school?.longitude),
  });
  const { typed, set } = draft;
  const [latitude, longitude] = [degrees(typed.latitude, 90), degrees(typed.longitude, 180)];
  const body = {
    name: typed.name.trim(),
    code: typed.code.trim() || null,
    stages: typed.stages,
    areaId: typed.areaId || null,
    latitude: latitude ?? null,
    longitude: longitude ?? null,
  };
  const labels = {
    name: t('district.name'),
    code: t('district.school_code'),
    stages: t('district.stages'),
    areaId: t('district.area'),
    latitude: t('district.latitude'),
    longitude: t('district.longitude'),
  };
  const form = useSaveForm({
    draft,
    check: () => ({
      ...(!body.name && { name: t('district_fault.name_missing') }),
      ...(latitude === undefined && { latitude: t('district_fault.no_point') }),
      ...(longitude === undefined && { longitude: t('district_fault.no_point') }),
    }),
    send: () =>
      school
        ? ask(
            api.PUT('/api/schools/{id}', {
              params: { path: { id: school.id } },
              body: { ...body, version: school.version },
            }),
          )
        : ask(api.POST('/api/schools', { body })),
    onSaved: onDone,
  });
  return (
    <SaveForm form={form} labels={labels} says={{ name: school?.name }}>
      <TextField
        label={t('district.name')}
        name="name"
        maxLength={200}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <TextField
        label={t('district.school_code')}
        hint={t('district.school_code_hint')}
        name="code"
        optional
        maxLength={40}
        value={typed.code}
        onChange={(event) => set({ code: event.target.value })}
      />
      <Checks
        legend={t('district.stages')}
        name="stages"
        inline
        values={typed.stages}
        onChange={(stages) => set({ stages })}
        choices={[...new Set([...STAGES, ...typed.stages])].map((stage) => ({
          value: stage,
          label: t(`stage.${stage}`, { defaultValue: stage }),
        }))}
      />
      <Select
        label={t('district.area')}
        hint={t('district.area_hint')}
        name="areaId"
        optional
        value={typed.areaId}
        onChange={(event) => set({ areaId: event.target.value })}
      >
        <option value="">{t('ui.unknown')}</option>
        {district?.areas.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Point typed={typed} set={set} optional />
    </SaveForm>
  );
}

export function AreaForm({ area, onDone }: { area: Area | null; onDone: () => void }) {
  const { t } = useTranslation();
  const draft = useRowDraft(`area.${area?.id ?? 'new'}`, {
    name: area?.name ?? '',
    latitude: shown(area?.latitude),
    longitude: shown(area?.longitude),
  });
  const { typed, set } = draft;
  const [latitude, longitude] = [degrees(typed.latitude, 90), degrees(typed.longitude, 180)];
  const body = { name: typed.name.trim(), latitude: latitude ?? 0, longitude: longitude ?? 0 };
  const labels = {
    name: t('district.name'),
    latitude: t('district.latitude'),
    longitude: t('district.longitude'),
  };
  const form = useSaveForm({
    draft,
    check: () => ({
      ...(!body.name && { name: t('district_fault.name_missing') }),
      ...(latitude == null && { latitude: t('district_fault.no_point') }),
      ...(longitude == null && { longitude: t('district_fault.no_point') }),
    }),
    send: () =>
      area
        ? ask(
            api.PUT('/api/areas/{id}', {
              params: { path: { id: area.id } },
              body: { ...body, version: area.version },
            }),
          )
        : ask(api.POST('/api/areas', { body })),
    onSaved: onDone,
  });
  return (
    <SaveForm form={form} labels={labels} says={{ name: area?.name }}>
      <TextField
        label={t('district.name')}
        name="name"
        maxLength={100}
        value={typed.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <Point typed={typed} set={set} />
    </SaveForm>
  );
}

/** A point in degrees, as a map service shows it. */
function Point({
  typed,
  set,
  optional,
}: {
  typed: { latitude: string; longitude: string };
  set: (change: { latitude?: string; longitude?: string }) => void;
  optional?: boolean;
}) {
  const { t } = useTranslation();
  const field = (key: 'latitude' | 'longitude', hint: string) => (
    <TextField
      label={t(`district.${key}`)}
      hint={hint}
      name={key}
      inputMode="decimal"
      className="short"
      optional={optional}
      value={typed[key]}
      onChange={(event) => set({ [key]: event.target.value })}
    />
  );
  return (
    <>
      {field('latitude', t('district.latitude_hint'))}
      {field('longitude', t('district.longitude_hint'))}
    </>
  );
}
