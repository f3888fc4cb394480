import { bigrams, coreName } from '@torch/domain';
import { Converter } from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';

export interface Names {
  nameZh?: string | null | undefined;
  nameEn?: string | null | undefined;
  nameLocal?: string | null | undefined;
}

/** Traditional characters to simplified ones. */
const simplified = Converter({ from: 't', to: 'cn' });

/** The core of a name with our dictionary for traditional characters. */
export const coreOf = (name: string): string => coreName(name, simplified);

/** One spelling for searching: width, case and script variants folded, spaces and punctuation gone. */
export const searchable = (text: string): string =>
  simplified(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const hanzi = /\p{Script=Han}/u;

/** Pinyin in full and by initials, for names in Chinese: 威高 → weigao, wg. */
function romanised(name: string): string[] {
  if (!hanzi.test(name)) return [];
  const syllables = pinyin(simplified(name), { toneType: 'none', type: 'array', nonZh: 'removed', v: true });
  return [syllables.join(''), syllables.map((syllable) => syllable[0] ?? '').join('')];
}

const present = (names: Names): string[] =>
  [names.nameZh, names.nameLocal, names.nameEn].filter((name): name is string => Boolean(name));

/** What a company's row keeps of its names, so that an index can find them. */
export function nameIndex(names: Names) {
  const cores = [...new Set(present(names).map(coreOf))];
  // Pinyin goes only for the Chinese name: Japanese characters read otherwise.
  const texts = [...present(names).map(searchable), ...romanised(names.nameZh ?? '').map((text) => text.toLowerCase())];
  const unique = [...new Set(texts)].filter(Boolean);
  return {
    cores,
    coreGrams: [...new Set(cores.flatMap(bigrams))],
    searchText: unique.join('\n'),
    searchGrams: [...new Set(unique.flatMap((text) => [...bigrams(text), text[0] ?? '']))],
  };
}

/** A query in the same spelling, with the bigrams that a hit must have. */
export function nameQuery(q: string): { text: string; grams: string[] } {
  const text = searchable(q);
  return { text, grams: bigrams(text) };
}
