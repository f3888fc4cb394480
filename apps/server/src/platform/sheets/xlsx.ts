import { fitsNumber, looksLikeFormula, serialOf } from '@torch/domain';
import { cellText, pageText, xmlText } from './sheet-text';
import { type ZipEntry, zipped } from './zip';

export type SheetColumnKind = 'text' | 'number' | 'money' | 'date' | 'instant';
export interface SheetColumn {
  head: string;
  kind: SheetColumnKind;
  /** In characters. */
  width: number;
}
export interface SheetRow {
  /** Text as it is, numbers as plain decimals, days as `YYYY-MM-DD`, minutes as `YYYY-MM-DD HH:MM`; null for an empty cell. */
  cells: readonly (string | null)[];
  /** Stands out by its colour. */
  marked: boolean;
}

/** A workbook of one sheet: a line that says whose it is, the heads, the rows. */
export interface SheetForm {
  name: string;
  /** The line above the heads, which the file keeps through every copy. */
  watermark: string;
  columns: readonly SheetColumn[];
  /** Number of rows that are announced; the filter reaches over them. */
  rows: number;
  properties: { title: string; creator: string; keywords: string; description: string; created: Date };
  /** For every printed page. */
  pageHeader: string;
  pageFooter: string;
}

/** The media type of the file. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The workbook as it is read, never whole in memory. Written by hand: the streaming writer of exceljs gathers what its reader
 * has not taken yet, and takes longer than the rows themselves.
 */
