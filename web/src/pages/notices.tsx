import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '@/api/client';
import { fMoment } from '@/i18n/format';
import { Button } from '@/ui/button';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';

export function NoticesPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const notices = useInfiniteQuery({
    queryKey: ['notices', 'all', i18n.language],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => ask(api.GET('/api/notices', { params: { query: { limit: 50, cursor: pageParam } } })),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const read = useMutation({
    mutationFn: (ids: string[]) =>
      Promise.all(ids.map((id) => ask(api.POST('/api/notices/{id}/read', { params: { path: { id } } })))),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notices'] }),
  });
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = items.filter(({ readAt }) => !readAt).map(({ id }) => id);
  return (
    <Page
      title={t('notices.title')}
      width="narrow"
      actions={
        unread.length > 0 && (
          <Button onClick={() => read.mutate(unread)} busy={read.isPending}>
            {t('notices.read_all')}
          </Button>
        )
      }
    >
      <Shown query={notices}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('notices.none')} />
          ) : (
            <>
              <ul className="plain menu-list">
                {items.map(({ id, sentence, link, createdAt, readAt }) => (
                  <li className="menu-line" key={id}>
                    <p>
                      {!readAt && <b>{t('notices.new')} </b>}
                      {sentence}
                    </p>
                    <p className="l2">
                      <span className="num">{fMoment(createdAt)}</span>
                      {link && (
                        <Link className="btn btn-quiet" to={link} onClick={() => !readAt && read.mutate([id])}>
                          {t('notices.open')}
                          <span className="sr">{sentence}</span>
                        </Link>
                      )}
                      {!readAt && (
                        <Button kind="quiet" onClick={() => read.mutate([id])}>
                          {t('notices.read')}
                          <span className="sr">{sentence}</span>
                        </Button>
                      )}
                    </p>
                  </li>
                ))}
              </ul>
              {notices.hasNextPage && (
                <div className="more">
                  <Button onClick={() => void notices.fetchNextPage()} busy={notices.isFetchingNextPage}>
                    {t('ui.more')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Shown>
    </Page>
  );
}
