import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openSync } from 'fontkit';

const require = createRequire(import.meta.url);
/** A file of an installed package, found from its main module: these packages export nothing else. */
const beside = (name: string, ...path: string[]) => join(dirname(require.resolve(name)), '..', ...path);

/** The families of a printed page, tried in this order: simplified Chinese with kana, Korean with more hanja, other Latin letters. */
export const fontFiles = {
  Hans: {
    normal: beside('@embedpdf/fonts-sc', 'fonts', 'NotoSansHans-Regular.otf'),
    bold: beside('@embedpdf/fonts-sc', 'fonts', 'NotoSansHans-Bold.otf'),
  },
  Korean: {
    normal: beside('@embedpdf/fonts-kr', 'fonts', 'NotoSansKR-Regular.otf'),
    bold: beside('@embedpdf/fonts-kr', 'fonts', 'NotoSansKR-Bold.otf'),
  },
  Roboto: {
    normal: beside('pdfmake', 'fonts', 'Roboto', 'Roboto-Regular.ttf'),
    bold: beside('pdfmake', 'fonts', 'Roboto', 'Roboto-Medium.ttf'),
  },
} as const;
export type Family = keyof typeof fontFiles;
const families = Object.keys(fontFiles) as Family[];

/** Variants of characters in names that none of the fonts has, and what stands for them in print. */
const variants: Readonly<Record<string, string>> = { 﨑: '崎', 𠮷: '吉' };

/** The Japanese printers' mark for a character that the case does not hold. */
const lacking = '〓';

let opened: Map<Family, { hasGlyphForCodePoint: (codePoint: number) => boolean }> | null = null;

/** The first family that can print the character, or null. */
function familyFor(character: string): Family | null {
  // Read when the first page is printed, and kept: a server that prints none pays nothing.
  opened ??= new Map(families.map((name) => [name, openSync(fontFiles[name].normal)]));
  return families.find((name) => opened?.get(name)?.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) ?? null;
}

/** One stretch of text that one family prints. */
export interface Run {
  text: string;
  font: Family;
}

/** Cuts a text where the font has to change, so that no character is printed as an empty box. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const given of text.normalize('NFC').replace(/[^\S\n]+/g, ' ')) {
    const character = given === '\n' || familyFor(given) ? given : (variants[given] ?? lacking);
    const last = runs.at(-1);
    // Spaces stay with what stands before them: they need no change of font.
    const font = (/\s/.test(character) && last?.font) || (familyFor(character) ?? 'Hans');
    if (last?.font === font) last.text += character;
    else runs.push({ text: character, font });
  }
  return runs;
}
