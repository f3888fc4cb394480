/* What the checks of a file read of its markup, which may be written in many ways. */

const character = (_: string, hex: string, code: string): string => {
  const point = parseInt(code, hex ? 16 : 10);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
};
/** A text without the numbers that stand for letters. */
export const decoded = (text: string): string => text.replace(/&#(x?)([\da-f]+);/gi, character);
/** The text of an attribute as it stands, quotes and all. */
export const unquoted = (value: string): string => decoded(value.slice(1, -1));

/** A part without what XML leaves out, and with what it takes as it stands: either may lie inside a code. */
export const unmarked = (xml: string): string =>
  xml.replace(
    /<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g,
    (_, text: string | undefined) => (text ?? '').replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`),
  );

/** What an attribute of a tag says; empty where it has none. */
export const attributeOf = (attributes: string | undefined, name: string): string =>
  unquoted(new RegExp(`\\b${name}\\s*=\\s*("[^"]*"|'[^']*')`).exec(attributes ?? '')?.[1] ?? '');
