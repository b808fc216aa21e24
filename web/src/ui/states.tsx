import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { Button } from './button';

/** A state as a word in a shape; the colour only repeats it. */
export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'good' | 'wait' | 'stop' | 'brand';
  children: ReactNode;
}) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

/** While something is fetched: quiet at first, so that quick answers do not flicker. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="sr">{t('ui.loading')}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div className="bone" key={i} aria-hidden="true" />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 64 32" aria-hidden="true">
        <path d="M4 8h18M4 16h14M4 24h18M42 8h18M46 16h14M42 24h18" />
        <path d="M26 8c6 0 6 8 12 8M26 24c6 0 6-8 12-8" strokeDasharray="1 5" />
      </svg>
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** A sentence that matters, in the flow of the page: it stays until it is read. */
export function Note({
  tone = 'plain',
  title,
  children,
  alert,
}: {
  tone?: 'plain' | 'good' | 'wait' | 'stop';
  title?: ReactNode;
  children?: ReactNode;
  alert?: boolean;
}) {
  return (
    <div className={`note note-${tone}`} role={alert ? 'alert' : 'status'}>
      {title && <p className="note-title">{title}</p>}
      {children}
    </div>
  );
}

/** The sentence for a problem: the client's own words where it has them, otherwise the server's. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    const code = error instanceof Problem ? error.code : 'internal';
    const key = `problem.${code}`;
    if (i18n.exists(key)) return t(key);
    return error instanceof Problem && error.title ? error.title : t('problem.internal');
  };
}

/** What went wrong, what to do, and the number to tell the office. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const problem = error instanceof Problem ? error : null;
  const moved = problem?.code === 'version_moved';
  return (
    <Note tone={moved || problem?.status === 0 ? 'wait' : 'stop'} title={text(error)} alert>
      {moved && <p>{t('problem.version_moved.hint')}</p>}
      {problem && problem.status !== 0 && !moved && (
        <p className="small muted">{t('problem.tell', { code: problem.code, id: problem.requestId ?? '—' })}</p>
      )}
      {onRetry && (
        <div className="cluster">
          <Button onClick={onRetry}>{moved ? t('ui.reload') : t('ui.retry')}</Button>
        </div>
      )}
    </Note>
  );
}

/** The three states of a query in one place. */
export function Shown<T>({
  query,
  rows,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending && !query.error) return <Loading rows={rows} />;
  return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
}

/** One number with its meaning. */
export function Figure({ value, label }: { value: ReactNode; label: ReactNode }) {
  return (
    <div className="fig">
      <b className="num">{value}</b>
      <span>{label}</span>
    </div>
  );
}
