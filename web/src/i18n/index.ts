import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEY = 'liangdan.language';

/** Sentences every page needs; those of the office's screens, and the engine's own for its codes, come with the office's code. */
const bundles: Record<Language, Record<'common' | 'office' | 'engine', () => Promise<{ default: object }>>> = {
  'zh-CN': {
    common: () => import('./locales/zh-CN.json'),
    office: () => import('./locales/office.zh-CN.json'),
    engine: () => import('../../../src/matching/locales/zh-CN.json'),
  },
  en: {
    common: () => import('./locales/en.json'),
    office: () => import('./locales/office.en.json'),
    engine: () => import('../../../src/matching/locales/en.json'),
  },
};

let officeWanted = false;

async function load(language: Language): Promise<void> {
  const { default: sentences } = await bundles[language].common();
  i18next.addResourceBundle(language, 'translation', sentences, false, true);
  if (!officeWanted) return;
  const [office, engine] = await Promise.all([bundles[language].office(), bundles[language].engine()]);
  i18next.addResourceBundle(language, 'translation', office.default, false, true);
  i18next.addResourceBundle(
    language,
    'translation',
    Object.fromEntries(Object.entries(engine.default).map(([code, sentence]) => [`engine.${code}`, sentence])),
    false,
    true,
  );
}

/** Brings the sentences of the office's screens, once, with the first of them. */
export async function loadOffice(): Promise<void> {
  if (officeWanted) return;
  officeWanted = true;
  await load(i18next.language as Language);
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
  await load(language);
}

export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
