import { useTranslation } from 'react-i18next';
import { Mark } from '@/app/mark';
import { fDayFull, fNumber } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { useRecord } from './record';
import type { VolunteerRecord } from './record';
import '@/styles/paper.css';

/** The certificate of service, to print: real hours, without travel, free of charge. */
export function CertificatePage() {
  const { t } = useTranslation();
  const { id, own, from, to, query } = useRecord();
  return (
    <Page
      title={t('certificate.title')}
      lead={t('certificate.lead')}
      width="narrow"
      back={
        own
          ? { to: '/record', search: { from, to } as never, label: t('nav.record') }
          : { to: '/people/$id/record', params: { id }, search: { from, to } as never, label: t('certificate.back') }
      }
      actions={
        <Button kind="main" onClick={() => print()}>
          {t('certificate.print')}
        </Button>
      }
    >
      {id ? (
        <Shown query={query}>
          {(record) =>
            record.sessions > 0 ? (
              <Paper record={record} from={from} to={to} />
            ) : (
              <Empty title={t('record.none')}>
                <p>{t('record.none_hint')}</p>
              </Empty>
            )
          }
        </Shown>
      ) : (
        <Empty title={t('record.nobody')} />
      )}
    </Page>
  );
}

function Paper({ record, from, to }: { record: VolunteerRecord; from?: string; to?: string }) {
  const { t } = useTranslation();
  const hours = (minutes: number) => fNumber(minutes / 60, 1);
  const first = from ?? record.services.map(({ firstOn }) => firstOn).sort()[0] ?? record.since;
  const last = to && to < record.asOf ? to : record.asOf;
  return (
    <article className="paper certificate">
      <p className="certificate-mark" aria-hidden="true">
        <Mark />
      </p>
      <h2>{t('certificate.head')}</h2>
      <p className="certificate-text">
        {t('certificate.text', {
          name: record.name,
          from: fDayFull(first),
          to: fDayFull(last),
          count: record.sessions,
          hours: hours(record.countedMinutes),
        })}
      </p>
      {record.services.length > 0 && (
        <table className="paper-table">
          <caption className="sr">{t('record.services')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('record.what')}</th>
              <th scope="col" className="short-column">
                {t('record.sessions')}
              </th>
              <th scope="col" className="short-column">
                {t('record.hours')}
              </th>
            </tr>
          </thead>
          <tbody>
            {record.services.map((line) => (
              <tr key={line.engagementId}>
                <th scope="row">
                  {line.title}
                  <br />
                  <span className="muted">{line.schoolName}</span>
                </th>
                <td className="num">{fNumber(line.sessions)}</td>
                <td className="num">{hours(line.countedMinutes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {record.stars > 0 && <p>{t('certificate.stars', { count: record.stars })}</p>}
      <p className="certificate-thanks">{t('certificate.thanks')}</p>
      <p className="certificate-sign">
        {record.districtName}
        <br />
        {fDayFull(record.asOf)}
        <br />
        <span className="muted">{t('certificate.seal')}</span>
      </p>
      <p className="muted small">{t('certificate.foot', { code: record.code })}</p>
    </article>
  );
}
