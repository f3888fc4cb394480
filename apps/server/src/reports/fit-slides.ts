import type { ToldReport, ToldRow } from '@torch/contracts';
import {
  columnWeight,
  hasTotal,
  type ReportColumn,
  type ReportTable,
  reportTableNames,
  shownColumns,
  slideTable,
  slideTextOf,
} from '@torch/domain';

/*
 * A table on a slide grows with its texts and goes on beyond the foot of the slide: nothing breaks it there. Long texts are
 * cut, so that it ends above. How they will wrap is reckoned for the broadest of the fonts that may stand in for the
 * template's.
 */

/** Of an inch; the space around the text of a cell, across and down. */
const points = 72;
const [across, down] = [0.16 * points, 0.06 * points];

/** Of the size of the text: the height of a line, and how broad a character is. */
const lineHeight = 1.4;
const broad = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.6), 0);

/** Lines that the longest name of a column may take. */
const headLines = 3;

/** Tables that have a row for each of what is always the same, and no names that anybody enters. */
const fixed: readonly ReportTable[] = ['kpis', 'funnel'];

/** A report whose tables each fit on their slide: the more its rows would need, the fewer lines to a cell. */
export const fitSlides = ({ fields, tables }: ToldReport): ToldReport => ({
  fields,
  tables: Object.fromEntries(
    reportTableNames.map((name) => [name, fixed.includes(name) ? tables[name] : fit(name, tables[name])]),
  ) as ToldReport['tables'],
});

function fit(table: ReportTable, rows: readonly ToldRow[]): ToldRow[] {
  const [size, least] = slideTextOf(table);
  const columns = shownColumns(table, 'slide');
  const all = columns.reduce((sum, column) => sum + columnWeight(column), 0);
  const wrap = (row: ToldRow, column: ReportColumn) =>
    wrapped(row[column]?.text ?? '', ((slideTable.width * points * columnWeight(column)) / all - across) / size);
  const height = (lines: number) => Math.max(least * points, lines * lineHeight * size + down);
  const left = slideTable.height * points - height(headLines) - (hasTotal(table) ? height(1) : 0);

  const needed = rows.map((row) => Math.max(1, ...columns.map((column) => wrap(row, column).length)));
  let most = Math.max(1, ...needed);
  const needs = () => needed.reduce((sum, lines) => sum + height(Math.min(lines, most)), 0);
  while (most > 1 && needs() > left) most -= 1;
  return rows.map((row) => {
    const cut = columns.flatMap((column) => {
      const [cell, lines] = [row[column], wrap(row, column)];
      // Half a name can be told from others; half a figure is a wrong one.
      const isName = cell?.kind === 'text' || cell?.kind === 'code';
      return isName && lines.length > most ? [[column, { ...cell, text: shortened(lines.slice(0, most)) }]] : [];
    });
    return { ...row, ...Object.fromEntries(cut) };
  });
}

/** What is not parted at the end of a line; of what is longer than a line, a piece of it. */
const pieces = /\n|[^\s\u2e80-\uffff]{1,12}\s?|[\u2e80-\ud7ff\ue000-\uffff]\s?|[\ud800-\udfff]{2}|\s/g;

/** The lines of a text at a width in sizes of it. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (piece === '\n' || (line !== '' && broad(line + piece.trimEnd()) > width)) {
      lines.push(line);
      line = '';
    }
    if (piece !== '\n') line += piece;
  }
  return [...lines, line];
}

const shortened = (lines: readonly string[]): string => `${[...lines.join('')].slice(0, -1).join('').trimEnd()}…`;
