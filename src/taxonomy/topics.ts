import type { Facet } from '../platform/http/facets';
import { searchColumns } from '../platform/search';
import type { Word } from './word';

/** Tables whose words are also those of the lines that have their ids in `topic_ids`. */
export const TOPICS = ['skill', 'category', 'programme'];

/** What a line of a menu is about: its category, its programme and its skills, each once. */
export const topicsOf = (line: {
  categoryId: string;
  programmeId?: string | null;
  skills?: { skillId: string }[];
}): string[] => [
  ...new Set([
    line.categoryId,
    ...(line.programmeId ? [line.programmeId] : []),
    ...(line.skills ?? []).map(({ skillId }) => skillId),
  ]),
];

/** `search_text` of a skill, a category or a programme: every word it goes by, with pinyin and initials. */
export const topicText = ({ name, nameEn, synonyms }: Word): string =>
  searchColumns(name, nameEn, ...synonyms).searchText;

/** How the topics of one kind are counted in a list that has all of a line's in `topic_ids`. */
export const topicFacet = (names: string): Pick<Facet, 'column' | 'value' | 'from' | 'names'> => ({
  column: 'topic_ids',
  value: 't',
  from: 'CROSS JOIN unnest(h.topic_ids) t',
  names,
});
