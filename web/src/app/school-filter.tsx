import { useTranslation } from 'react-i18next';
import { useDistrict } from '@/i18n/words';
import { Select } from '@/ui/field';
import { useFilters } from './lists';
import { roleOf, useMe } from './session';

/** Of which school; a coordinator has only one to see. */
export function SchoolFilter() {
  const { t } = useTranslation();
  const district = useDistrict();
  const [{ schoolId }, setFilters] = useFilters();
  const me = useMe();
  if (roleOf(me) === 'coordinator') return null;
  return (
    <Select
      label={t('ui.school')}
      value={schoolId ?? ''}
      onChange={(event) => setFilters({ schoolId: event.target.value || undefined })}
    >
      <option value="">{t('ui.all')}</option>
      {district?.schools.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
