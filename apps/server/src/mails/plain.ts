/**
 * Control characters say nothing and break mails; those that turn the direction of writing (Unicode TR 36) let a title
 * pretend to be something else; a half surrogate is no character.
 */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text as it may stand in a mail: no unseen characters, lines ended by `\n`. */
export const clean = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?|[\u2028\u2029\u000b\u000c\u0085]/g, '\n')
    .replace(unseen, '')
    .replace(/[ \t]+$/gm, '')
    .trim();

export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ');

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most so many characters, as a reader counts them; the last one says that there was more. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of characters.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** For text and for attributes in double quotes. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] as string);
