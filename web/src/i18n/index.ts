import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEY = 'liangdan.language';

/**
 * Sentences by area, so that a page brings its own and no more: `common` with the first picture, `office` what the pages
 * behind the sign-in share, the others what one group of pages says. `matching` also brings the engine's codes.
 */
export type Area =
  | 'common'
  | 'office'
  | 'menus'
  | 'matching'
  | 'follow'
  | 'people'
  | 'mine'
  | 'trail'
  | 'imports'
  | 'reports'
  | 'record'
  | 'settings'
  | 'print'
  | 'apply';

const files = import.meta.glob<Record<string, string>>('./locales/*.json', { import: 'default' });
const engine: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  'zh-CN': () => import('../../../src/matching/locales/zh-CN.json'),
  en: () => import('../../../src/matching/locales/en.json'),
};

/** What the pages opened so far need; a change of language brings them again. */
const wanted = new Set<Area>(['common']);

function add(language: Language, sentences: Record<string, string>): void {
  i18next.addResourceBundle(language, 'translation', sentences, false, true);
}

async function load(language: Language, areas: Iterable<Area>): Promise<void> {
  await Promise.all(
    [...areas].map(async (area) => {
      add(language, await files[`./locales/${area}.${language}.json`]());
      if (area !== 'matching') return;
      const { default: codes } = await engine[language]();
      add(language, Object.fromEntries(Object.entries(codes).map(([code, text]) => [`engine.${code}`, text])));
    }),
  );
}

/** Brings the sentences of some areas, each once; a page's loader waits for it. */
export async function loadSentences(...areas: Area[]): Promise<void> {
  const missing = areas.filter((area) => !wanted.has(area));
  await load(i18next.language as Language, missing);
  missing.forEach((area) => wanted.add(area));
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'en' || kept === 'zh-CN') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export async function startI18n(): Promise<void> {
  const language = firstLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  await load(language, wanted);
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language); // at once: a page that is loaded again meanwhile has it
  await load(language, wanted);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
