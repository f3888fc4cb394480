import { gramNumbers } from '@torch/domain';
import type { Where } from '../platform/database/list';
import { searchable } from './company-names';

/**
 * What the row of a lead or deal keeps of its title, for searching; the database adds the names of the company, or takes
 * the codename of a confidential one instead of both. Pinyin is the company name's alone: a title is a sentence.
 */
export const titleText = (title: string): string => searchable(title);

/** Adds a search over title and company name in any script; the alias is that of `leads` or `deals`. */
export function whereTitle(where: Where, alias: string, q: string): Where {
  const text = searchable(q);
  if (text === '') return where.add('FALSE');
  // The bigrams may stand apart, and two of them may share a number: the text itself decides.
  return where
    .add(`${alias}.search_grams @> ?::int[]`, gramNumbers(text))
    .add(`strpos(${alias}.search_text, ?) > 0`, text);
}
