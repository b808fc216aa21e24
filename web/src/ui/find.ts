import { useEffect, useMemo, useState } from 'react';

type Pinyin = (text: string) => string;
let pinyin: Promise<{ full: Pinyin; initials: Pinyin }> | undefined;

/**
 * Looks for what is typed in texts: characters, full pinyin or initials. Pinyin comes with its dictionary, so it is
 * fetched when somebody first types Latin letters; until it is there, only what is written matches, and `loading` says so.
 */
export function useFinder(typed: string): { finds: (...texts: string[]) => boolean; loading: boolean } {
  const [sounds, setSounds] = useState<{ full: Pinyin; initials: Pinyin } | null>(null);
  const wanted = typed.trim().toLowerCase();
  const latin = /[a-z]/.test(wanted);
  useEffect(() => {
    if (latin && !sounds) void (pinyin ??= import('./pinyin')).then(setSounds);
  }, [latin, sounds]);
  const finds = useMemo(() => {
    if (!wanted) return () => true;
    const close = wanted.replace(/\s/g, '');
    return (...texts: string[]) =>
      texts.some(
        (text) =>
          text.toLowerCase().includes(wanted) ||
          (latin && sounds !== null && (sounds.full(text).includes(close) || sounds.initials(text).includes(close))),
      );
  }, [wanted, latin, sounds]);
  return { finds, loading: latin && sounds === null };
}
