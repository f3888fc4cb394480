import type Excel from 'exceljs';
import { TemplateFlaw } from './template-flaw';
import { attributeOf, decoded, unmarked } from './xml-marks';

/*
 * A workbook of a few kilobytes can reach over a million rows, by one cell or one range. What is filled row by row, and what
 * makes an object of every cell of a range when it is opened, keeps within bounds that no form comes near.
 */

/** Rows and columns of a sheet that a template may use. */
export const [mostRows, mostColumns] = [2_000, 200];
/** Cells of all its sheets, empty ones that have a format among them. */
const mostCells = 20_000;

// No `<` may stand in a tag: where none ends, each would be read to the end of the part.
const attributes = String.raw`(?:[^"'<>]|"[^"<]*"|'[^'<]*')*`;
const cells = new RegExp(`<(?:\\w+:)?(?:row|c)\\b${attributes}>`, 'g');
const ranges = new RegExp(`<(?:\\w+:)?(?:mergeCell|dataValidation)\\b${attributes}>`, 'g');
const names = new RegExp(`<(?:\\w+:)?definedName\\b${attributes}>([^<]*)`, 'g');

const columnOf = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const isFar = (row: number, column: number): boolean => row > mostRows || column > mostColumns;
const reachesFar = (range: string): boolean =>
  [...range.matchAll(/\$?\b([A-Z]+)\$?(\d+)\b/gi)].some(([, letters = '', row]) =>
    isFar(Number(row), columnOf(letters)),
  );

/**
 * Looks at the parts of a workbook before it is opened.
 * @throws TemplateFlaw for more cells than a template can have, and for ranges beyond what it can use
 */
export function checkBounds(parts: ReadonlyMap<string, Buffer>): void {
  let left = mostCells;
  for (const [path, content] of parts) {
    const [, folder, name = ''] = /(worksheets\/|xl\/(?=workbook\.xml))(.*\.xml)$/i.exec(path) ?? [];
    if (!folder) continue;
    const xml = unmarked(content.toString('utf8'));
    for (const _ of xml.matchAll(cells)) left -= 1;
    if (left < 0) throw new TemplateFlaw('too-large', [`more than ${mostCells} cells`]);
    const said = [
      ...[...xml.matchAll(ranges)].map(([tag]) => attributeOf(tag, 'ref') || attributeOf(tag, 'sqref')),
      ...[...xml.matchAll(names)].map(([, text = '']) => decoded(text)),
    ];
    const far = said.filter(reachesFar);
    if (far.length > 0)
      throw new TemplateFlaw(
        'too-far',
        far.map((range) => `${name}: ${range}`),
      );
  }
}

/** @throws TemplateFlaw where something stands in a cell that is out of bounds; a mere format is left as it is */
export function checkCells({ worksheets }: Excel.Workbook): void {
  const far: string[] = [];
  for (const sheet of worksheets)
    sheet.eachRow((row, number) => {
      row.eachCell(({ address }, column) => {
        if (isFar(number, column)) far.push(`${sheet.name}!${address}`);
      });
    });
  if (far.length > 0) throw new TemplateFlaw('too-far', far.slice(0, 20));
}

/** The last row within the bounds in which there is a cell. */
export function lastRow(sheet: Excel.Worksheet): number {
  let last = Math.min(sheet.rowCount, mostRows);
  while (last > 0 && !sheet.findRow(last)?.cellCount) last -= 1;
  return last;
}
