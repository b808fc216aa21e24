/** Gives the focus to what a button has just put on the page: the keyboard goes on there. */
export const arriveAt = (id: string): void => {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
};
