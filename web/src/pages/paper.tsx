import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import type { LinkProps } from '@tanstack/react-router';
import '@/styles/paper.css';

/** A page that is a sheet of paper: seen first, printed by the browser. */
export function PaperPage({
  title,
  back,
  tools,
  children,
}: {
  title: string;
  back: { to: LinkProps['to']; label: string; params?: LinkProps['params']; search?: LinkProps['search'] };
  tools?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Page
      title={title}
      back={back}
      actions={
        <Button kind="main" onClick={() => print()}>
          {t('print.now')}
        </Button>
      }
    >
      {tools && <div className="filters no-print">{tools}</div>}
      {children}
    </Page>
  );
}

/** A sheet of labels and values, as forms on paper have it; an empty value leaves room to write. */
export function Sheet({ caption, rows }: { caption: string; rows: ([label: string, value: ReactNode] | null)[] }) {
  return (
    <table className="paper-table stacks">
      <caption className="sr">{caption}</caption>
      <colgroup>
        <col className="label-column" />
        <col />
      </colgroup>
      <tbody>
        {rows
          .filter((row) => row !== null)
          .map(([label, value]) => (
            <tr key={label}>
              <th scope="row" className="paper-label">
                {label}
              </th>
              <td className={value ? undefined : 'tall-cell'}>{value}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** The choices of a paper form, the right ones ticked. */
export function Boxes({ choices }: { choices: { word: string; on: boolean }[] }) {
  const { t } = useTranslation();
  return (
    <span className="paper-boxes">
      {choices.map(({ word, on }) => (
        <span key={word} className={on ? 'on' : undefined}>
          {word}
          {on && <span className="sr">{t('print.ticked')}</span>}
        </span>
      ))}
    </span>
  );
}

/** Who signs, and when. */
export function Signatures({ who }: { who: string[] }) {
  const { t } = useTranslation();
  return (
    <p className="paper-lines">
      {[...who, t('print.date')].map((line) => (
        <span key={line}>{t('print.line', { line })}</span>
      ))}
    </p>
  );
}
