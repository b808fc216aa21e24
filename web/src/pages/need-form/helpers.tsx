import type { Filled } from './draft';

export function HelpersAside(_: { filled: Filled }) {
  return null;
}
