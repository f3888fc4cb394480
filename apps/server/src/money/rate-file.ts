import { Problem } from '@torch/contracts';
import type { CellValue } from 'exceljs';

/** As much as a packed workbook may unpack to; a file of rates is far below. */
const unpackedLimit = 50 * 1_048_576;
const columnLimit = 50;

/**
 * The cells of a workbook's first sheet (.xlsx) or of a .csv file, row by row, as text.
 * @throws Problem `rule-broken` at `file` for anything else
 */
export async function sheetRows(file: Buffer): Promise<string[][]> {
  if (file.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return workbookRows(file);
  if (file.includes(0)) throw unreadable();
  return textRows(decoded(file));
}

const unreadable = () =>
  Problem.field('rule-broken', 'file', 'unreadable', 'send a workbook (.xlsx) or a text file with commas (.csv)');

async function workbookRows(file: Buffer): Promise<string[][]> {
  if (unpackedSize(file) > unpackedLimit) throw unreadable();
  // Loaded when it is needed: it is large, and most processes never read a workbook.
  const { default: Excel } = await import('exceljs');
  const workbook = new Excel.Workbook();
  try {
    await workbook.xlsx.load(file as unknown as ArrayBuffer);
  } catch {
    throw unreadable();
  }
  const rows: string[][] = [];
  workbook.worksheets[0]?.eachRow((row, number) => {
    const width = Math.min(row.cellCount, columnLimit);
    rows[number - 1] = Array.from({ length: width }, (_, index) => cellText(row.getCell(index + 1).value));
  });
  return Array.from(rows, (row) => row ?? []);
}

/** Sum of the sizes that the parts of a packed file claim in its directory. */
function unpackedSize(file: Buffer): number {
  let size = 0;
  for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = file.indexOf('PK\x01\x02', at + 4, 'latin1'))
    if (at + 28 <= file.length) size += file.readUInt32LE(at + 24);
  return size;
}

/** A number by its shortest spelling, of which those with an exponent are refused as rates; a formula by its result. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('result' in value) return cellText(value.result as CellValue);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  return 'text' in value ? String(value.text) : '';
}

/** UTF-8, or what Chinese editions of Excel write. */
function decoded(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('gb18030').decode(file);
  }
}

/** Rows of RFC 4180, parted by comma, semicolon or tab as the first line is. */
function textRows(text: string): string[][] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const part = [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  const close = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === part) close();
    else if (sign === '\n') {
      close();
      rows.push([]);
    } else if (sign !== '\r') cell += sign;
  }
  close();
  return rows;
}
