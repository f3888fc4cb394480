import { mostCharacters } from '@torch/domain';

/** What XML 1.0 cannot say, and halves of characters. */
const unsayable =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** How a sheet writes a character by its number; what only looks like that must not become one. */
const escaped = /_(?=x[\dA-Fa-f]{4}_)/g;
const special = /[&<>"\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/;

/** A text without what has no place in XML, for whoever writes it there. */
export const sayable = (text: string): string => text.replace(unsayable, '');

/** Text for XML: what has a meaning there is escaped, what has no place there is left out. */
export const xmlText = (text: string): string =>
  special.test(text)
    ? sayable(text)
        .replace(/\r\n?/g, '\n')
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/"/g, '&quot;')
    : text;

/** The same for a cell, no longer than a cell can be. */
export const cellText = (text: string): string =>
  xmlText(text.length > mostCharacters ? text.slice(0, mostCharacters) : text).replace(escaped, '_x005F_');

/** For the header and footer of a page, where `&` begins an instruction and 255 characters are all. */
export const pageText = (text: string): string => xmlText(text.slice(0, 100).replace(/&/g, '&&'));
