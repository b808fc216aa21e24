import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button';
import { Loading, Note, ProblemNote } from '@/ui/states';
import { TextField } from '@/ui/field';

/** A list of the API, page after page. */
export function useList<Row>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<{ items: Row[]; nextCursor: string | null; near?: boolean }>,
  enabled = true,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const pages = query.data?.pages ?? [];
  return { ...query, items: pages.flatMap(({ items }) => items), near: pages.some(({ near }) => near) };
}

/** The filters of a list, kept in the address so that a link brings them back. */
export function useFilters(): [
  Record<string, string | undefined>,
  (change: Record<string, string | undefined>) => void,
] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Record<string, string | undefined>) =>
      void navigate({ to: '.', search: (before: object) => ({ ...before, ...change }) as never, replace: true }),
    [navigate],
  );
  return [search, set];
}

/** Search as one types, a moment after the last key. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), 300);
    return () => clearTimeout(timer);
  }, [typed]); // Only what is typed starts the wait.
  return (
    <div className="grow">
      <TextField
        label={label}
        type="search"
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}

/** A list in its states; `children` shows the rows. */
export function ListShown<Row>({
  list,
  empty,
  children,
}: {
  list: ReturnType<typeof useList<Row>>;
  empty: ReactNode;
  children: (items: Row[]) => ReactNode;
}) {
  const { t } = useTranslation();
  if (list.isPending) return <Loading rows={4} />;
  if (list.error && list.items.length === 0)
    return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  if (list.items.length === 0) return <>{empty}</>;
  return (
    <>
      {list.near && <Note tone="wait" title={t('ui.near')} />}
      {children(list.items)}
      {list.hasNextPage && (
        <div className="more no-print">
          <Button onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
            {t('ui.more')}
          </Button>
        </div>
      )}
    </>
  );
}
