import type Excel from 'exceljs';

/** Whatever stands in braces, as in a document; the column of a table after a point. */
const place = /\{([^{}.]*)(?:\.([^{}]*))?\}/g;
const only = new RegExp(`^${place.source}$`);

/** A name in a cell: `{name}`, or `{name.column}`. */
export interface Named {
  name: string;
  column: string | undefined;
}

const isRich = (value: unknown): value is Excel.CellRichTextValue =>
  typeof value === 'object' && value !== null && 'richText' in value;
const isLink = (value: unknown): value is Excel.CellHyperlinkValue =>
  typeof value === 'object' && value !== null && 'hyperlink' in value && 'text' in value;

/** Every text of a cell in which something may be named: its own, or that of a link. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isRich(value)) return value.richText.map(({ text }) => text).join('');
  return isLink(value) ? textOf(value.text) : '';
}

export const namesIn = (value: unknown): Named[] =>
  [...textOf(value).matchAll(place)].map(([, name = '', column]) => ({ name, column }));

/** What a cell names that names nothing else. */
export function onlyName(value: unknown): Named | null {
  const [, name, column] = typeof value === 'string' ? (only.exec(value) ?? []) : [];
  return name === undefined ? null : { name, column };
}

/** Braces that belong to no name. */
export function looseBraces(value: unknown): ('{' | '}')[] {
  const rest = textOf(value).replace(place, '');
  return (['{', '}'] as const).filter((brace) => rest.includes(brace));
}

/** A value of a cell with something else in place of its names. */
export function replaceNames<Value>(value: Value, by: (named: Named) => string): Value {
  const replaced = (text: string) =>
    text.replace(place, (_, name: string, column: string | undefined) => by({ name, column }));
  const told = (of: unknown): unknown => {
    if (typeof of === 'string') return replaced(of);
    if (isRich(of))
      return { richText: withWholeNames(of.richText).map((run) => ({ ...run, text: replaced(run.text) })) };
    return isLink(of) ? { ...of, text: told(of.text) } : of;
  };
  return told(value) as Value;
}

/** Runs of text in each of which the names are whole: one that is cut by a change of format belongs to where it begins. */
function withWholeNames(given: readonly Excel.RichText[]): Excel.RichText[] {
  const runs: Excel.RichText[] = [];
  for (const run of given) {
    const last = runs.at(-1);
    const isOpen = last !== undefined && last.text.lastIndexOf('{') > last.text.lastIndexOf('}');
    const end = isOpen ? run.text.indexOf('}') + 1 || run.text.length : 0;
    if (last) last.text += run.text.slice(0, end);
    if (end < run.text.length) runs.push({ ...run, text: run.text.slice(end) });
  }
  return runs;
}
