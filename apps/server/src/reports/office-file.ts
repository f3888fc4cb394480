import { inflateRawSync } from 'node:zlib';
import type { TemplateFormat } from '@torch/domain';
import { checkBounds } from './sheet-bounds';
import { TemplateFlaw } from './template-flaw';
import { attributeOf, decoded, unmarked, unquoted } from './xml-marks';

/** Bytes of a template, packed and unpacked, and its parts at most: a designer's file with pictures is far below. */
export const templateLimit = 5 * 1_048_576;
const unpackedLimit = 50 * 1_048_576;
const partLimit = 2_000;

/** What the main part of each format is declared as; documents with macros are declared otherwise. */
const mainParts: Record<TemplateFormat, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
};

/**
 * Sees to it that a file is of the format that it says, small when unpacked too, and brings neither macros nor anything
 * that is fetched from elsewhere when it is opened.
 * @throws TemplateFlaw
 */
export function checkOfficeFile(file: Buffer, format: TemplateFormat): void {
  if (file.length > templateLimit) throw new TemplateFlaw('too-large', [`at most ${templateLimit / 1_048_576} MB`]);
  const parts = unpack(file);
  const types = parts.get('[Content_Types].xml')?.toString('utf8') ?? '';
  if (/macroEnabled/i.test(types)) throw new TemplateFlaw('macros', ['has macros']);
  if (!types.includes(mainParts[format])) throw new TemplateFlaw('type', [`not a .${format}`]);
  for (const name of disguised(types)) throw new TemplateFlaw('unsafe', [`${name}: XML under another ending`]);
  for (const [written, content] of parts) {
    // The names of parts are the same in any case.
    const name = written.toLowerCase();
    // The name of an empty folder, as some writers add it, is nothing yet.
    if (name.endsWith('/') && content.length === 0) continue;
    if (/vbaproject|activex|\/embeddings\//.test(name)) throw new TemplateFlaw('unsafe', [written]);
    if (!marked.test(name)) continue;
    // Office writes UTF-8, and what is written otherwise would be read otherwise than here.
    if (content.includes(0)) throw new TemplateFlaw('unsafe', [`${name}: not UTF-8`]);
    const text = content.toString('utf8');
    if (name.endsWith('.rels') ? fetches(text) : fields.test(instructionsOf(text)))
      throw new TemplateFlaw('unsafe', [`${name}: fetches something from elsewhere`]);
  }
  if (format === 'xlsx') checkBounds(parts);
}

/** The endings of parts that are read as XML. */
const marked = /\.(rels|xml|vml|svg)$/i;

/** Parts, or endings, that are declared as XML and would be passed over by their ending. */
function disguised(types: string): string[] {
  const declared = /<(?:\w+:)?(?:Default|Override)\s(?:[^"'>]|"[^"]*"|'[^']*')*>/g;
  return [...unmarked(types).matchAll(declared)].flatMap(([tag]) => {
    const name = attributeOf(tag, 'PartName') || `.${attributeOf(tag, 'Extension')}`;
    return /[+/]xml\s*$|vmlDrawing/i.test(attributeOf(tag, 'ContentType')) && !marked.test(name) ? [name] : [];
  });
}

/**
 * Field codes of Word that fetch, or run, something when the document is opened; and names, for what is filled in there is
 * judged by nobody.
 */
const fields = /\b(DDE(AUTO)?|INCLUDE(TEXT|PICTURE)?|LINK|IMPORT|DATABASE|RD|EMBED)\b|\{/i;

/** The ends of fields, the runs of their codes, and whole fields; a `>` may stand in an attribute. */
const pieces = new RegExp(
  ['fldChar', 'instrText', 'fldSimple']
    .map((name) => String.raw`<(?:\w+:)?${name}\b(?<${name}>(?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>(?<in_${name}>[^<]*)`)
    .join('|'),
  'g',
);

/**
 * The field codes of a part, a line for each: one may be cut into several runs, with other fields between them. What
 * stands in no field is taken for one.
 */
function instructionsOf(xml: string): string {
  const codes: string[] = [];
  const open = [''];
  for (const { groups = {} } of unmarked(xml).matchAll(pieces)) {
    if (groups['fldSimple'] !== undefined) codes.push(attributeOf(groups['fldSimple'], 'instr'));
    else if (groups['instrText'] !== undefined) open.push((open.pop() ?? '') + decoded(groups['in_instrText'] ?? ''));
    else {
      const type = attributeOf(groups['fldChar'], 'fldCharType');
      if (type === 'begin') open.push('');
      else if (type === 'end') codes.push(open.pop() ?? '');
    }
  }
  return [...codes, ...open].join('\n');
}

/** Whether a list of relationships leads outside by more than a link that somebody has to click. */
function fetches(rels: string): boolean {
  const attribute = /\s(?:\w+:)?(\w+)\s*=\s*("[^"]*"|'[^']*')/g;
  // A `>` may stand in an attribute, and a letter as its number.
  for (const [tag] of rels.matchAll(/<(?:\w+:)?Relationship\s(?:[^"'>]|"[^"]*"|'[^']*')*>/g)) {
    const has = new Map([...tag.matchAll(attribute)].map(([, name = '', value = '']) => [name, unquoted(value)]));
    if (/external/i.test(has.get('TargetMode') ?? '') && !/\/hyperlink$/.test(has.get('Type') ?? '')) return true;
  }
  return false;
}

/** The parts of a packed file by their names, by what they really unpack to. @throws TemplateFlaw */
function unpack(file: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  try {
    const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    if (file.subarray(0, 4).toString('latin1') !== 'PK\x03\x04' || end < 0)
      throw new TemplateFlaw('type', ['not packed']);
    const count = file.readUInt16LE(end + 10);
    if (count > partLimit) throw new TemplateFlaw('too-large', [`more than ${partLimit} parts`]);
    let left = unpackedLimit;
    for (let [index, at] = [0, file.readUInt32LE(end + 16)]; index < count; index += 1) {
      const [method, packed] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
      ];
      const start = file.readUInt32LE(at + 42);
      const name = file.toString('utf8', at + 46, at + 46 + nameLength);
      const body = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
      const bytes = file.subarray(body, body + packed);
      if (bytes.length < packed || (method !== 0 && method !== 8)) throw new TemplateFlaw('unreadable', [name]);
      // What it claims to unpack to is not believed.
      const content = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: left + 1 });
      left -= content.length;
      if (left < 0) throw new TemplateFlaw('too-large', ['unpacks to too much']);
      parts.set(name, content);
      at += 46 + nameLength + extra + comment;
    }
  } catch (error) {
    if (error instanceof TemplateFlaw) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new TemplateFlaw('too-large', ['unpacks to too much']);
    throw new TemplateFlaw('unreadable', ['damaged']);
  }
  return parts;
}