export function xlsx(form: SheetForm, rows: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<Buffer> {
  const entries: ZipEntry[] = [
    { name: '[Content_Types].xml', content: [contentTypes] },
    { name: '_rels/.rels', content: [packageRelations] },
    { name: 'docProps/core.xml', content: [coreProperties(form)] },
    { name: 'docProps/app.xml', content: [appProperties] },
    { name: 'xl/workbook.xml', content: [workbook(form)] },
    { name: 'xl/_rels/workbook.xml.rels', content: [workbookRelations] },
    { name: 'xl/styles.xml', content: [styles] },
    { name: 'xl/worksheets/sheet1.xml', content: sheet(form, rows) },
  ];
  return zipped(entries);
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
const parts = 'http://schemas.openxmlformats.org/package/2006';
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const contentTypes = `${declaration}<Types xmlns="${parts}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`;
const packageRelations = `${declaration}<Relationships xmlns="${parts}/relationships"><Relationship Id="rId1" Type="${office}/relationships/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${parts}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="${office}/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`;
const workbookRelations = `${declaration}<Relationships xmlns="${parts}/relationships"><Relationship Id="rId1" Type="${office}/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/relationships/styles" Target="styles.xml"/></Relationships>`;
const appProperties = `${declaration}<Properties xmlns="${office}/extended-properties"><Application>Torch CRM</Application></Properties>`;

const coreProperties = ({ properties }: SheetForm) =>
  `${declaration}<cp:coreProperties xmlns:cp="${parts}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(properties.title)}</dc:title><dc:creator>${xmlText(properties.creator)}</dc:creator><cp:keywords>${xmlText(properties.keywords)}</cp:keywords><dc:description>${xmlText(properties.description)}</dc:description><cp:lastModifiedBy>${xmlText(properties.creator)}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">${properties.created.toISOString().slice(0, 19)}Z</dcterms:created></cp:coreProperties>`;

/** What the name of a sheet cannot hold. */
const sheetName = (name: string) => name.replace(/[\\/?*[\]:']/g, ' ').slice(0, 31);

function workbook({ name }: SheetForm): string {
  const shown = xmlText(sheetName(name));
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets><sheet name="${shown}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'${shown}'!$1:$2</definedName></definedNames></workbook>`;
}

/** Places of the styles below: of the watermark and heads, then of cells, each once plain and once marked. */
const style = {
  watermark: 1,
  head: 2,
  text: 3,
  wrapped: 4,
  literal: 5,
  number: 6,
  money: 7,
  date: 8,
  instant: 9,
} as const;
const markedFrom = 7;

function cellFormats(): string {
  const alignment = (more = '') => `<alignment vertical="top"${more}/>`;
  const cell = (fill: number) =>
    [
      ['0', alignment()],
      ['0', alignment(' wrapText="1"')],
      // As if an apostrophe had been typed before it: editing the cell makes no formula of it either.
      ['0" quotePrefix="1', alignment(' wrapText="1"')],
      ['0', alignment()],
      ['4', alignment()],
      ['164', alignment()],
      ['165', alignment()],
    ]
      .map(
        ([format, how]) =>
          `<xf numFmtId="${format}" fontId="0" fillId="${fill}" borderId="1" xfId="0" applyNumberFormat="1" applyFill="1" applyBorder="1" applyAlignment="1">${how}</xf>`,
      )
      .join('');
  return `<cellXfs count="17"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>${cell(0)}${cell(3)}</cellXfs>`;
}

const fill = (colour: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`;
const edge = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color rgb="FFD0D0D0"/></${side}>`)
  .join('');
const styles = `${declaration}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="3"><font><sz val="10"/><name val="Arial"/></font><font><i/><sz val="10"/><color rgb="FF666666"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('FFE8EEF7')}${fill('FFFFF3CD')}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${edge}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${cellFormats()}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** Letters of a column, from 0: A, B, … Z, AA. */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** Characters that are handed on at once: larger texts outlive the young generation, and memory grows until a full collection. */
export const pieceLength = 32_768;

/** Text columns at least so wide break their lines. */
const wrapsFrom = 24;

async function* sheet(form: SheetForm, rows: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<string> {
  const { columns } = form;
  const names = columns.map((_, index) => letters(index));
  const last = names.at(-1) ?? 'A';
  const plain = columns.map(({ kind, width }) =>
    kind === 'text' ? (width >= wrapsFrom ? style.wrapped : style.text) : style[kind],
  );
  const widths = columns
    .map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const heads = columns.map(({ head }, index) => textCell(`${names[index] ?? ''}2`, style.head, head)).join('');
  yield `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths}</cols><sheetData><row r="1">${textCell('A1', style.watermark, form.watermark)}</row><row r="2" ht="30" customHeight="1">${heads}</row>`;
  let number = 2;
  let text = '';
  for await (const batch of rows) {
    for (const { cells, marked } of batch) {
      number += 1;
      text += `<row r="${number}">`;
      for (let index = 0; index < cells.length; index += 1) {
        const value = cells[index];
        const as = (plain[index] ?? style.text) + (marked ? markedFrom : 0);
        const place = (names[index] ?? '') + number;
        if (value === null || value === undefined || value === '') text += `<c r="${place}" s="${as}"/>`;
        else text += cell(place, as, value, columns[index]?.kind ?? 'text', marked);
      }
      text += '</row>';
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
  }
  yield text;
  const merged = columns.length > 1 ? `<mergeCells count="1"><mergeCell ref="A1:${last}1"/></mergeCells>` : '';
  yield `</sheetData><autoFilter ref="A2:${last}${Math.max(number, 2)}"/>${merged}<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddHeader>&amp;L ${pageText(form.pageHeader)}</oddHeader><oddFooter>&amp;L ${pageText(form.pageFooter)}&amp;R &amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
}

function cell(place: string, as: number, value: string, kind: SheetColumnKind, marked: boolean): string {
  const asText = style.text + (marked ? markedFrom : 0);
  switch (kind) {
    case 'text':
      return textCell(place, looksLikeFormula(value) ? style.literal + (marked ? markedFrom : 0) : as, value);
    case 'number':
    case 'money':
      return /^-?\d+(\.\d+)?$/.test(value) && fitsNumber(value)
        ? `<c r="${place}" s="${as}"><v>${value}</v></c>`
        : textCell(place, asText, value);
    case 'date':
    case 'instant': {
      const serial = serialOf(value);
      return serial === null ? textCell(place, asText, value) : `<c r="${place}" s="${as}"><v>${serial}</v></c>`;
    }
  }
}

/** Always a string, whatever it begins with. */
const textCell = (place: string, as: number, text: string) =>
  `<c r="${place}" s="${as}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;
