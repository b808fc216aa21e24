import { squeeze } from '../sheets/expressions/text';

export interface Named {
  id: string;
  name: string;
  /** Out of use: lines that have it may keep it. */
  retired?: boolean;
}

/** 传统文化·艺术, 传统文化/艺术 and 传统文化 艺术 are one. */
export const nameKey = (name: string): string => squeeze(name).replace(/[^\p{L}\p{N}]/gu, '') || name;
