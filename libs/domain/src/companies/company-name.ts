/**
 * Legal forms that do not tell two companies apart. Longest first, so that
 * 股份有限公司 goes before 公司; compared after folding, in lower case.
 */
const legalForms = [
  '集团股份有限公司',
  '股份有限公司',
  '有限责任公司',
  '集团有限公司',
  '有限公司',
  '总公司',
  '分公司',
  '集团',
  '公司',
  '株式会社',
  '有限会社',
  '合同会社',
  '주식회사',
  '유한회사',
  '유한책임회사',
  '(주)',
  '㈜',
  '(株)',
  'aktiengesellschaft',
  'gmbh & co. kg',
  'gmbh',
  'ag',
  'kg',
  'se',
  'sa',
  's.a.',
  'sas',
  'spa',
  's.p.a.',
  'bv',
  'b.v.',
  'nv',
  'ab',
  'oy',
  'incorporated',
  'inc.',
  'inc',
  'corporation',
  'corp.',
  'corp',
  'company',
  'co.',
  'co',
  'limited',
  'ltd.',
  'ltd',
  'llc',
  'plc',
  'pte',
  'pty',
  'holdings',
  'group',
].sort((a, b) => b.length - a.length);

const isLatin = (form: string) => /^[a-z]/.test(form);
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\&]/g, '\\$&');

// Latin forms go only as whole words: "Costco" keeps its "co".
const latinForms = new RegExp(`(?<![a-z0-9])(?:${legalForms.filter(isLatin).map(escape).join('|')})(?![a-z0-9])`, 'g');
const otherForms = new RegExp(
  legalForms
    .filter((form) => !isLatin(form))
    .map(escape)
    .join('|'),
  'g',
);

/**
 * The core of a name, for comparing: width and case folded, legal forms and punctuation gone.
 * @param fold turns traditional characters into simplified ones; the caller brings the dictionary
 */
export function coreName(name: string, fold: (text: string) => string): string {
  const plain = fold(name.normalize('NFKC')).toLowerCase();
  const stripped = plain.replace(latinForms, ' ').replace(otherForms, ' ');
  const core = stripped.replace(/[^\p{L}\p{N}]/gu, '');
  // A name that is nothing but a legal form still has to be compared with something.
  return core || plain.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Every pair of neighbouring characters, once; a single character stands for itself. */
export function bigrams(text: string): string[] {
  const characters = [...text];
  if (characters.length < 2) return characters;
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`))];
}

/**
 * Bigrams as numbers, for an index that compares numbers faster than text; a single character stands for itself.
 * Two pairs of characters beyond the first plane may share a number: a hit is to be looked at again.
 * The database counts the same way, in its function `search_grams`.
 */
export function gramNumbers(text: string): number[] {
  const points = [...text].map((character) => (character.codePointAt(0) ?? 0) & 0xffff);
  if (points.length < 2) return points;
  return [...new Set(points.slice(1).map((point, index) => ((points[index] ?? 0) << 16) | point))];
}

/** Dice coefficient of two names' bigrams, 0 to 1. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const left = bigrams(a);
  const right = new Set(bigrams(b));
  const shared = left.filter((gram) => right.has(gram)).length;
  return left.length + right.size === 0 ? 0 : (2 * shared) / (left.length + right.size);
}

/** From here on two names are similar enough that a person must say whether they are one company. */
export const similarFrom = 0.6;
