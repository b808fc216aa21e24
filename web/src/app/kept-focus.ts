import { useEffect } from 'react';

/** What can have the focus instead of something in it that is gone. */
const PLACES = 'section, article, form, [tabindex], main';

function placesAround(element: Element): HTMLElement[] {
  const around = element.parentElement?.closest<HTMLElement>(PLACES);
  return around ? [around, ...placesAround(around)] : [];
}

/**
 * A button often goes with what it did: a line that was done with, a step that was taken. The nearest place around it then
 * has the focus, so that the keyboard goes on there, and not at the top of the page.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target as Element;
      around = placesAround(last);
    };
    const look = () => {
      if (!last || last.isConnected) return;
      last = null;
      // Whoever took it away may give the focus to something else at once: a page to its heading, a dialog to its opener.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const place = around.find((one) => one.isConnected && one.checkVisibility());
        if (!place) return;
        if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
        place.focus({ preventScroll: true });
      });
    };
    const changes = new MutationObserver(look);
    changes.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', remember);
    return () => {
      changes.disconnect();
      removeEventListener('focusin', remember);
    };
  }, []);
}
