import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { Deeds } from '@/app/deeds';
import { SearchField, useFilters } from '@/app/lists';
import { nowOf } from '@/app/rows';
import { may, useMe } from '@/app/session';
import { FactDeeds } from '@/district/fact-deeds';
import { AreaForm, SchoolForm } from '@/district/place-forms';
import type { Area, School } from '@/district/place-forms';
import { fDayFull } from '@/i18n/format';
import { districtQuery } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { useFinder } from '@/ui/find';
import { Page } from '@/ui/page';
import { Empty, Shown, Tag } from '@/ui/states';
import { DistrictNav, OfficeNav } from '@/ui/subnav';
import { Table } from '@/ui/table';

type Open = { what: 'school'; school: School | null } | { what: 'area'; area: Area | null };

const schoolsQuery = { queryKey: ['schools'], queryFn: () => ask(api.GET('/api/schools')) };

/** The schools of the district, and the areas in which they and volunteers' homes lie. */
export function DistrictSchoolsPage() {
  const { t } = useTranslation();
  const able = may(useMe(), 'district.change');
  const district = useQuery(districtQuery);
  const schools = useQuery({ ...schoolsQuery, enabled: able });
  const [{ search = '' }, setFilters] = useFilters();
  const { finds } = useFinder(search);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const row = open?.what === 'school' ? open.school : open?.area;
  return (
    <Page title={t('district.schools')} lead={t('district.schools_lead')} nav={<OfficeNav />}>
      <DistrictNav />
      <div className="stack loose">
        <section className="stack" aria-labelledby="schools">
          <div className="spread">
            <h2 id="schools">{t('district.school_list', { count: schools.data?.length ?? 0 })}</h2>
            {able && (
              <Button onClick={() => setOpen({ what: 'school', school: null })}>{t('district.add_school')}</Button>
            )}
          </div>
          <div className="filters">
            <SearchField
              label={t('district.find_school')}
              value={search}
              onChange={(value) => setFilters({ search: value })}
            />
          </div>
          <Shown query={schools}>
            {(rows) => {
              const shown = rows.filter(({ name, code, areaName }) => finds(name, code ?? '', areaName ?? ''));
              return shown.length === 0 ? (
                <Empty title={t(rows.length === 0 ? 'district.no_schools' : 'ui.nothing_found')} />
              ) : (
                <Schools
                  rows={shown}
                  refresh={() => void schools.refetch()}
                  onChange={(school) => setOpen({ what: 'school', school })}
                />
              );
            }}
          </Shown>
        </section>
        <section className="stack" aria-labelledby="areas">
          <div className="spread">
            <div>
              <h2 id="areas">{t('district.areas')}</h2>
              <p className="muted">{t('district.areas_lead')}</p>
            </div>
            {able && <Button onClick={() => setOpen({ what: 'area', area: null })}>{t('district.add_area')}</Button>}
          </div>
          <Shown query={district}>
            {({ areas }) =>
              areas.length === 0 ? (
                <Empty title={t('district.no_areas')} />
              ) : (
                <Areas rows={areas} onChange={(area) => setOpen({ what: 'area', area })} />
              )
            }
          </Shown>
        </section>
      </div>
      <Dialog
        open={open !== null}
        onClose={close}
        title={
          open === null
            ? ''
            : row
              ? t('district.change', { name: row.name })
              : t(open.what === 'school' ? 'district.add_school' : 'district.add_area')
        }
      >
        {open?.what === 'school' && <SchoolForm school={nowOf(schools.data, open.school)} onDone={close} />}
        {open?.what === 'area' && <AreaForm area={nowOf(district.data?.areas, open.area)} onDone={close} />}
      </Dialog>
    </Page>
  );
}

function Schools({
  rows,
  refresh,
  onChange,
}: {
  rows: School[];
  refresh: () => void;
  onChange: (school: School) => void;
}) {
  const { t } = useTranslation();
  const stage = (word: string) => t(`stage.${word}`, { defaultValue: word });
  return (
    <Table
      caption={t('district.schools')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          key: 'name',
          label: t('ui.school'),
          head: true,
          cell: ({ name, code, closedOn }) => (
            <>
              {name} {closedOn && <Tag>{t('district.closed_on', { day: fDayFull(closedOn) })}</Tag>}
              {code && (
                <>
                  <br />
                  <span className="muted small">{code}</span>
                </>
              )}
            </>
          ),
        },
        {
          key: 'stages',
          label: t('district.stages'),
          cell: ({ stages }) => stages.map(stage).join(t('form.and')) || '—',
        },
        { key: 'area', label: t('district.area'), cell: ({ areaName }) => areaName ?? t('ui.unknown') },
        { key: 'needs', label: t('district.live_needs'), end: true, cell: ({ needs }) => needs },
        {
          key: 'people',
          label: t('district.coordinators'),
          end: true,
          cell: ({ coordinators, closedOn }) =>
            coordinators === 0 && !closedOn ? <Tag tone="wait">{t('district.nobody')}</Tag> : coordinators,
        },
        {
          key: 'do',
          label: t('district.what_to_do'),
          cell: (school) => (
            <div className="cluster no-print">
              <Button onClick={() => onChange(school)}>
                {t('ui.change')}
                <span className="sr">{school.name}</span>
              </Button>
              <OpenOrClosed school={school} refresh={refresh} />
            </div>
          ),
        },
      ]}
    />
  );
}

function OpenOrClosed({ school, refresh }: { school: School; refresh: () => void }) {
  const { t } = useTranslation();
  const call = { params: { path: { id: school.id } }, body: { version: school.version } };
  return (
    <Deeds
      of={school.id}
      refresh={refresh}
      deeds={[
        school.closedOn
          ? {
              key: 'reopen',
              label: t('district.reopen'),
              run: () => ask(api.POST('/api/schools/{id}/reopen', call)),
            }
          : {
              key: 'close',
              label: t('district.close'),
              ask: { title: t('district.close_title', { name: school.name }), text: t('district.close_text') },
              run: () => ask(api.POST('/api/schools/{id}/close', call)),
            },
      ]}
    />
  );
}

function Areas({ rows, onChange }: { rows: Area[]; onChange: (area: Area) => void }) {
  const { t } = useTranslation();
  const able = may(useMe(), 'district.change');
  return (
    <Table
      caption={t('district.areas')}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { key: 'name', label: t('district.area'), head: true, cell: ({ name }) => name },
        {
          key: 'point',
          label: t('district.point'),
          cell: ({ latitude, longitude }) => (
            <span className="num">
              {latitude.toFixed(4)}, {longitude.toFixed(4)}
            </span>
          ),
        },
        ...(able
          ? [
              {
                key: 'do',
                label: t('district.what_to_do'),
                cell: (area: Area) => (
                  <FactDeeds
                    id={area.id}
                    name={area.name}
                    onChange={() => onChange(area)}
                    text={t('district.remove_area_text')}
                    remove={() =>
                      ask(
                        api.DELETE('/api/areas/{id}', {
                          params: { path: { id: area.id }, query: { version: area.version } },
                        }),
                      )
                    }
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
