import type { ToldCell, ToldReport } from '@torch/contracts';
import type PizZip from 'pizzip';
import { isReportTable, type TemplateNames, unknownNames } from '@torch/domain';
import { sayableReport } from './sayable-report';
import { type FlawCode, type PlaceCode, TemplateFlaw } from './template-flaw';

/** Loaded when a report is made: most processes never make one. */
async function load() {
  const [{ default: Docxtemplater }, { default: Zip }, { default: Inspector }] = await Promise.all([
    import('docxtemplater'),
    import('pizzip'),
    import('docxtemplater/js/inspect-module.js'),
  ]);
  const inspector = new Inspector();
  const open = (template: Buffer, prepare: (zip: PizZip) => PizZip = (zip) => zip) =>
    new Docxtemplater(prepare(new Zip(template)), {
      modules: [inspector],
      // A loop that begins and ends in paragraphs of its own leaves no empty ones.
      paragraphLoop: true,
      linebreaks: true,
      // `{=[[ ]]=}` would let names stand in other marks, where they are not looked for.
      syntax: { changeDelimiterPrefix: null },
      nullGetter: () => '',
      parser: (tag) => ({
        get: (scope: unknown) =>
          typeof scope === 'object' && scope !== null && Object.hasOwn(scope, tag)
            ? (scope as Record<string, unknown>)[tag]
            : undefined,
      }),
      errorLogging: false,
    });
  return { open, inspector };
}

const texts = (row: Record<string, ToldCell>) =>
  Object.fromEntries(Object.entries(row).map(([name, { text }]) => [name, text]));

/** Fills a .docx or .pptx with a report; what stands in a field is text, and escaped as such. */
export async function fillOffice(template: Buffer, report: ToldReport): Promise<Buffer> {
  const { open } = await load();
  const { fields, tables } = sayableReport(report);
  const document = open(template, (zip) => withoutEmptyTables(zip, tables));
  document.render({
    ...texts(fields),
    ...Object.fromEntries(
      Object.entries(tables).flatMap(([name, rows]) => [
        [name, rows.map(texts)],
        [`${name}Any`, rows.length > 0],
      ]),
    ),
  });
  return document.toBuffer();
}

const slide = /^ppt\/slides\/slide\d+\.xml$/;
const frame = /<p:graphicFrame\b[\s\S]*?<\/p:graphicFrame>/g;

/** A slide has no paragraphs that a condition could hold a table between: one that would have no rows is taken out here. */
function withoutEmptyTables(zip: PizZip, tables: ToldReport['tables']): PizZip {
  const isEmpty = (xml: string): boolean => {
    const text = xml.replace(/<[^>]+>/g, '');
    const named = Object.entries(tables).filter(([name]) => text.includes(`{#${name}}`));
    return named.length > 0 && named.every(([, rows]) => rows.length === 0);
  };
  for (const [path, file] of Object.entries(zip.files))
    if (slide.test(path))
      zip.file(
        path,
        file.asText().replace(frame, (xml) => (isEmpty(xml) ? '' : xml)),
      );
  return zip;
}

/** Places of a template as docxtemplater tells them. */
interface Place {
  value: string;
  module?: string;
  /** Of `{^name}`, which shows what is in it once, or not at all. */
  inverted?: boolean;
  subparsed?: Place[];
}

/**
 * Reads what a .docx or .pptx names, and tries to fill it.
 * @throws TemplateFlaw for one that cannot be read, for names that no report knows, and for tables inside of tables
 */
export async function checkOffice(template: Buffer, sample: ToldReport): Promise<void> {
  const { open, inspector } = await load();
  try {
    open(template);
  } catch (error) {
    throw new TemplateFlaw(reasonsOf(error));
  }
  const places = inspector.getAllStructuredTags() as unknown as Place[];
  const unknown = [...unknownNames(namesIn(places)), ...rawIn(places)];
  if (unknown.length > 0) throw new TemplateFlaw('unknown-field', [...new Set(unknown)]);
  const nested = nestedIn(places);
  if (nested.length > 0) throw new TemplateFlaw('nested-loop', [...new Set(nested)]);
  try {
    await fillOffice(template, sample);
  } catch (error) {
    throw new TemplateFlaw(reasonsOf(error));
  }
}

/** Names as they stand inside each other; `constructor` is a name like any other. */
function namesIn(places: readonly Place[]): TemplateNames {
  const names = Object.create(null) as TemplateNames;
  for (const { value, subparsed } of places)
    names[value] = Object.assign(names[value] ?? (Object.create(null) as TemplateNames), namesIn(subparsed ?? []));
  return names;
}

/** `{@name}` would put a text into the document as its markup. */
const rawIn = (places: readonly Place[]): string[] =>
  places.flatMap(({ value, module, subparsed }) => [
    ...(module === 'rawxml' ? [`@${value}`] : []),
    ...rawIn(subparsed ?? []),
  ]);

/** Tables that stand in the rows of others: a hundred rows of each would come to ten thousand, or to a million. */
const nestedIn = (places: readonly Place[], around: string | null = null): string[] =>
  places.flatMap(({ value, inverted, subparsed }) => {
    if (!subparsed || inverted || !isReportTable(value)) return nestedIn(subparsed ?? [], around);
    return [...(around === null ? [] : [`${around} / ${value}`]), ...nestedIn(subparsed, value)];
  });

/** What docxtemplater calls what does not fit at a place. */
const placeCodes: Readonly<Record<string, PlaceCode>> = {
  unclosed_loop: 'unclosed-loop',
  unopened_loop: 'unopened-loop',
  closing_tag_does_not_match_opening_tag: 'crossed-loops',
  unbalanced_loop_tags: 'crossed-loops',
  loop_position_invalid: 'misplaced-loop',
  unclosed_tag: 'unclosed-name',
  duplicate_open_tag: 'unclosed-name',
  unopened_tag: 'unopened-name',
  duplicate_close_tag: 'unopened-name',
};

interface OfficeError {
  message: string;
  properties?: {
    id?: string;
    /** The name at the place; of two that do not belong together, both. */
    xtag?: string;
    openingtag?: string;
    closingtag?: string;
    lastPair?: { left: string; right: string };
    explanation?: string;
    errors?: OfficeError[];
  };
}

/** What docxtemplater says about each place that it cannot read: by our codes with the name there, else in its words. */
function reasonsOf(error: unknown): { code: FlawCode; detail: string }[] {
  const all = (error as OfficeError).properties?.errors ?? [error as OfficeError];
  return all.slice(0, 20).map(({ message, properties }) => {
    const code = placeCodes[properties?.id ?? ''];
    const { xtag, openingtag, closingtag, lastPair } = properties ?? {};
    const names = xtag ? [xtag] : [openingtag ?? lastPair?.left ?? '', closingtag ?? lastPair?.right ?? ''];
    return code
      ? { code, detail: names.filter(Boolean).join(' / ') }
      : { code: 'unreadable', detail: properties?.explanation ?? message };
  });
}
