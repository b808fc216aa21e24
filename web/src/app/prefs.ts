import { useSyncExternalStore } from 'react';

/** How this browser shows things: text size (0 usual, 1–3 elder mode: 20, 24, 30 px) and contrast. Remembered here. */
export interface Prefs {
  elder: 0 | 1 | 2 | 3;
  contrast: 'normal' | 'more';
}

const KEY = 'liangdan.reading';
const listeners = new Set<() => void>();

function stored(): Partial<Prefs> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

let prefs: Prefs = { elder: 0, contrast: 'normal', ...stored() };

/** True once somebody has chosen on this browser; until then the account decides. */
export const chosenHere = (): boolean => stored().elder !== undefined;

function apply(): void {
  const { dataset } = document.documentElement;
  if (prefs.elder) dataset.elder = String(prefs.elder);
  else delete dataset.elder;
  if (prefs.contrast === 'more') dataset.contrast = 'more';
  else delete dataset.contrast;
}

export function setPrefs(change: Partial<Prefs>, remember = true): void {
  prefs = { ...prefs, ...change };
  try {
    if (remember) localStorage.setItem(KEY, JSON.stringify(prefs));
  } catch {
    // A browser without storage still shows what was chosen, until it is closed.
  }
  apply();
  listeners.forEach((listener) => listener());
}

export const usePrefs = (): Prefs =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => prefs,
  );

/** Paper has room that a screen with large text has not: it is laid out as for everybody, only with larger letters. */
addEventListener('beforeprint', () => {
  const { dataset } = document.documentElement;
  if (!dataset.elder) return;
  delete dataset.elder;
  dataset.printLarge = '';
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.printLarge;
  apply();
});

apply();
