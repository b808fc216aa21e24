import { useTranslation } from 'react-i18next';
import { useDistrict } from '@/i18n/words';
import { DateField } from '@/ui/date-field';
import { Checks, Radios, Select, TextArea, TextField } from '@/ui/field';
import type { StepProps } from './draft';

export function Where({ filled, set }: StepProps) {
  const { t } = useTranslation();
  const areas = useDistrict()?.areas ?? [];
  return (
    <>
      <Radios
        legend={t('needform.place')}
        name="placeKind"
        value={filled.placeKind}
        onChange={(placeKind) => set({ placeKind })}
        choices={['school', 'online', 'other'].map((value) => ({ value, label: t(`needform.place_${value}`) }))}
      />
      {filled.placeKind === 'other' && (
        <TextField
          label={t('needform.place_name')}
          name="placeName"
          maxLength={200}
          value={filled.placeName}
          onChange={(event) => set({ placeName: event.target.value })}
        />
      )}
      {filled.placeKind === 'other' && areas.length > 0 && (
        <Select
          label={t('needform.area')}
          hint={t('needform.area_hint')}
          optional
          name="areaId"
          value={filled.areaId}
          onChange={(event) => set({ areaId: event.target.value })}
        >
          <option value="">{t('ui.unknown')}</option>
          {areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Radios
        legend={t('needform.minors')}
        name="minors"
        hint={t('needform.minors_hint')}
        value={filled.minors ? (filled.oneToOne ? 'one' : 'group') : 'no'}
        onChange={(value) => set({ minors: value !== 'no', oneToOne: value === 'one' })}
        choices={['group', 'one', 'no'].map((value) => ({ value, label: t(`needform.minors_${value}`) }))}
      />
      {filled.minors && filled.oneToOne && (
        <>
          <Checks
            legend={t('needform.under14_legend')}
            name="under14"
            values={filled.under14 ? ['yes'] : []}
            onChange={(values) => set({ under14: values.length > 0 })}
            choices={[{ value: 'yes', label: t('needform.under14') }]}
          />
          {filled.under14 && (
            <DateField
              legend={t('needform.consent')}
              name="guardianConsentOn"
              hint={t('needform.consent_hint')}
              value={filled.guardianConsentOn}
              onChange={(guardianConsentOn) => set({ guardianConsentOn })}
            />
          )}
        </>
      )}
    </>
  );
}

export function Contact({ filled, set }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('needform.contact')}
        optional
        name="contact"
        hint={t('needform.contact_hint')}
        maxLength={200}
        value={filled.contact}
        onChange={(event) => set({ contact: event.target.value })}
      />
      <DateField
        legend={t('needform.answer_by')}
        name="answerBy"
        hint={t('needform.answer_by_hint')}
        value={filled.answerBy}
        onChange={(answerBy) => set({ answerBy })}
      />
      <TextArea
        label={t('needform.notes')}
        optional
        name="notes"
        maxLength={2000}
        value={filled.notes}
        onChange={(event) => set({ notes: event.target.value })}
      />
    </>
  );
}
