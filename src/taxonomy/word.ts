/** A category or a skill: a name, and what else people call it. */
export interface Word {
  name: string;
  nameEn: string;
  synonyms: string[];
}

/** A word after a change. A rename keeps the old name as a synonym, so that old workbooks are still understood. */
export function changedWord(word: Word, change: Partial<Word>): Word {
  const name = change.name ?? word.name;
  const said = [...(change.synonyms ?? word.synonyms), ...(name === word.name ? [] : [word.name])];
  return { name, nameEn: change.nameEn ?? word.nameEn, synonyms: [...new Set(said)].filter((one) => one !== name) };
}

/** What the word that stays is called besides, once another has been merged into it. */
export const mergedSynonyms = (stays: Word, gone: Word): string[] =>
  [...new Set([...stays.synonyms, gone.name, ...gone.synonyms])].filter((one) => one !== stays.name);

/** What two rows of one menu share: the words that must not be taken by another row. */
export const saidBy = ({ name, synonyms }: Word): string[] => [name, ...synonyms];
