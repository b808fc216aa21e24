import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';
import { nowOf } from '@/app/rows';
import { useNamed } from '@/i18n/words';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ProblemNote, Tag } from '@/ui/states';
import { ProgrammeForm } from './programme-form';

type Programme = Schema<'ProgrammeDto'>;
type Category = Schema<'CategoryDto'>;

/** The programmes of a district: what each presets on a new need. Adding one is adding data. */
export function Programmes({
  programmes,
  categories,
  able,
}: {
  programmes: Programme[];
  categories: Category[];
  able: boolean;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState<Programme | 'new' | null>(null);
  const retire = useMutation({
    mutationFn: ({ id, version, retiredAt }: Programme) => {
      const request = { params: { path: { id } }, body: { version } };
      return retiredAt
        ? ask(api.POST('/api/programmes/{id}/restore', request))
        : ask(api.POST('/api/programmes/{id}/retire', request));
    },
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <section className="stack" aria-labelledby="programmes">
      <div className="spread">
        <h2 id="programmes">{t('programmes.title')}</h2>
        {able && (
          <Button className="no-print" onClick={() => setOpen('new')}>
            {t('programmes.new')}
          </Button>
        )}
      </div>
      <p className="muted">{t('programmes.lead')}</p>
      {retire.error && <ProblemNote error={retire.error} />}
      <ul className="plain card programme-lines">
        {programmes.map((programme) => (
          <li key={programme.id} className="spread">
            <Line programme={programme} categories={categories} />
            {able && (
              <span className="cluster no-print">
                <Button onClick={() => setOpen(programme)}>
                  {t('ui.change')}
                  <span className="sr">{programme.name}</span>
                </Button>
                <Button
                  busy={retire.isPending && retire.variables?.id === programme.id}
                  onClick={() => retire.mutate(programme)}
                >
                  {t(programme.retiredAt ? 'programmes.restore' : 'programmes.retire')}
                  <span className="sr">{programme.name}</span>
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={open !== null}
        onClose={() => setOpen(null)}
        title={open === 'new' || open === null ? t('programmes.new') : t('taxonomy.change', { skill: open.name })}
      >
        {open && (
          <ProgrammeForm
            programme={open === 'new' ? null : nowOf(programmes, open)}
            categories={categories}
            onDone={() => setOpen(null)}
          />
        )}
      </Dialog>
    </section>
  );
}

function Line({ programme, categories }: { programme: Programme; categories: Category[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const { template, categoryId, retiredAt } = programme;
  const category = categories.find(({ id }) => id === categoryId);
  const presets = [
    category && named(category),
    template.form && t(`form_kind.${template.form}`),
    template.audience && t(`audience.${template.audience}`),
    template.seats && t('need.people', { count: template.seats }),
    template.timing && t(`programmes.timing_${template.timing}`),
    template.weeklyMinutes && t('programmes.weekly', { count: template.weeklyMinutes }),
    template.checkInDays && t('programmes.check_in', { count: template.checkInDays }),
    ...(template.careGroups ?? []).map((group) => t(`care.${group}`)),
  ].filter(Boolean);
  const rules = (template.rules ?? []).map((rule) => t(`programme_rule.${rule}`));
  return (
    <span className="stack tight">
      <span>
        <b>{named(programme)}</b> {retiredAt && <Tag>{t('programmes.retired')}</Tag>}
      </span>
      {presets.length > 0 && <span className="small">{presets.join(' · ')}</span>}
      {(rules.length > 0 || template.note) && (
        <span className="small muted">{[...rules, template.note].filter(Boolean).join('；')}</span>
      )}
    </span>
  );
}
